#!/usr/bin/env bash
# Makes .venv-anchors with the programs that the benchmarks measure against. Quick when nothing changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

stamp=.venv-anchors/prepared
wanted=$({ pwd -P; cat benchmarks/anchors.txt tools/prepare_anchors.sh; } | sha256sum)
if [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then
    exit 0
fi
"${PYTHON:-python3}" -m venv --clear .venv-anchors
.venv-anchors/bin/python -m pip install -qq --disable-pip-version-check --no-input --requirement benchmarks/anchors.txt
# The C parser of ruamel.yaml, which nobody gets unasked: apart, so that check-jsonschema can be measured with and without.
.venv-anchors/bin/python -m pip install -qq --disable-pip-version-check --no-input --no-deps --target .venv-anchors/with-c ruamel.yaml.clib==0.2.15
printf '%s\n' "$wanted" >"$stamp"
