#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Events per second on one core: views, translations, Foundation's JSONDecoder and orjson on the same bytes.

    Benchmarks/events.py --program Benchmarks/events/.build/release/events-benchmark

Rounds alternate in who comes first. Writes Benchmarks/results/events.json and prints a table of medians. Exit 1 if a
view allocates memory, which is a count; times are only shown.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from pathlib import Path

import orjson
from allocations import build_counter
from harness import events, machine

RESULTS = Path(__file__).resolve().parent / "results"
VIEW, DECODER, ORJSON = "view", "JSONDecoder", "orjson.loads"
WINDOW_SECONDS = 0.05
# Event: the most nanoseconds of a view, and how many times JSONDecoder's speed it must have.
AIMS = {"300 B": (1000, None), "60 KB": (None, 20)}


def run(program, files, *options, environment=None):
    """(event, operation) to the line that the program writes of it."""
    names = {str(file): name for name, file in files.items()}
    output = subprocess.run(
        [program, *options, *names],
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    lines = map(json.loads, output.splitlines())
    return {(names[line["event"]], line["operation"]): line for line in lines}


def nanoseconds_of_program(program, files):
    return {key: line["nanoseconds"] for key, line in run(program, files).items()}


def nanoseconds_of_orjson(_, files):
    result = {}
    for name, file in files.items():
        names = {"loads": orjson.loads, "text": file.read_bytes()}
        # The thread's time on a core, as in the program.
        timer = timeit.Timer("loads(text)", globals=names, timer=time.thread_time)
        count = 1
        while (seconds := timer.timeit(count)) < WINDOW_SECONDS:
            count *= 2
        result[name, ORJSON] = seconds / count * 1e9
    return result


def measure(program, files, rounds):
    """(event, operation) to the nanoseconds of each round."""
    sides = [nanoseconds_of_program, nanoseconds_of_orjson]
    result = {}
    for turn in range(rounds):
        for side in sides if turn % 2 == 0 else sides[::-1]:
            for key, nanoseconds in side(program, files).items():
                result.setdefault(key, []).append(nanoseconds)
    return result


def count_allocations(program, files, folder):
    environment = {"LD_PRELOAD": str(build_counter(folder)), "ALLOCATION_COUNTS": str(folder / "counts")}
    lines = run(program, files, "--allocations", environment=environment)
    return {key: line["allocations"] for key, line in lines.items()}


def table(files, medians, allocations):
    """Markdown, so that it can go into docs/performance.md as it is."""
    lines = [
        "| event | | events/s | ns | × JSONDecoder | × orjson | allocations |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for name, file in files.items():
        event = f"{file.stem}, {file.stat().st_size:,} B"
        for operation in (operation for size, operation in medians if size == name):
            time = medians[name, operation]
            ratios = (medians[name, DECODER] / time, medians[name, ORJSON] / time)
            count = allocations.get((name, operation))
            cells = [f"{1e9 / time:,.0f}", f"{time:,.0f}", *(f"{ratio:.1f}" for ratio in ratios)]
            lines.append(f"| {event} | {operation} | {' | '.join(cells)} | {'' if count is None else f'{count:g}'} |")
            event = ""
    return "\n".join(lines)


def verdicts(medians, allocations):
    for name, (most, factor) in AIMS.items():
        time = medians[name, VIEW]
        if most is not None:
            yield f"view of {name}: {time:.0f} ns, aim {most}: {'met' if time < most else 'missed'}"
        if factor is not None:
            ratio = medians[name, DECODER] / time
            yield f"view of {name}: {ratio:.1f} × JSONDecoder, aim {factor}: {'met' if ratio >= factor else 'missed'}"
    found = "none" if views_allocate_nothing(allocations) else "SOME"
    yield f"allocations of a view: {found}, aim none"


def views_allocate_nothing(allocations):
    return not any(count for (_, operation), count in allocations.items() if operation == VIEW)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", required=True, type=Path, help="the release build of events-benchmark")
    parser.add_argument("--rounds", type=int, default=9, help="rounds (default 9)")
    options = parser.parse_args()
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="sdprelay-events-") as name:
        folder = Path(name)
        files = events.write(folder)
        allocations = count_allocations(options.program, files, folder)
        rounds = measure(options.program, files, options.rounds)
        medians = {key: statistics.median(times) for key, times in rounds.items()}
        print(table(files, medians, allocations))
    print(*verdicts(medians, allocations), sep="\n")
    if busy > machine.QUIET_LOAD:
        print(f"The load average was {busy:.1f} at the start: times are not to be trusted as much as their ratios.")
    RESULTS.mkdir(exist_ok=True)
    toolchain = machine.output("swift", "--version")
    result = {"machine": machine.host(), "load_average": busy, "swift": toolchain, "orjson": orjson.__version__}
    result["events"] = {}
    for (name, operation), times in rounds.items():
        entry = {"nanoseconds": medians[name, operation], "rounds": times}
        entry["allocations"] = allocations.get((name, operation))
        result["events"].setdefault(name, {})[operation] = entry
    (RESULTS / "events.json").write_text(json.dumps(result, indent=2) + "\n")
    return 0 if views_allocate_nothing(allocations) else 1


if __name__ == "__main__":
    sys.exit(main())
