# SPDX-License-Identifier: MIT
"""Load by wrk, and what a server spends meanwhile."""

import json
import math
import statistics
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from . import exchange, process

SCRIPT = Path(__file__).resolve().parents[1] / "load.lua"
SAMPLES = 10
RAMP_LIMIT_SECONDS = 15


class LoadFailed(Exception):
    """An answer that was not a 201, or none."""


@contextmanager
def running(server, connections, seconds, folder):
    """wrk, posting to the server for so many seconds or until the end of the block."""
    body = Path(folder) / "body"
    body.write_bytes(exchange.body())
    headers = [part for name, value in exchange.HEADERS.items() for part in ("-H", f"{name}: {value}")]
    load = process.start(
        process.LOAD_CORE,
        *("wrk", "--threads", 1, "--connections", connections, "--timeout", "20s"),
        *("--duration", f"{math.ceil(seconds)}s", "--script", SCRIPT, *headers),
        *(f"http://127.0.0.1:{server.port}{exchange.PATH}", "--", body),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield load
    finally:
        process.stop(load)


def measure(server, upstream, connections, seconds, warm_up, folder):
    """One round: latencies from wrk, all else over a window in which the load is steady.

    Exchanges are counted by the upstream, so that the window's processor time is divided by what was done in it, and
    not by what wrk saw from its first connection to its last.
    """
    with running(server, connections, warm_up + seconds + 1, folder) as load:
        time.sleep(warm_up)
        window = observe(server, upstream, seconds)
        output, _ = load.communicate(timeout=60)
    return {**window, **latencies(output)}


def observe(server, upstream, seconds):
    """What the server spends for each exchange, while the load goes on."""
    start = time.monotonic()
    done_before, _ = upstream.status()
    cpu_before = server.cpu_nanoseconds()
    resident, in_flight = [], []
    for sample in range(SAMPLES):
        time.sleep(max(0, start + (sample + 1) * seconds / SAMPLES - time.monotonic()))
        resident.append(server.resident_bytes())
        done, pending = upstream.status()
        in_flight.append(pending)
    cpu = server.cpu_nanoseconds() - cpu_before
    elapsed = time.monotonic() - start
    # At least one, so that a load that did not come about shows by its output and not as a division by zero.
    count = max(1, done - done_before)
    return {
        "requests_per_second": count / elapsed,
        "cpu_us": cpu / count / 1000,
        "resident_mb": max(resident) / 1e6,
        "in_flight": statistics.median(in_flight),
    }


def memory_in_flight(server, upstream, count, folder):
    """How many bytes of resident memory each of so many exchanges adds, while all wait for their answers."""
    idle = server.resident_bytes()
    with running(server, count, RAMP_LIMIT_SECONDS, folder):
        deadline = time.monotonic() + RAMP_LIMIT_SECONDS
        while upstream.status()[1] < count:
            if time.monotonic() > deadline:
                raise LoadFailed(f"{server.name} does not come to {count} exchanges in flight")
            time.sleep(0.05)
        return (server.resident_bytes() - idle) / count


def latencies(output):
    lines = [line for line in output.splitlines() if line.startswith("{")]
    if not lines:
        raise LoadFailed(f"wrk said: {output}")
    result = json.loads(lines[-1])
    if result["failures"]:
        raise LoadFailed(f"{result['failures']} of {result['requests']} exchanges failed: {output}")
    return {"p50_ms": result["p50_us"] / 1000, "p99_ms": result["p99_us"] / 1000}
