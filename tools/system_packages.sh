#!/usr/bin/env bash
# Installs, on Debian, the programs that the tests marked `system` need, and says which; what cannot be installed
# is named at the end, and the tests that need it are skipped with their reason.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# program (or font family) and the package that brings it
packages=(chromium:chromium pdftotext:poppler-utils qpdf:qpdf soffice:libreoffice-writer-nogui zsh:zsh fish:fish)
font="Noto Serif CJK SC"

has_font() { command -v fc-list >/dev/null && [ -n "$(fc-list "$font")" ]; }
missing() {
    local pair
    for pair in "${packages[@]}"; do
        command -v "${pair%%:*}" >/dev/null || echo "${pair##*:}"
    done
    has_font || echo fonts-noto-cjk
}

sudo=()
if [ "$(id -u)" -ne 0 ]; then
    sudo=(sudo)
    [ -t 0 ] || sudo=(sudo -n) # nobody is there to type a password
fi
export DEBIAN_FRONTEND=noninteractive

install() {
    local install=(apt-get install -y -qq --no-install-recommends "$@" fontconfig)
    if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null; }; then
        "${sudo[@]}" "${install[@]}" </dev/null >/dev/null 2>&1 ||
            { "${sudo[@]}" apt-get update -qq </dev/null && "${sudo[@]}" "${install[@]}" </dev/null >/dev/null; } || true
    fi
}

# A server to be reached through ssh. To install it would start it and open this machine to others, so it is unpacked
# beside .venv; run by root, it wants the user and the folder that its package would have made.
download() { (cd "$1" && apt-get download -qq openssh-server libwrap0) </dev/null >/dev/null 2>&1; }
sshd() {
    local folder
    if [ ! -x /usr/sbin/sshd ] && [ ! -x .venv-sshd/usr/sbin/sshd ]; then
        folder=$(mktemp -d)
        download "$folder" || { "${sudo[@]}" apt-get update -qq </dev/null >/dev/null 2>&1 && download "$folder"; } || return 1
        for package in "$folder"/*.deb; do
            dpkg-deb --extract "$package" .venv-sshd || return 1
        done
        rm -r "$folder"
    fi
    if [ "$(id -u)" -eq 0 ]; then
        getent passwd sshd >/dev/null || useradd --system --home-dir /run/sshd --shell /usr/sbin/nologin sshd || return 1
        mkdir -p /run/sshd
    fi
}

mapfile -t wanted < <(missing)
if [ ${#wanted[@]} -gt 0 ]; then
    echo "System packages to install with apt-get: ${wanted[*]}"
    install "${wanted[@]}"
    mapfile -t wanted < <(missing)
fi
sshd || wanted+=(openssh-server)
if [ ${#wanted[@]} -gt 0 ]; then
    echo "Could not be installed: ${wanted[*]}. The tests that need them are skipped. By hand:"
    echo "    sudo apt-get install ${wanted[*]}"
else
    echo "System packages: all there (chromium, poppler-utils, qpdf, libreoffice-writer-nogui, zsh, fish, fonts-noto-cjk; sshd)."
fi
