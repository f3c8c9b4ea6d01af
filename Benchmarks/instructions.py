#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the instructions that the relay executes per exchange outside of the kernel, by function.

    Benchmarks/instructions.py --relay .build/release/sdprelay
    Benchmarks/instructions.py --relay .build/release/sdprelay --access    what access keys and sealed ids add

Runs the relay under valgrind, fifty times slower than it is. Instructions are not time: what waits for memory costs
more, and the kernel's part is missing. But the counts hardly vary, also on a machine that others use, so that they show
what a change has brought when times do not.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import exchange, process, servers, symbols

WARM_UP = 200
COUNTED = 500
TOTAL = re.compile(r"^\s*([\d,]+) .*PROGRAM TOTALS", re.M)
ROW = re.compile(r"^\s*([\d,]+) \([^)]*\)\s+(?:\S*?:)?(\S+) \[(?:.*/)?([^/\]]+)\]", re.M)


class UnderValgrind:
    """Counts from the start; `callgrind_control` sets it back to zero and asks for what was counted."""

    def launch(self, *arguments, **options):
        output = f"--callgrind-out-file={self.folder}/counts"
        super().launch("valgrind", "--tool=callgrind", "--quiet", output, *arguments, **options)

    def control(self, action):
        command = ["callgrind_control", action, str(self.process.pid)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)

    def counts(self):
        # The count that was asked for is numbered; the one that belongs to the end of the process is not.
        return self.folder / "counts.1"


class RelayUnderValgrind(UnderValgrind, servers.Relay):
    """The relay as it is measured everywhere."""


class OpenRelayUnderValgrind(UnderValgrind, servers.OpenRelay):
    """The relay without access keys and sealed ids."""


def number(text):
    return int(text.replace(",", "")) / COUNTED


def functions(counts, *, inclusive):
    """The total, and (instructions per exchange, symbol, library) for each function, the most first."""
    flag = f"--inclusive={'yes' if inclusive else 'no'}"
    arguments = ["callgrind_annotate", "--threshold=100", flag, str(counts)]
    text = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout
    total = number(TOTAL.search(text)[1])
    rows = [(number(count), name, library) for count, name, library in ROW.findall(text)]
    # The functions on the stack when the count began are charged with everything.
    return total, sorted((row for row in rows if row[0] < total), reverse=True)


def table(rows):
    # valgrind numbers the levels of a recursion.
    names = [re.sub(r"'\d+$", "", name) for _, name, _ in rows]
    readable = symbols.demangle(sorted(set(names)))
    return "\n".join(f"{row[0]:9.0f}  {row[2][:20]:20}  {readable[name][:110]}" for row, name in zip(rows, names))


def count(relay, folder, kind=RelayUnderValgrind):
    # valgrind 3.19 cannot read the debug information of Swift 6.3.
    stripped = Path(folder) / relay.name
    subprocess.run(["strip", "--strip-debug", "-o", stripped, relay], check=True)
    upstream = servers.Upstream(Path(folder) / "upstream")
    try:
        server = kind(Path(folder) / "relay", upstream, stripped)
        try:
            client = exchange.Client(server.port)
            client.exchange(WARM_UP)
            server.control("--zero")
            client.exchange(COUNTED)
            server.control("--dump")
            client.close()
        finally:
            server.stop()
    finally:
        upstream.stop()
    total, own = functions(server.counts(), inclusive=False)
    return total, own, functions(server.counts(), inclusive=True)[1]


def show_access(relay):
    """How many instructions an exchange takes with access keys and sealed ids, and without."""
    totals = []
    for kind in (RelayUnderValgrind, OpenRelayUnderValgrind):
        with tempfile.TemporaryDirectory(prefix="sdprelay-instructions-") as folder:
            totals.append(count(relay, folder, kind)[0])
    print(f"{totals[0]:.0f} instructions per exchange with access keys and sealed ids, {totals[1]:.0f} without")
    print(f"added: {totals[0] - totals[1]:.0f}, {totals[0] / totals[1] - 1:.1%}")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--relay", required=True, type=Path, help="the release build of sdprelay")
    parser.add_argument("--top", type=int, default=40, help="how many functions to show (default 40)")
    parser.add_argument("--access", action="store_true", help="only what access keys and sealed ids add")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        print("error: valgrind is needed: apt-get install valgrind", file=sys.stderr)
        return 1
    process.prepare_machine()
    if options.access:
        return show_access(options.relay)
    with tempfile.TemporaryDirectory(prefix="sdprelay-instructions-") as folder:
        total, own, inclusive = count(options.relay, folder)
    libraries = {}
    for instructions, _, library in own:
        libraries[library] = libraries.get(library, 0) + instructions
    print(f"{total:.0f} instructions per exchange\n")
    for library, instructions in sorted(libraries.items(), key=lambda row: -row[1]):
        print(f"{instructions:9.0f}  {library}")
    program = [row for row in inclusive if row[2] == options.relay.name]
    print(f"\nBy function\n{table(own[:options.top])}")
    print(f"\nWith all that they call, those of the program\n{table(program[:options.top])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
