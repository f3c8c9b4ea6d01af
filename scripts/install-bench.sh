#!/bin/bash
# SPDX-License-Identifier: MIT
# What the benchmarks need beyond the build: nginx, both as upstream and as what is compared against, and wrk.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-packages.sh "run the benchmarks" nginx-light:nginx wrk:wrk
