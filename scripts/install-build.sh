#!/bin/bash
# SPDX-License-Identifier: MIT
# What building needs: a Swift toolchain, which must be there already, and the C libraries, which are installed.
set -euo pipefail
cd "$(dirname "$0")/.."

needed="6.3"
if ! command -v swift > /dev/null; then
    echo "error: Swift $needed or later is needed, and no swift is on the PATH." >&2
    echo "       https://www.swift.org/install/linux/ has the toolchain for Debian 12." >&2
    exit 1
fi
found=$(swift --version 2> /dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
if [ "$(printf '%s\n' "$needed" "${found:-0}" | sort -V | head -n 1)" != "$needed" ]; then
    echo "error: Swift $needed or later is needed; $(command -v swift) is ${found:-of unknown version}." >&2
    echo "       https://www.swift.org/install/linux/ has the toolchain for Debian 12." >&2
    exit 1
fi

scripts/install-packages.sh "build sdprelay" \
    ca-certificates libc6-dev libcurl4-openssl-dev libsrtp2-dev libssl-dev pkg-config:pkg-config
