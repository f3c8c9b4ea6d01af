#!/bin/bash
# SPDX-License-Identifier: MIT
# Counts the relay's heap allocations per exchange; exit 1 if there are more than Benchmarks/thresholds.json allows.
# `--sites` lists where they happen, `--update` writes the counts as thresholds.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-packages.sh "count allocations" nginx-light:nginx gcc:cc python3:python3
swift build -c release --product sdprelay
exec python3 Benchmarks/allocations.py --relay .build/release/sdprelay "$@"
