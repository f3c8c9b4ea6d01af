#!/bin/bash
# SPDX-License-Identifier: MIT
# Compares the relay with nginx under load; `--quick` for a short run. docs/performance.md has the method.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-packages.sh "run the benchmarks" nginx-light:nginx wrk:wrk python3:python3
swift build -c release --product sdprelay
python3 Benchmarks/compare.py --relay .build/release/sdprelay "$@"
