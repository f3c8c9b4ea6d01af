#!/bin/bash
# SPDX-License-Identifier: MIT
# What access keys and sealed call ids add to an exchange: what they compute alone, the instructions that an exchange
# takes with and without them, and the processor time of both under load (`--rounds N --seconds S` for less of it).
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-build.sh
scripts/install-packages.sh "run the benchmarks" \
    nginx-light:nginx wrk:wrk python3:python3 valgrind:valgrind binutils:strip
swift build -c release --package-path Benchmarks/access
Benchmarks/access/.build/release/access-benchmark
swift build -c release --product sdprelay
python3 Benchmarks/instructions.py --relay .build/release/sdprelay --access
exec python3 Benchmarks/access_cost.py --relay .build/release/sdprelay "$@"
