#!/bin/bash
# SPDX-License-Identifier: MIT
# Shows where the relay's processor time goes under load: samples of perf by module and function, and system calls.
# `--instructions` counts executed instructions instead, which is slow but does not depend on what else runs.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-packages.sh "profile sdprelay" \
    nginx-light:nginx wrk:wrk python3:python3 linux-perf:perf strace:strace valgrind:valgrind binutils:strip
swift build -c release --product sdprelay
program=profile.py
if [ "${1-}" = --instructions ]; then
    program=instructions.py
    shift
fi
exec python3 "Benchmarks/$program" --relay .build/release/sdprelay "$@"
