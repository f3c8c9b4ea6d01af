# SPDX-License-Identifier: MIT
"""Hundreds of calls with the loopback at once: all connect, all are heard, and nothing is left of them."""

import asyncio
import json
import os
from pathlib import Path

from harness import check, expect, expect_equal

CALLS = 500
CONFIGURATION = '{ listen: "LISTEN", loops: 2, providers: { loopback: { kind: "loopback" } } }'


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


async def wave(bench, relay, pid, wanted_descriptors):
    """A wave of calls from the first to the last, and what the relay holds after it."""
    async with Load(bench, relay) as load:
        connected = await load.step(f"connect {CALLS}")
        expect_equal((connected["ready"], connected["failed"]), (CALLS, 0), f"calls ({connected['failure']})")
        await load.step("say 5")
        heard = await load.step("wait 1")
        expect_equal((heard["ready"], heard["sent"], heard["received"]), (CALLS, 5 * CALLS, 5 * CALLS), "calls and packets")
        half = CALLS // 2
        expect_equal((await load.step(f"hangup {half}"))["ended"], half, "calls ended by DELETE")
        expect_equal((await load.step(f"close {half}"))["ended"], half, "calls ended by their clients")
    async with asyncio.timeout(10):
        while wanted_descriptors is not None and descriptors(pid) != wanted_descriptors:
            await asyncio.sleep(0.05)
    return descriptors(pid), resident(pid)


@check(f"loopback: {CALLS} calls at once connect, are heard and end; a second wave finds as much room, and leaves no more")
async def many_calls(bench):
    relay = await bench.start_relay(CONFIGURATION)
    pid = relay.child.pid
    async with Load(bench, relay) as load:
        # With the first call each loop binds its media sockets, and keeps them.
        await load.step("connect 16")
        await load.step("close 16")
    await asyncio.sleep(0.5)
    before = descriptors(pid)
    first, memory = await wave(bench, relay, pid, before)
    second, memory_again = await wave(bench, relay, pid, before)
    expect_equal((first, second), (before, before), "descriptors after each wave")
    expect(memory_again < memory * 1.15, f"{memory} KiB after the first wave, {memory_again} KiB after the second")
