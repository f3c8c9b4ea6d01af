#!/bin/bash
# SPDX-License-Identifier: MIT
# What the tests need beyond the build: a browser, command line tools, and a Python environment in .venv/.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(chromium:chromium curl:curl libusrsctp-dev openssl:openssl python3:python3)
# A Python from elsewhere (pyenv, a container image) brings venv along; Debian's needs its package.
python3 -c 'import ensurepip, venv' 2> /dev/null || packages+=(python3-venv)
scripts/install-packages.sh "test sdprelay" "${packages[@]}"

if ! python3 -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
    echo "error: Python 3.11 or later with the venv module is needed; $(command -v python3) is $(python3 -V)." >&2
    exit 1
fi

# The environment is made again when its requirements, its Python or its place have changed.
requirements=Tests/Interop/requirements.txt
older=Tests/Interop/requirements-openai-1.txt
wanted=$({ cat "$requirements" "$older"; python3 -c 'import sys; print(sys.version, sys.base_prefix)'; pwd; } | sha256sum)
stamp=.venv/made-from
[ "$(cat "$stamp" 2> /dev/null)" != "$wanted" ] || exit 0

echo "Making .venv from $requirements" >&2
rm -rf .venv
python3 -m venv .venv
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: "$@" \
        < /dev/null > "$log" 2>&1 && return
    cat "$log" >&2
    rm -rf .venv
    echo "error: pip could not install what ${*: -1} asks for; its output is above." >&2
    exit 1
}
install -r "$requirements"
install --no-deps --target .venv/openai-1 -r "$older"
echo "$wanted" > "$stamp"
