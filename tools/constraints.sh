#!/usr/bin/env bash
# Writes constraints.txt anew: the exact versions that a clean environment gets today, the tools of the tests included.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input editables '.[dev]'
{
    echo "# Exact versions of everything that pdctl, its tests and its build need. Written by: make constraints"
    "$folder/venv/bin/python" -m pip freeze --disable-pip-version-check | grep -v '^pdctl\b' | LC_ALL=C sort -f
} >"$folder/constraints.txt"
mv "$folder/constraints.txt" constraints.txt
