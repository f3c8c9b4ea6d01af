#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What access keys and sealed call ids add to an exchange: the relay with them, and without, under the same load.

    Benchmarks/access_cost.py --relay .build/release/sdprelay

Rounds alternate, and each round's difference counts, so that what the machine does besides hits both alike. Writes
Benchmarks/results/access-cost.json; times are only shown.
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from harness import load, process, servers

RESULTS = Path(__file__).resolve().parent / "results"
CONNECTIONS = 64
KINDS = [servers.Relay, servers.OpenRelay]


def measure(kind, upstream, options, folder):
    server = kind(folder, upstream, options.relay)
    try:
        return load.measure(server, upstream, CONNECTIONS, options.seconds, 1, folder)["cpu_us"]
    finally:
        server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--relay", required=True, type=Path, help="the release build of sdprelay")
    parser.add_argument("--rounds", type=int, default=12, help="rounds (default 12)")
    parser.add_argument("--seconds", type=float, default=3, help="length of a round's window (default 3)")
    options = parser.parse_args()
    process.prepare_machine()
    rounds = []
    with tempfile.TemporaryDirectory(prefix="sdprelay-access-cost-") as name:
        upstream = servers.Upstream(Path(name) / "upstream")
        try:
            for turn in range(options.rounds):
                order = KINDS if turn % 2 == 0 else KINDS[::-1]
                costs = {kind: measure(kind, upstream, options, Path(name) / f"{turn}-{kind.__name__}") for kind in order}
                rounds.append([costs[kind] for kind in KINDS])
                print("round %d: %.1f us with, %.1f us without" % (turn + 1, *rounds[-1]), file=sys.stderr, flush=True)
        finally:
            upstream.stop()
    with_access, without = (statistics.median(costs) for costs in zip(*rounds))
    added = statistics.median(a - b for a, b in rounds)
    print(f"CPU per exchange: {with_access:.1f} us with access keys and sealed ids, {without:.1f} us without")
    print(f"added: {added:.2f} us (median of the rounds' differences), {added / without:.1%}")
    RESULTS.mkdir(exist_ok=True)
    result = {"with_us": with_access, "without_us": without, "added_us": added, "rounds": rounds}
    (RESULTS / "access-cost.json").write_text(json.dumps(result, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
