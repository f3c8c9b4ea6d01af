# SPDX-License-Identifier: MIT
"""Data channels through a bridge: one to one, with their names and their reliability."""

import asyncio

from bridge_relay import EVENTS, QUIET, BridgedCall, BridgeRelay
from harness import check, expect, expect_equal
from transcript import Transcript
from voice_client import VoiceClient

KINDS = {
    "files": {"protocol": "x-files.v1"},
    "unordered": {"ordered": False},
    "retransmitted twice": {"maxRetransmits": 2},
    "never again": {"ordered": False, "maxRetransmits": 0},
    "for a second": {"maxPacketLifeTime": 1000, "protocol": "fleeting"},
    "": {},
}
WHOLE = {"protocol": "", "ordered": True, "maxRetransmits": None, "maxPacketLifeTime": None}


class Queue:
    """What comes on a channel."""

    def __init__(self, channel):
        self.channel, self.messages, self.closed = channel, asyncio.Queue(), asyncio.Event()
        channel.on("message", self.messages.put_nowait)
        channel.on("close", self.closed.set)


def numbered(label, count):
    """Messages of both kinds that are no other channel's."""
    for number in range(count):
        text = f"{label} {number}"
        yield text if number % 2 else text.encode()


@check("bridge, aiortc: further channels go through one to one, with label, protocol, order and reliability")
async def maps_channels(bench):
    relay = await BridgeRelay(bench).start()
    client = VoiceClient(plays=False)
    queues = {label: Queue(client.connection.createDataChannel(label, **options)) for label, options in KINDS.items()}
    async with BridgedCall(relay, client) as call:
        await call.established()
        for label, options in KINDS.items():
            channel = (await call.upstream.seen(channel=label, state="open"))["channels"][label]
            expect_equal({name: channel[name] for name in WHOLE}, WHOLE | options, f"the channel {label!r} upstream")
        # All at once, each channel its own messages, of both kinds.
        sent = {label: list(numbered(label, 100)) for label in KINDS}
        for number in range(100):
            for label, queue in queues.items():
                queue.channel.send(sent[label][number])
        for label, queue in queues.items():
            got = [await queue.messages.get() for _ in sent[label]]
            if KINDS[label].get("ordered", True):
                expect_equal(got, sent[label], f"echoes on {label!r}")
            else:
                expect_equal(sorted(map(repr, got)), sorted(map(repr, sent[label])), f"echoes on {label!r}")
        seen = (await call.upstream.seen())["channels"]
        expect_equal(seen["files"]["received"], Transcript(sent["files"]).summary(), "messages on one of them")
        expect_equal(seen[EVENTS]["received"]["count"], 0, "messages on the channel of events")


@check("bridge, aiortc: channels that the provider opens reach the client; one that either side closes, closes, and no other")
async def opens_and_closes_channels(bench):
    relay = await BridgeRelay(bench).start()
    client = VoiceClient(plays=False)
    announced = asyncio.Queue()
    client.connection.on("datachannel", announced.put_nowait)
    async with BridgedCall(relay, client) as call:
        await call.established()
        await call.upstream.do("open", label="theirs", protocol="p", ordered=False, maxRetransmits=3)
        theirs = await announced.get()
        found = (theirs.label, theirs.protocol, theirs.ordered, theirs.maxRetransmits)
        expect_equal(found, ("theirs", "p", False, 3), "the channel that the provider opened")
        theirs_queue = Queue(theirs)
        await call.upstream.do("say", channel="theirs", text="hello")
        expect_equal(await theirs_queue.messages.get(), "hello", "what came on it")
        theirs.send("and back")
        await call.upstream.seen(channel="theirs", messages=1)
        mine = Queue(client.connection.createDataChannel("mine"))
        await call.upstream.seen(channel="mine", state="open")
        mine.channel.close()
        await call.upstream.seen(channel="mine", state="closed")
        await call.upstream.do("shut", channel="theirs")
        await theirs_queue.closed.wait()
        await call.echoes()


@check("bridge, aiortc: whatever the client calls the channel of events, or negotiates it by id, it is the provider's upstream")
async def names_the_events_channel(bench):
    relay = await BridgeRelay(bench).start()
    for client in (VoiceClient(plays=False, label="my events"), VoiceClient(plays=False, channel_id=6)):
        query = "" if client.channel.id is None else f"&dcid={client.channel.id}"
        async with BridgedCall(relay, client, query=query) as call:
            await call.established()
            expect_equal(list((await call.upstream.seen())["channels"]), [EVENTS], "channels upstream")
            client.channel.send('{"type":"response.create"}')
            await client.next_event("response.done")
            expect_equal((await call.object())["usage"]["total_tokens"], 42, "tokens that the relay saw")


@check("bridge, aiortc: two calls at once keep their messages to themselves")
async def keeps_calls_apart(bench):
    relay = await BridgeRelay(bench).start()
    async with BridgedCall(relay, plan=QUIET) as one, BridgedCall(relay, plan=QUIET) as other:
        for call in (one, other):
            await call.client.wait_until_open()
        for number in range(200):
            one.client.channel.send(f"one {number}")
            other.client.channel.send(f"other {number}")
        for name, call in (("one", one), ("other", other)):
            seen = await call.upstream.seen(channel=EVENTS, messages=200)
            wanted = Transcript(f"{name} {number}" for number in range(200)).summary()
            expect_equal(seen["channels"][EVENTS]["received"], wanted, f"messages of {name} call")
        expect(one.id != other.id and one.upstream.id != other.upstream.id, "ids of two calls")
        expect_equal(sorted(await relay.listed()), sorted([one.id, other.id]), "calls listed")
