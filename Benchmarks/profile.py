#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Shows where the relay's processor time goes under load: by module, by function, and by system call.

    Benchmarks/profile.py --relay .build/release/sdprelay
    Benchmarks/profile.py --relay .build/release/sdprelay --connections 2000 --delay 0.5

The file of perf is kept as Benchmarks/results/perf.data, for `perf report` and flame graphs.
"""

import argparse
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import load, process, servers, stacks, symbols

RESULTS = Path(__file__).resolve().parent / "results"
FREQUENCY = 1999
SWIFT_SYMBOL = re.compile(r"\$s[A-Za-z0-9_$]+")


def perf(*arguments):
    return subprocess.run(["perf", *arguments], capture_output=True, text=True, check=True).stdout


def record(server, seconds, data):
    """Samples with whole stacks: libcurl and the C library have no frame pointers, so their stacks are unwound later."""
    data.unlink(missing_ok=True)
    perf(
        *("record", "-e", "cpu-clock", "-F", str(FREQUENCY), "--call-graph", "dwarf,16384", "-q"),
        *("-p", str(server.process.pid), "-o", str(data), "--", "sleep", str(seconds)),
    )


def functions(data, most, *, inclusive):
    """The functions that took most, by themselves or with all that they call (then only those of the program)."""
    children = "--children" if inclusive else "--no-children"
    report = perf("report", "-i", str(data), "--stdio", "-g", "none", children, "--sort", "dso,symbol")
    lines = [line for line in report.splitlines() if line.strip() and line[0] != "#"]
    if inclusive:
        lines = [line for line in lines if " sdprelay " in line]
    text = "\n".join(lines[:most])
    mangled = sorted(set(SWIFT_SYMBOL.findall(text)))
    names = symbols.demangle(mangled) if mangled else {}
    text = SWIFT_SYMBOL.sub(lambda match: names.get(match[0], match[0]), text)
    return "\n".join(line.rstrip()[:160] for line in text.splitlines())


def system_calls(server, upstream, seconds):
    """Counts per exchange. strace slows the relay down, so its times mean nothing."""
    trace = subprocess.Popen(
        ["strace", "-f", "-c", "-p", str(server.process.pid)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    time.sleep(seconds)
    trace.send_signal(signal.SIGINT)
    output, _ = trace.communicate(timeout=20)
    calls = re.findall(r"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(\w+)$", output, re.M)
    counts = {name: int(count) for count, name in calls if name != "total"}
    # One response is one sendmsg.
    exchanges = max(1, counts.get("sendmsg", 0))
    rows = sorted(((count / exchanges, name) for name, count in counts.items()), reverse=True)
    return "\n".join(f"{count:8.2f}  {name}" for count, name in rows if count >= 0.005)


def profile(options, folder, data):
    upstream = servers.Upstream(Path(folder) / "upstream", delay=options.delay)
    server = servers.Relay(Path(folder) / "relay", upstream, options.relay)
    try:
        with load.running(server, options.connections, 600, folder):
            time.sleep(2)
            window = load.observe(server, upstream, options.seconds)
            record(server, options.seconds, data)
            calls = system_calls(server, upstream, options.seconds)
    finally:
        server.stop()
        upstream.stop()
    return window, calls


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--relay", required=True, type=Path, help="the release build of sdprelay")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--delay", type=float, help="seconds that the upstream takes (default: none)")
    parser.add_argument("--seconds", type=int, default=5, help="how long each part takes (default 5)")
    parser.add_argument("--top", type=int, default=40, help="how many functions to show (default 40)")
    options = parser.parse_args()
    process.prepare_machine()
    RESULTS.mkdir(exist_ok=True)
    data = RESULTS / "perf.data"
    with tempfile.TemporaryDirectory(prefix="sdprelay-profile-") as folder:
        window, calls = profile(options, folder, data)
    print(f"{window['requests_per_second']:.0f} exchanges/s, {window['cpu_us']:.1f} µs of processor time for each\n")
    recorded = stacks.Profile(data, options.relay.name, window["cpu_us"])
    print(recorded.module_table(), end="\n\n")
    print(recorded.function_table(options.top), end="\n\n")
    print(f"By function\n{functions(data, options.top, inclusive=False)}\n")
    print(f"With all that they call\n{functions(data, options.top, inclusive=True)}\n")
    print(f"System calls per exchange\n{calls}")


if __name__ == "__main__":
    sys.exit(main())
