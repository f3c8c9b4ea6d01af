#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Builds every fuzz target and runs each for a number of seconds (60 unless told otherwise), or those named alone.
# Ends with a failure if one of them found something; the input is then in Fuzz/.build/found.
set -eu

seconds=${1:-60}
case $seconds in
'' | *[!0-9]*)
    echo "usage: Fuzz/run.sh [seconds for each target] [target]..." >&2
    exit 64
    ;;
esac
[ $# = 0 ] || shift

cd "$(dirname "$0")"
# The arguments are spent in the loop below, so the names are kept apart; they hold no spaces.
targets=${*:-$(ls Targets)}
for name in $targets; do
    if [ ! -d "Targets/$name" ]; then
        echo "no such target: $name; there are: $(ls Targets | tr '\n' ' ')" >&2
        exit 64
    fi
done
# Swift's backtracer never ends in a process that libFuzzer watches.
export SWIFT_BACKTRACE=enable=no

# Both flags are needed: with --sanitize alone one of the two instrumentations is lost.
swift build -c release --sanitize fuzzer -Xswiftc -sanitize=address,fuzzer
binaries=$(swift build -c release --show-bin-path)

failed=
for name in $targets; do
    target=Targets/$name
    # The corpus that grows from run to run comes first: libFuzzer writes to the first folder only.
    corpus=.build/corpus/$name
    mkdir -p "$corpus" .build/found
    set -- "$corpus"
    while read -r folder; do
        set -- "$@" "../$folder"
    done <"$target/seeds.txt"

    echo "== $name: $seconds s"
    "$binaries/fuzz-$name" "$@" -dict="$target/dictionary.txt" -artifact_prefix=".build/found/$name-" \
        -max_total_time="$seconds" -timeout=10 -print_final_stats=1 -verbosity=0 || failed="$failed $name"
done

if [ -n "$failed" ]; then
    echo "fuzzing found something in:$failed" >&2
    echo "run it again with: Fuzz/.build/release/fuzz-<target> Fuzz/.build/found/<file>" >&2
    exit 1
fi
