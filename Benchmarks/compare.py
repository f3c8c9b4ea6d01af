#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the relay with nginx's plain proxy_pass: same upstream, same load, one core each, rounds in alternation.

    Benchmarks/compare.py --relay .build/release/sdprelay            5 rounds of 8 s a cell, about 15 minutes
    Benchmarks/compare.py --relay .build/release/sdprelay --quick    1 round of 2 s a cell, to see that all works

Writes Benchmarks/results/comparison.json and prints a table of medians. Exit 1 if any exchange failed; times are only
shown, because they depend on the machine and on what else it does.
"""

import argparse
import json
import os
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness import load, machine, process, report, servers

RESULTS = Path(__file__).resolve().parent / "results"
SLOW_ANSWER_SECONDS = 0.5
# Long enough for all exchanges to be under way before the first one ends, on a busy machine too.
HELD_ANSWER_SECONDS = 20
IN_FLIGHT = 2000


@dataclass
class Cell:
    """What is measured under one kind of load."""

    name: str
    connections: int
    is_slow: bool = False
    logs: bool = False


CELLS = [
    Cell("1 connection", 1),
    Cell("64 connections", 64),
    Cell("256 connections", 256),
    Cell("64 connections, logs to a file", 64, logs=True),
    Cell("2,000 in flight, upstream takes 500 ms", IN_FLIGHT, is_slow=True),
]


class Comparison:
    """The upstreams, and a pair of servers for each cell."""

    def __init__(self, options, folder):
        self.options = options
        self.folder = Path(folder)
        self.started = 0
        self.upstream = servers.Upstream(self.next_folder("upstream"))
        self.slow_upstream = servers.Upstream(self.next_folder("slow"), delay=SLOW_ANSWER_SECONDS)

    def next_folder(self, name):
        self.started += 1
        return self.folder / f"{self.started}-{name}"

    def round(self, cell, turn):
        """Both servers under the load of a cell; who comes first alternates."""
        kinds = ["nginx", "sdprelay"] if turn % 2 == 0 else ["sdprelay", "nginx"]
        return {kind: self.measure(kind, cell) for kind in kinds}

    def measure(self, kind, cell):
        upstream = self.slow_upstream if cell.is_slow else self.upstream
        warm_up = self.options.warm_up + (2 * SLOW_ANSWER_SECONDS if cell.is_slow else 0)
        with self.server(kind, upstream, logs=cell.logs) as server:
            idle = server.resident_bytes()
            result = load.measure(server, upstream, cell.connections, self.options.seconds, warm_up, self.folder)
            server.check()
        if cell.is_slow:
            result["kb_per_exchange"] = (result["resident_mb"] * 1e6 - idle) / cell.connections / 1000
            result["kb_per_first_exchange"] = self.measure_memory(kind)
        else:
            # Answers come at once, so a sample of those in flight says nothing.
            del result["in_flight"]
        return result

    def measure_memory(self, kind):
        """What an exchange in flight adds to the resident memory of a server that has just started, in kilobytes."""
        # An upstream of its own too: it does not notice at once that the exchanges before were given up.
        upstream = servers.Upstream(self.next_folder("held"), delay=HELD_ANSWER_SECONDS)
        try:
            with self.server(kind, upstream, is_checked=False) as server:
                return load.memory_in_flight(server, upstream, IN_FLIGHT, self.folder) / 1000
        finally:
            upstream.stop()

    @contextmanager
    def server(self, kind, upstream, **options):
        """A server of its own for each measurement: what one load leaves behind does not count for the next."""
        folder = self.next_folder(kind)
        if kind == "nginx":
            server = servers.Proxy(folder, upstream, **options)
        else:
            server = servers.Relay(folder, upstream, self.options.relay, **options)
        try:
            yield server
        finally:
            server.stop()

    def stop(self):
        self.upstream.stop()
        self.slow_upstream.stop()


def run(options):
    rounds = {cell.name: [] for cell in CELLS}
    with tempfile.TemporaryDirectory(prefix="sdprelay-bench-") as folder:
        comparison = Comparison(options, folder)
        try:
            for turn in range(options.rounds):
                for cell in CELLS:
                    print(f"round {turn + 1} of {options.rounds}: {cell.name}", file=sys.stderr, flush=True)
                    rounds[cell.name].append(comparison.round(cell, turn))
        finally:
            comparison.stop()
    return rounds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--relay", required=True, type=Path, help="the release build of sdprelay")
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--rounds", type=int, help="rounds of each cell (default 5, quick 1)")
    parser.add_argument("--seconds", type=float, help="length of a round's window (default 8, quick 2)")
    options = parser.parse_args()
    options.rounds = options.rounds or (1 if options.quick else 5)
    options.seconds = options.seconds or (2 if options.quick else 8)
    options.warm_up = 1
    process.prepare_machine()
    busy = os.getloadavg()[0]
    try:
        rounds = run(options)
    except load.LoadFailed as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    medians = report.medians(rounds)
    print(report.table(medians))
    if busy > machine.QUIET_LOAD:
        print(f"The load average was {busy:.1f} at the start: times, and the ratios of times, are not to be trusted.")
    RESULTS.mkdir(exist_ok=True)
    result = {"machine": machine.description(options.relay), "load_average": busy, "seconds": options.seconds}
    result["medians"] = medians
    (RESULTS / "comparison.json").write_text(json.dumps({**result, "rounds": rounds}, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
