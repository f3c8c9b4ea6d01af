#!/bin/bash
# SPDX-License-Identifier: MIT
# What can be checked without building: format, layering, documents. Each check says how to mend what it finds.
set -uo pipefail
cd "$(dirname "$0")/.."

status=0
check() {
    local repair=$1
    shift
    echo "==> $*"
    if ! "$@"; then
        status=1
        echo "    to mend it: $repair" >&2
    fi
}

swift_files() {
    find . -name '*.swift' -not -path '*/.build/*' -print0
}
format_is_clean() {
    swift_files | xargs -0 swift format lint --strict --parallel
}
shell_scripts_parse() {
    local file
    for file in scripts/*.sh .ci/run; do
        bash -n "$file" || return 1
    done
}

check "swift format -i -r Package.swift Sources Tests; docs and names by hand" format_is_clean
check "the script named" shell_scripts_parse
for script in scripts/*.py; do
    check "the script, or the self-test where the rule has changed" python3 "$script" --self-test
done
check "the sources, or the table in scripts/check-layering.py and docs/architecture.md" \
    python3 scripts/check-layering.py
check "the document, or what it speaks of" python3 scripts/check-docs.py
exit $status
