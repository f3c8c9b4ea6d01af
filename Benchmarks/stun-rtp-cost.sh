#!/bin/bash
# SPDX-License-Identifier: MIT
# What a connectivity check and an RTP packet cost, without sockets.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-build.sh
# The program has the comparison of SCTP in it, too.
scripts/install-packages.sh "measure packets" libusrsctp-dev
swift build -c release --package-path Benchmarks/packets
Benchmarks/packets/.build/release/packets-benchmark stun-rtp
