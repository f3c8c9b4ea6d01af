#!/bin/bash
# SPDX-License-Identifier: MIT
# What this machine's system asks for a datagram that is received and sent on, without anything being done to it: the least
# that a relay of media can cost which takes packets one by one.
#
#   Benchmarks/datagrams.sh [CALLS...]      20 100 300 unless given
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-packages.sh "measure datagrams" gcc:gcc util-linux:taskset
programs=$(mktemp -d)
trap 'rm -rf "$programs"' EXIT
for program in echo load; do
    gcc -std=gnu11 -O2 -Wall -Wextra -Werror -o "$programs/$program" "Benchmarks/datagrams/$program.c"
done

[ $# -gt 0 ] || set -- 20 100 300
port=47000
echo "| calls | packets a second | µs of CPU for each |"
echo "|--:|--:|--:|"
for calls in "$@"; do
    taskset -c 0 "$programs/echo" "$port" > "$programs/figure" &
    echo=$!
    sleep 0.2
    taskset -c 1 "$programs/load" "$port" "$calls" 5
    kill "$echo"
    wait "$echo"
    echo "| $calls | $((calls * 100)) | $(cat "$programs/figure") |"
    port=$((port + 1))
done
