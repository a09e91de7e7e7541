#!/usr/bin/env bash
# Builds the worked example in ./demo, or beside it in ./demo-2, ./demo-3, … where one is there already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=demo
number=1
while [ -e "$folder" ]; do
    number=$((number + 1))
    folder=demo-$number
done
if [ "$number" -gt 1 ]; then
    echo "已有的示例保持不动，新的示例放在 $folder。/ The example that is there stays as it is; the new one goes to $folder."
fi
.venv/bin/pdctl demo "$folder"
if ! command -v pdctl >/dev/null; then
    echo
    echo "让当前终端认识 pdctl，先运行一次：/ So that this terminal knows pdctl, run once:"
    echo "   source .venv/bin/activate"
fi
