#!/bin/bash
# SPDX-License-Identifier: MIT
# What viewing and translating one event costs, beside Foundation's JSONDecoder and Python's orjson on the same bytes;
# `--rounds N` for more or fewer than 9. Exit 1 if a view allocates memory.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-build.sh
packages=(gcc:cc python3:python3)
# A Python from elsewhere brings venv along; Debian's needs its package.
python3 -c 'import ensurepip, venv' 2> /dev/null || packages+=(python3-venv)
scripts/install-packages.sh "run the benchmarks" "${packages[@]}"

swift build -c release --package-path Benchmarks/events
python=Benchmarks/events/.build/python/bin/python
[ -x "$python" ] || python3 -m venv Benchmarks/events/.build/python
"$python" -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
    -r Benchmarks/events/requirements.txt
exec "$python" Benchmarks/events.py --program Benchmarks/events/.build/release/events-benchmark "$@"
