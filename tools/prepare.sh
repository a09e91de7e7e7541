#!/usr/bin/env bash
# Makes .venv with pdctl installed from this folder; `prepare.sh dev` adds the tools of the tests.
# Versions are those of constraints.txt. Quick when nothing changed: a stamp notes what was installed, and where.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=${PYTHON:-python3}
what=${1:-base}
stamp=.venv/prepared-$what

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

missing=()
command -v git >/dev/null || missing+=(git)
command -v ssh-keygen >/dev/null || missing+=(openssh-client)
command -v "$python" >/dev/null || missing+=(python3 python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
    stop "缺少必要的程序，请先安装：/ Something is missing; install it first:" \
        "    sudo apt-get install ${missing[*]}"
fi
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "需要 Python 3.11 或更新版本；$python 是 $("$python" -V 2>&1)。/ Python 3.11 or newer is needed." \
        "    make PYTHON=python3.12 …"

# A folder that was copied or moved, another Python, other requirements: each asks for a new installation.
wanted=$({
    pwd -P
    "$python" -c 'import sys; print(sys.version, sys.executable)'
    cat pyproject.toml constraints.txt
} | sha256sum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    exit 0
fi

"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    stop "缺少 Python 的 venv 组件，请先安装：/ Python's venv is missing; install it first:" \
        "    sudo apt-get install python3-venv"

echo "正在把 pdctl 安装到 .venv，首次需要一两分钟…… / Installing pdctl into .venv; the first time takes a minute or two …"
if [ "$(cat .venv/prepared-base 2>/dev/null || true)" != "$wanted" ]; then
    "$python" -m venv --clear .venv
fi
extra=
[ "$what" = base ] || extra="[$what]"
# Both names, for pip took the second one up in 25.3; they hold the build backend to the same versions.
PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
    --constraint constraints.txt --editable ".$extra" ||
    stop "安装没有成功；检查网络后再运行同一条命令。/ The installation failed; check the network, then run the same command again."
printf '%s\n' "$wanted" >"$stamp"
printf '%s\n' "$wanted" >.venv/prepared-base
