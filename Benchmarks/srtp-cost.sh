#!/bin/bash
# SPDX-License-Identifier: MIT
# What protecting and unprotecting a packet costs with the ciphers that libsrtp2 was built with, and with OpenSSL's.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-build.sh
swift build -c release --package-path Benchmarks/srtp
Benchmarks/srtp/.build/release/srtp-benchmark default
Benchmarks/srtp/.build/release/srtp-benchmark openssl
