# SPDX-License-Identifier: MIT
"""RTP through a bridge: payload types of each leg's own, packets untouched, statistics of both legs."""

import asyncio

from bridge_relay import BridgedCall, BridgeRelay, LastingStandIn
from harness import check, expect, expect_equal
from rtp_tap import RtpTap
from voice_client import VoiceClient

# aiortc's own, Firefox's and Chromium's number for Opus.
PAYLOAD_TYPES = [96, 109, 111]

# One frame of 20 ms takes 960 ticks of the clock.
FRAME_TICKS = 960

# An Opus packet without a frame (RFC 6716, section 3.1), as discontinuous transmission sends it now and then.
DTX = "08"

# Key 5, end of event, volume 10 dBm0 (RFC 4733, section 2.3).
DIGIT = ["050a0140", "050a0280", "050a0500", "058a0640"]


@check("bridge, aiortc: clients with Opus as payload type 96, 109 and 111 all hear what they say")
async def maps_payload_types(bench):
    relay = await BridgeRelay(bench).start()

    async def hears(payload_type):
        async with BridgedCall(relay, VoiceClient(opus=payload_type)) as call:
            expect(f"a=rtpmap:{payload_type} opus/" in call.offer.decode(), "the offer has another payload type")
            await call.established()
            await call.client.hear_the_tone()
            expect_equal(RtpTap(call.client.connection).payload_type("opus"), payload_type, "Opus in the answer")

    await asyncio.gather(*(hears(payload_type) for payload_type in PAYLOAD_TYPES))


def speech():
    """Packets as a talker with discontinuous transmission and a telephone keypad sends them."""
    time = 4_000_000_000  # wraps around within the call
    for number in range(20):
        yield ["opus", int(number == 0), time, "78" + f"{number:04x}" * 20]
        time += FRAME_TICKS
    for _ in range(5):
        # Silence: one packet every 400 ms, and time goes on.
        time += 20 * FRAME_TICKS
        yield ["opus", 0, time, DTX]
    for number, payload in enumerate(DIGIT):
        # All packets of a digit have the time of its beginning.
        yield ["telephone-event", int(number == 0), time, payload]
    for number in range(20):
        time += FRAME_TICKS * (200_000 if number == 10 else 1)
        yield ["opus", int(number == 0), time % (1 << 32), "78" + f"{number:04x}" * 30]


def expect_packets(seen, names, sent):
    """The same packets in the same order, each of the codec that it was of, with time going on as it did."""
    first = seen[0][2]
    got = [[names[kind], marker, (time - first) % (1 << 32), payload] for kind, marker, time, payload in seen]
    start = sent[0][2]
    expect_equal(got, [[kind, marker, (time - start) % (1 << 32), payload] for kind, marker, time, payload in sent], "packets")


@check("bridge, aiortc: speech, silence of DTX and telephone events pass packet by packet, both ways")
async def passes_packets(bench):
    relay = await BridgeRelay(bench).start()
    sent = list(speech())
    client = VoiceClient(plays=False, opus=109)
    async with BridgedCall(relay, client, plan={"media": "mute"}) as call:
        await call.established()
        tap = RtpTap(client.connection)
        types = (await call.upstream.seen())["payload_types"]["audio"]
        expect("telephone-event" in types, f"codecs upstream: {types}")
        for kind, marker, time, payload in sent:
            await tap.send(bytes.fromhex(payload), time, marker, tap.payload_type(kind))
        await call.upstream.seen(packets=len(sent))
        names = {number: name for name, number in types.items()}
        expect_packets(await call.upstream.do("seen_packets"), names, sent)
        await call.upstream.do("packets", packets=sent)
        while len(tap.packets) < len(sent):
            await asyncio.sleep(0.01)
        names = {codec.payloadType: codec.name for codec in tap.transceiver._codecs}
        expect_packets(tap.summary(), names, sent)


@check("bridge, aiortc: reports tell each side of its own leg, and the call object of both", alongside=True)
async def reports_statistics(bench):
    async with LastingStandIn(bench) as stand_in:
        await reports_are_right(await BridgeRelay(bench, stand_in).start())


async def reports_are_right(relay):
    async with BridgedCall(relay) as call:
        await call.established()
        # Reports are sent about once a second.
        inbound = await statistics(call.client, "remote-inbound-rtp")
        outbound = await statistics(call.client, "remote-outbound-rtp")
        sent = await statistics(call.client, "outbound-rtp")
        expect_equal(inbound.packetsLost, 0, "packets lost as the relay reports them")
        expect(0 < inbound.packetsReceived <= sent.packetsSent, f"packets: {inbound.packetsReceived} of {sent.packetsSent}")
        expect(outbound.packetsSent > 0, "packets that the relay says it sent")
        expect_equal(outbound.ssrc, (await statistics(call.client, "inbound-rtp")).ssrc, "SSRC of the relay's reports")
        shown = await until_reported(call)
        for leg in ("client", "upstream"):
            expect_equal(shown[leg]["media"]["packets_lost_by_peer"], 0, f"packets lost by the peer of the {leg}")
            expect(shown[leg]["media"]["jitter_ms"] < 500, f"jitter of the {leg}: {shown[leg]['media']}")


async def statistics(client, kind):
    """The client's statistics of one kind, once they are there."""
    while True:
        for entry in (await client.connection.getStats()).values():
            if entry.type == kind:
                return entry
        await asyncio.sleep(0.05)


async def until_reported(call):
    """The call object, once both peers have reported."""
    while True:
        shown = await call.object()
        if all("round_trip_ms" in shown[leg]["media"] for leg in ("client", "upstream")):
            return shown
        await asyncio.sleep(0.1)


@check("bridge, aiortc: video is forwarded where both sides have it, and audio beside it")
async def forwards_video(bench):
    relay = await BridgeRelay(bench).start()
    client = VoiceClient(plays=False, video=True)
    async with BridgedCall(relay, client, plan={"media": "raw"}) as call:
        await call.established()
        taps = {kind: RtpTap(client.connection, kind) for kind in ("audio", "video")}
        sent = {"audio": [bytes([120, number]) * 30 for number in range(30)], "video": []}
        # VP8: a payload descriptor of one byte and a key frame's first bytes (RFC 7741, section 4).
        sent["video"] = [b"\x10\x90\x01\x00\x9d\x01\x2a" + bytes([number]) * 900 for number in range(30)]
        for number in range(30):
            for kind, tap in taps.items():
                codec = "opus" if kind == "audio" else "vp8"
                await tap.send(sent[kind][number], number * 3000, 1, tap.payload_type(codec))
        for kind, tap in taps.items():
            while len(tap.packets) < len(sent[kind]):
                await asyncio.sleep(0.01)
            expect_equal([packet.payload for packet in tap.packets], sent[kind], f"{kind} that came back")
