#!/usr/bin/env bash
# Installs, on Debian, the programs that the tests marked `system` need, and says which; what cannot be installed
# is named at the end, and the tests that need it are skipped with their reason.
set -euo pipefail

# program (or font family) and the package that brings it
packages=(chromium:chromium pdftotext:poppler-utils qpdf:qpdf soffice:libreoffice-writer-nogui)
font="Noto Serif CJK SC"

has_font() { command -v fc-list >/dev/null && [ -n "$(fc-list "$font")" ]; }
missing() {
    local pair
    for pair in "${packages[@]}"; do
        command -v "${pair%%:*}" >/dev/null || echo "${pair##*:}"
    done
    has_font || echo fonts-noto-cjk
}

mapfile -t wanted < <(missing)
if [ ${#wanted[@]} -eq 0 ]; then
    echo "System packages: all there (chromium, poppler-utils, qpdf, libreoffice-writer-nogui, fonts-noto-cjk)."
    exit 0
fi
echo "System packages to install with apt-get: ${wanted[*]}"
sudo=()
if [ "$(id -u)" -ne 0 ]; then
    sudo=(sudo)
    [ -t 0 ] || sudo=(sudo -n) # nobody is there to type a password
fi
export DEBIAN_FRONTEND=noninteractive
install=(apt-get install -y -qq --no-install-recommends "${wanted[@]}" fontconfig)
if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null; }; then
    "${sudo[@]}" "${install[@]}" </dev/null >/dev/null 2>&1 ||
        { "${sudo[@]}" apt-get update -qq </dev/null && "${sudo[@]}" "${install[@]}" </dev/null >/dev/null; } || true
fi
mapfile -t wanted < <(missing)
if [ ${#wanted[@]} -gt 0 ]; then
    echo "Could not be installed: ${wanted[*]}. The tests that need them are skipped. By hand:"
    echo "    sudo apt-get install ${wanted[*]}"
fi
