#!/bin/bash
# SPDX-License-Identifier: MIT
# Messages a second over an association in memory, both ends on one core: the module SCTP beside usrsctp.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-build.sh
scripts/install-packages.sh "measure SCTP" libusrsctp-dev
swift build -c release --package-path Benchmarks/packets
Benchmarks/packets/.build/release/packets-benchmark sctp
