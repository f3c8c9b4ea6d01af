#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the relay's heap allocations per exchange, through the real binary and a real upstream.

    Benchmarks/allocations.py --relay .build/release/sdprelay             counts, and compares with thresholds.json
    Benchmarks/allocations.py --relay .build/release/sdprelay --sites     ... and lists where they happen
    Benchmarks/allocations.py --relay .build/release/sdprelay --update    ... and writes the counts as thresholds

Exit 1 if there are more than thresholds.json allows.
"""

import argparse
import json
import math
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import exchange, process, servers, symbols

HERE = Path(__file__).resolve().parent
THRESHOLDS = HERE / "thresholds.json"
WARM_UP = 1000
COUNTED = 2000
# What timers and lists that grow once in a while may add.
TOLERANCE = 0.5
TOTALS = ["program_allocations", "program_bytes", "libcurl_allocations", "libcurl_bytes"]
FRAMES = 16


def build_counter(folder):
    library = Path(folder) / "allocation_counter.so"
    subprocess.run(
        ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-fno-omit-frame-pointer", "-fno-builtin", "-shared", "-fPIC"]
        + ["-o", library, HERE / "allocation_counter.c"],
        check=True,
    )
    return library


def read(file):
    """The totals, and (calls, bytes) for each stack of return addresses."""
    data = file.read_bytes()
    totals = struct.unpack_from("4Q", data)
    sites = {}
    for key, calls, size, *frames in struct.iter_unpack(f"{3 + FRAMES}Q", data[32:]):
        if key:
            sites[tuple(frame for frame in frames if frame)] = (calls, size)
    return totals, sites


def difference(before, after):
    """Per exchange."""
    totals = {name: (after[0][i] - before[0][i]) / COUNTED for i, name in enumerate(TOTALS)}
    sites = {}
    for stack, (calls, size) in after[1].items():
        old_calls, old_size = before[1].get(stack, (0, 0))
        if calls > old_calls:
            sites[stack] = ((calls - old_calls) / COUNTED, (size - old_size) / COUNTED)
    return totals, sites


def count(relay, folder):
    counter = build_counter(folder)
    counts = Path(folder) / "counts"
    upstream = servers.Upstream(Path(folder) / "upstream")
    try:
        environment = {"LD_PRELOAD": str(counter), "ALLOCATION_COUNTS": str(counts)}
        server = servers.Relay(Path(folder) / "relay", upstream, relay, environment=environment)
        try:
            client = exchange.Client(server.port)
            client.exchange(WARM_UP)
            before = read(counts)
            client.exchange(COUNTED)
            after = read(counts)
            client.close()
            maps = Path(f"/proc/{server.process.pid}/maps").read_text()
        finally:
            server.stop()
    finally:
        upstream.stop()
    return *difference(before, after), maps


def compare(totals):
    """One line for each count; whether all are within their thresholds."""
    thresholds = json.loads(THRESHOLDS.read_text())
    fine = True
    for name in TOTALS:
        actual, most = totals[name], thresholds[name]
        verdict = "ok"
        if actual > most:
            verdict, fine = "TOO MANY", False
        elif actual < 0.95 * most:
            verdict = "fewer: lower the threshold with --update"
        print(f"{name:22} {actual:10.2f} per exchange, threshold {most:8g}  {verdict}")
    return fine


def update(totals):
    # Bytes have some room: lengths of numbers in logs vary.
    values = {name: math.ceil(totals[name] * 1.01) if "bytes" in name else totals[name] for name in TOTALS}
    rounded = {name: value if "bytes" in name else round(value) + TOLERANCE for name, value in values.items()}
    THRESHOLDS.write_text(json.dumps(rounded, indent=2) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--relay", required=True, type=Path, help="the release build of sdprelay")
    parser.add_argument("--sites", action="store_true", help="list where allocations happen")
    parser.add_argument("--update", action="store_true", help="write the counts as thresholds")
    options = parser.parse_args()
    process.prepare_machine()
    with tempfile.TemporaryDirectory(prefix="sdprelay-allocations-") as folder:
        totals, sites, maps = count(options.relay, folder)
    if options.sites:
        print(symbols.allocation_table(sites, maps))
    if options.update:
        update(totals)
    return 0 if compare(totals) else 1


if __name__ == "__main__":
    sys.exit(main())
