#!/bin/bash
# SPDX-License-Identifier: MIT
# What calls with the loopback cost the relay: set-up, idle memory, a packet there and back.
#
#   Benchmarks/media.sh [CALLS]      200 unless given
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-build.sh
swift build -c release --product sdprelay
swift build -c release --product media-load
python3 Benchmarks/media.py "$(swift build -c release --show-bin-path)" "${1:-200}"
