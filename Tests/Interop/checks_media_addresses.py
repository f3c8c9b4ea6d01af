# SPDX-License-Identifier: MIT
"""Where media is reached, as `media` of the configuration says."""

import asyncio
import random
import re
import socket
import tempfile
from pathlib import Path

from checks_calls import OFFER
from harness import Failure, check, expect, expect_equal
from loopback_calls import call
from voice_client import VoiceClient

# Two loops, and of the ports the first is taken by the check itself.
PLACED = """\
{
    listen: "LISTEN", loops: 2,
    providers: { openai: { kind: "openai" } },
    media: { MEDIA, ports: "FIRST-LAST" },
}
"""
CANDIDATE = re.compile(r"a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host")


def free_ports(count):
    """The first of some UDP ports in a row that are free at 127.0.0.1, below those that systems choose themselves.

    They are looked for anywhere, so that two runs at once do not take one another's.
    """
    for first in random.sample(range(20_000, 30_000, count), 100):
        try:
            for port in range(first, first + count):
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                    probe.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
    raise Failure("no free ports")


def placed(media, first, last):
    return PLACED.replace("MEDIA", media).replace("FIRST", str(first)).replace("LAST", str(last))


async def candidates_of_calls(bench, relay):
    """The candidates of some answers: connections are spread over the loops by the kernel."""
    found = set()
    for _ in range(12):
        async with VoiceClient() as client:
            answered = await bench.post("/v1/realtime/calls?model=loopback/m", client.offer, OFFER, name="placed", relay=relay)
            found.add(tuple(CANDIDATE.findall(answered.expect_answer().body.decode())))
    return found


@check("loopback, aiortc: a call at the address to bind, on a port of the range that is free; candidates are exactly these")
async def media_is_bound(bench):
    first = free_ports(5)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", first))
        media = 'public_addresses: ["127.0.0.1", "203.0.113.9"], bind: ["127.0.0.1", "127.0.0.2"]'
        relay = await bench.start_relay(placed(media, first, first + 4))
        async with VoiceClient() as client:
            answered = await call(bench, client, relay)
            await client.hear_the_tone()
            found = CANDIDATE.findall(answered.body.decode())
            expect_equal([address for address, _ in found], ["127.0.0.1", "203.0.113.9"], "addresses")
            expect(all(first <= int(port) <= first + 4 for _, port in found), f"ports: {found}")
            expect(("127.0.0.1", str(first)) not in found, "a port that another has")
            expect_equal(len(answered.body.decode().split("a=candidate:")) - 1, 2, "candidates")


@check("loopback, aiortc: behind a NAT, the answer carries public addresses only, and datagrams reach the call all the same")
async def media_is_public(bench):
    first = free_ports(4)
    # A 1:1 NAT in small: the public address leads to another one. Here the client is told of where it leads.
    relay = await bench.start_relay(placed('public_addresses: ["203.0.113.9"]', first, first + 3))
    found = await candidates_of_calls(bench, relay)
    expect_equal({address for candidates in found for address, _ in candidates}, {"203.0.113.9"}, "addresses")
    ports = {int(port) for candidates in found for _, port in candidates}
    # The first of each loop's own, unless another process has it: no more than two, and of the range.
    expect(len(ports) <= 2 and ports <= set(range(first, first + 4)), f"ports of two loops: {ports}")
    async with VoiceClient() as client:
        answered = await bench.post("/v1/realtime/calls?model=loopback/m", client.offer, OFFER, name="NAT", relay=relay)
        await client.accept(answered.expect_answer().body.replace(b" 203.0.113.9 ", b" 127.0.0.1 "))
        await client.wait_until_open()
        await client.hear_the_tone()


@check("loopback: fewer media ports than event loops are a mistake that names its place")
async def too_few_ports(bench):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "few.json5")
        path.write_text(placed('bind: ["127.0.0.1"]', 40_000, 40_000).replace("LISTEN", "127.0.0.1:0"))
        child = await asyncio.create_subprocess_exec(
            str(bench.options.relay), "check-config", str(path), stdout=asyncio.subprocess.PIPE
        )
        told = (await child.communicate())[0].decode()
        expect_equal(child.returncode, 1, "exit code")
        expect("media.ports: must be at least 2 ports" in told, told)
