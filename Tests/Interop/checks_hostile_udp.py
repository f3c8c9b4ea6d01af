# SPDX-License-Identifier: MIT
"""Datagrams that are nobody's during live calls of the loopback: judged by what was lost, answered and echoed."""

import asyncio
import contextlib
import json
import random
import sys

from harness import HERE, check, expect_equal
from hostile_udp import BACKLOG_BYTES, kernel_queues, stun
from loopback_calls import CONFIGURATION, call, ice_fragment
from voice_client import VoiceClient

CALLS = 4
STRANGERS_DATAGRAMS = 100_000
# From each caller's own address, which is the harder case: these pass as its call's until they are looked at.
REPLAYED = 500
EVENTS = 60


class LiveCall:
    """A call whose every packet, event and message is counted."""

    def __init__(self, client, answer):
        self.client, self.ufrag = client, ice_fragment(answer)
        # aiortc has no public door to the path under DTLS.
        self.path = client.connection.sctp.transport.transport
        self.sent_datagrams = []
        self.echoes = asyncio.Queue()

    async def prepare(self):
        send = self.path._send

        async def send_and_keep(data):
            if len(self.sent_datagrams) < 400:
                self.sent_datagrams.append(bytes(data))
            await send(data)

        self.path._send = send_and_keep
        self.send = send
        self.channel = self.client.connection.createDataChannel("echo")
        opened = asyncio.Event()
        self.channel.on("open", opened.set)
        self.channel.on("message", self.echoes.put_nowait)
        await self.client.next_event("session.created")
        await opened.wait()
        await self.client.hear_the_tone()

    @property
    def relay_address(self):
        """The address and port of the relay over which the call goes."""
        return self.path._connection._nominated[1].remote_addr

    async def packets(self):
        """How many RTP packets the caller has sent, received, and found missing among those received."""
        sending = (await self.client.sender.getStats()).values()
        receiving = (await self.client.connection.getReceivers()[0].getStats()).values()
        sent = sum(entry.packetsSent for entry in sending if entry.type == "outbound-rtp")
        inbound = [entry for entry in receiving if entry.type == "inbound-rtp"]
        return sent, sum(entry.packetsReceived for entry in inbound), sum(entry.packetsLost for entry in inbound)

    async def converse(self, is_over):
        """Sends events and messages until it is told that it is over, and at least `EVENTS`; each must be answered."""
        number = 0
        while number < EVENTS or not is_over.is_set():
            content = [{"type": "input_text", "text": f"number {number}"}]
            item = {"id": f"mine_{number}", "type": "message", "role": "user", "content": content}
            self.client.channel.send(json.dumps({"type": "conversation.item.create", "item": item}))
            added = await self.client.next_event("conversation.item.added")
            while not added["item"]["id"].startswith("mine_"):
                # The loopback has items of its own: a tone that a busy machine interrupts is speech that has ended.
                added = await self.client.next_event("conversation.item.added")
            expect_equal(added["item"]["id"], f"mine_{number}", "the item that was added")
            self.channel.send(f"message {number}")
            expect_equal(await self.echoes.get(), f"message {number}", "the echo")
            number += 1

    async def room_at_the_relay(self):
        """Waits while much waits in the relay's socket: what the kernel drops says nothing about the relay."""
        while kernel_queues({self.relay_address[1]})[0] > BACKLOG_BYTES:
            await asyncio.sleep(0.001)

    async def attack_from_within(self, seed):
        """Replays, changes and cuts what the caller has sent, and forges more, from the caller's own address."""
        generator = random.Random(seed)
        for number in range(REPLAYED):
            datagram = generator.choice(self.sent_datagrams)
            changed = bytearray(datagram)
            changed[generator.randrange(len(changed))] ^= 1 << generator.randrange(8)
            cut = datagram[: generator.randrange(1, len(datagram))]
            record = b"\x17\xfe\xfd\x00\x01" + generator.randbytes(6) + b"\x00\x40" + generator.randbytes(64)
            junk = generator.randbytes(generator.randrange(1, 1200))
            if number % 20 == 0:
                await self.room_at_the_relay()
            for hostile in (datagram, bytes(changed), cut, record, stun(generator, self.ufrag, True), junk):
                await self.send(hostile)
            await asyncio.sleep(0)

    async def expect_nothing_missing(self):
        """Waits until as many packets are back as were sent: a lost one would never come, one too many is no echo."""
        self.client.tone.is_over = True
        for _ in range(600):
            sent, received, lost = await self.packets()
            if received == sent:
                break
            await asyncio.sleep(0.05)
        expect_equal((received, lost), (sent, 0), "packets back and missing")


async def attack_by_strangers(calls):
    """Runs hostile_udp.py against the very sockets that the calls go over."""
    targets = {f"{address}/{port}" for address, port in (live.relay_address for live in calls)}
    child = await asyncio.create_subprocess_exec(
        *[sys.executable, HERE / "hostile_udp.py", "--count", str(STRANGERS_DATAGRAMS)],
        *["--target", *sorted(targets), "--ufrag", *(live.ufrag for live in calls)],
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await child.communicate()
    expect_equal(child.returncode, 0, "exit code of hostile_udp.py")
    return json.loads(output)


@check("loopback, aiortc: 100,000 datagrams of nobody's and 12,000 in callers' names lose no packet and no event")
async def hostile_datagrams_disturb_nothing(bench):
    relay = await bench.start_relay(CONFIGURATION.replace("{", "{ loops: 1,", 1))
    async with contextlib.AsyncExitStack() as stack:
        calls = []
        for _ in range(CALLS):
            client = await stack.enter_async_context(VoiceClient())
            answered = await call(bench, client, relay)
            calls.append(LiveCall(client, answered.body.decode()))
        await asyncio.gather(*(live.prepare() for live in calls))
        is_over = asyncio.Event()

        async def attack():
            try:
                forged = (live.attack_from_within(seed) for seed, live in enumerate(calls))
                report, *_ = await asyncio.gather(attack_by_strangers(calls), *forged)
                return report
            finally:
                is_over.set()

        report, *_ = await asyncio.gather(attack(), *(live.converse(is_over) for live in calls))
        expect_equal(sum(report["sent"].values()), STRANGERS_DATAGRAMS, "datagrams sent")
        expect_equal(report["dropped"], 0, "datagrams that the kernel dropped")
        expect_equal(report["answers"], 0, "datagrams that answered strangers")
        for live in calls:
            await live.client.hear_the_tone()
            await live.expect_nothing_missing()
