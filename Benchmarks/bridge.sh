#!/bin/bash
# SPDX-License-Identifier: MIT
# What bridged calls cost, beside SMG, the other relay that terminates media, and beside direct mode.
#
#   Benchmarks/bridge.sh [CALLS]      20 with audio unless given
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-build.sh
packages=(python3:python3)
# A Python from elsewhere brings venv along; Debian's needs its package.
python3 -c 'import ensurepip, venv' 2> /dev/null || packages+=(python3-venv)
scripts/install-packages.sh "run the benchmarks" "${packages[@]}"

swift build -c release --product sdprelay
swift build -c release --product media-load
environment=Benchmarks/bridge/.build/python
[ -x "$environment/bin/python" ] || python3 -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
    -r Benchmarks/bridge/requirements.txt
exec python3 Benchmarks/bridge.py "$(swift build -c release --show-bin-path)" "$environment/bin/smg" "${1:-20}"
