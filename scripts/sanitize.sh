#!/bin/bash
# SPDX-License-Identifier: MIT
# Runs the tests of the WebRTC endpoint's modules with the address sanitizer, and its leak check at the end.
#
#   scripts/sanitize.sh [FILTER]     a regular expression of test targets; those below unless given
#
# What is built lies apart from other builds, in .build/sanitized.
set -euo pipefail
cd "$(dirname "$0")/.."

filter=${1:-'^(ICE|SCTP|RTP|SDP|SRTP|DTLS|WebRTC|Loopback)Tests\.'}

# Leaks are looked for by default on Linux; said all the same, so that a change of default is no change of the test.
# Swift's backtracer would hide the sanitizer's report behind its own.
export ASAN_OPTIONS=detect_leaks=1:halt_on_error=1:exitcode=99 SWIFT_BACKTRACE=enable=no
export LSAN_OPTIONS=suppressions=$PWD/scripts/sanitize-leaks.txt:print_suppressions=0

# A sanitizer that finds nothing says nothing: two programs show that both parts work here. The leak check needs to be
# allowed to trace the process, which containers may forbid.
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cat > "$place/probe.swift" << 'SWIFT'
@inline(never) func leak() { for _ in 0..<64 { _ = UnsafeMutablePointer<Int>.allocate(capacity: 100) } }
@inline(never) func overrun(_ count: Int) -> UInt8 {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { bytes.deallocate() }
    return bytes[count]
}
if CommandLine.arguments.count > 1 { leak() } else { print(overrun(16)) }
SWIFT
swiftc -sanitize=address "$place/probe.swift" -o "$place/probe"
expect_report() {
    local report=$1
    shift
    if "$@" > "$place/log" 2>&1 || ! grep -q "$report" "$place/log"; then
        cat "$place/log" >&2
        echo "error: the address sanitizer does not report a $report on this machine; its output is above." >&2
        exit 1
    fi
}
expect_report heap-buffer-overflow "$place/probe"
expect_report "detected memory leaks" "$place/probe" leak

swift build --build-tests --sanitize=address --scratch-path .build/sanitized
exec swift test --skip-build --sanitize=address --scratch-path .build/sanitized --no-parallel --disable-xctest \
    --filter "$filter"
