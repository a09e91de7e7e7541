#!/usr/bin/env bash
# Puts axe-core, the checker of accessible pages, into .venv/axe: the PyPI package that carries it, without the driver
# that it is made for. Without a network the tests that need it are skipped with their reason.
set -euo pipefail

package=axe-playwright-python==0.1.8
script=.venv/axe/axe_playwright_python/axe.min.js
[ -f "$script" ] && exit 0
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --target .venv/axe "$package" ||
    echo "axe-core could not be installed ($package). The tests that need it are skipped."
