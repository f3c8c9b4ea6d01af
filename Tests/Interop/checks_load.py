# SPDX-License-Identifier: MIT
"""Hundreds of calls with the loopback at once: all connect, all are heard, and nothing is left of them."""

import asyncio
import json
import os
import signal
from pathlib import Path

from harness import check, expect, expect_equal

CALLS = 500
BRIDGED_CALLS = 100
BRIDGE = """{
    listen: "LISTEN", loops: 2, providers: { loopback: { kind: "loopback", echo_delay: "0s", media: "bridge" } },
    bridge: { records: { file: "RECORDS" } },
}"""
CONFIGURATION = '{ listen: "LISTEN", loops: LOOPS, providers: { loopback: { kind: "loopback" } } }'


class Load:
    """The process that has the calls' other ends: Tests/MediaLoad."""

    def __init__(self, bench, relay):
        self.binary = Path(bench.options.relay).with_name("media-load")
        self.url = relay.base_url

    async def __aenter__(self):
        self.process = await asyncio.create_subprocess_exec(
            self.binary, self.url, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        return self

    async def __aexit__(self, *_):
        self.process.stdin.close()
        await self.process.wait()

    async def step(self, words):
        self.process.stdin.write(f"{words}\n".encode())
        line = await self.process.stdout.readline()
        expect(line, f"{words}: media-load has ended")
        return json.loads(line)


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def resident(pid):
    """In KiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


async def wave(bench, relay, calls):
    """A wave of calls from the first to the last: all connect, all packets come back, half end either way."""
    async with Load(bench, relay) as load:
        connected = await load.step(f"connect {calls}")
        expect_equal((connected["ready"], connected["failed"]), (calls, 0), f"calls ({connected['failure']})")
        await load.step("say 5")
        heard = await load.step("wait 1")
        expect_equal((heard["ready"], heard["sent"], heard["received"]), (calls, 5 * calls, 5 * calls), "calls and packets")
        half = calls // 2
        expect_equal((await load.step(f"hangup {half}"))["ended"], half, "calls ended by DELETE")
        expect_equal((await load.step(f"close {half}"))["ended"], half, "calls ended by their clients")


async def expect_descriptors(pid, wanted):
    """What the kernel has closed for good needs a moment to be gone."""
    for _ in range(200):
        if descriptors(pid) == wanted:
            return
        await asyncio.sleep(0.05)
    expect_equal(descriptors(pid), wanted, "descriptors")


async def expect_no_more_descriptors(pid, wanted):
    """The same where connections of others may have gone meanwhile; one to a provider is kept for 50 s of idleness."""
    for _ in range(1200):
        if descriptors(pid) <= wanted:
            return
        await asyncio.sleep(0.05)
    expect(descriptors(pid) <= wanted, f"{descriptors(pid)} descriptors, and {wanted} before")


@check(f"loopback: {CALLS} calls at once connect, are heard and end; further waves find as much room, and leave no more")
async def many_calls(bench):
    # One loop: with several, the kernel gives each its share of the calls by chance, and each keeps memory for its largest.
    relay = await bench.start_relay(CONFIGURATION.replace("LOOPS", "1"))
    pid = relay.child.pid
    async with Load(bench, relay) as load:
        # With the first call the loop binds its media sockets, and keeps them.
        await load.step("connect 16")
        await load.step("close 16")
    await asyncio.sleep(0.5)
    before, memory = descriptors(pid), []
    for _ in range(3):
        await wave(bench, relay, CALLS)
        await expect_descriptors(pid, before)
        memory.append(resident(pid))
    # The first fills the allocator's pools, and what is used once.
    expect(memory[2] < memory[1] * 1.05, f"KiB after each wave: {memory}")


@check("loopback: DELETE ends a call from whichever loop it comes to")
async def hang_up_across_loops(bench):
    relay = await bench.start_relay(CONFIGURATION.replace("LOOPS", "2"))
    await wave(bench, relay, 100)


@check(f"bridge: {BRIDGED_CALLS} calls with audio through the bridge, and a drain in their midst records each of them")
async def drains_bridged_calls(bench):
    records = bench.directory / "drained.jsonl"
    relay = await bench.start_relay(BRIDGE.replace("RECORDS", str(records)))
    async with Load(bench, relay) as load:
        connected = await load.step(f"connect {BRIDGED_CALLS}")
        expect_equal((connected["ready"], connected["failed"]), (BRIDGED_CALLS, 0), f"calls ({connected['failure']})")
        await load.step("say 5")
        heard = await load.step("wait 1")
        expect_equal((heard["sent"], heard["received"]), (5 * BRIDGED_CALLS, 5 * BRIDGED_CALLS), "packets")
        relay.child.send_signal(signal.SIGTERM)
        expect_equal(await relay.exit_code(), 0, "exit code")
    ends = [json.loads(line) for line in records.read_text().splitlines()]
    expect_equal(len({end["id"] for end in ends}), BRIDGED_CALLS, "records")
    expect_equal({(end["end"]["by"], end["end"]["reason"]) for end in ends}, {("relay", "drained")}, "ends")
