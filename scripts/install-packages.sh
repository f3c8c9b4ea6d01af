#!/bin/bash
# SPDX-License-Identifier: MIT
# Installs what is missing of the Debian packages named, and touches nothing if none is.
#
#   scripts/install-packages.sh PURPOSE PACKAGE[:COMMAND]...
#
# PACKAGE:COMMAND counts as installed when the command is found, wherever it came from.
set -euo pipefail

purpose=$1
shift
PATH="$PATH:/usr/sbin:/sbin"

is_installed() {
    local package=${1%%:*} command=${1#*:}
    if [ "$command" != "$1" ]; then
        command -v "$command" > /dev/null
    else
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2> /dev/null)" = installed ]
    fi
}

missing=()
for item in "$@"; do
    is_installed "$item" || missing+=("${item%%:*}")
done
[ ${#missing[@]} -gt 0 ] || exit 0

fail() {
    echo "error: to $purpose, these packages are needed: ${missing[*]}" >&2
    echo "       $1" >&2
    exit 1
}

command -v apt-get > /dev/null || fail "This is no Debian system: install their counterparts by hand."
as_root=()
if [ "$(id -u)" != 0 ]; then
    command -v sudo > /dev/null || fail "Run as root: apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" \
        < /dev/null > "$log" 2>&1
}

echo "Installing ${missing[*]}" >&2
# The package lists are fetched only if what they say now is not enough.
apt install -y --no-install-recommends "${missing[@]}" \
    || { apt update && apt install -y --no-install-recommends "${missing[@]}"; } \
    || { cat "$log" >&2; fail "apt-get failed; its output is above."; }
