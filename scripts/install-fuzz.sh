#!/bin/bash
# SPDX-License-Identifier: MIT
# What fuzzing needs beyond the build: libFuzzer and the address sanitizer, which come with the Swift toolchain. Both
# are C++; a program with them links against libstdc++, whose development package a bare machine may lack.
set -euo pipefail
cd "$(dirname "$0")/.."

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cat > "$place/probe.swift" << 'SWIFT'
@_cdecl("LLVMFuzzerTestOneInput") public func probe(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt { 0 }
SWIFT

links() {
    swiftc -parse-as-library -sanitize=fuzzer,address "$place/probe.swift" -o "$place/probe" > "$place/log" 2>&1
}

links && exit 0
scripts/install-packages.sh "fuzz sdprelay" g++:g++
if ! links; then
    cat "$place/log" >&2
    echo "error: this Swift toolchain does not link libFuzzer; its output is above." >&2
    exit 1
fi
