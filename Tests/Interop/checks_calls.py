# SPDX-License-Identifier: MIT
"""Whole calls from an aiortc client: signaling through the relay, then audio and events directly with the peer."""

import base64
import re

from harness import check, expect, expect_equal, expect_same_bytes
from voice_client import VoiceClient

OFFER = "application/sdp"


async def talk(client):
    """Both directions of both media: the tone comes back, and so do text, long text and bytes."""
    await client.wait_until_open()
    await client.next_event("session.created")
    await client.echo('{"type":"session.update","session":{"type":"realtime"}}')
    await client.echo("x" * 60_000)
    await client.echo(bytes(range(256)) * 16)
    client.channel.send('{"type":"response.create"}')
    delta = await client.next_event("response.output_text.delta")
    expect(delta["delta"], "an empty text delta")
    done = await client.next_event("response.done")
    expect(done["response"]["usage"]["total_tokens"] > 0, "a response without usage")
    await client.hear_the_tone()


def expect_untouched(entry, offer, answer):
    """Neither SDP was changed by a byte on its way."""
    expect_same_bytes(base64.b64decode(entry["offer_base64"]), offer, "the offer upstream")
    expect_same_bytes(answer, base64.b64decode(entry["answer_base64"]), "the answer")


@check("aiortc: a raw offer becomes a call with audio and events both ways")
async def raw_offer_becomes_a_call(bench):
    await bench.upstream.forget()
    async with VoiceClient() as client:
        bench.secrets.plant_offer("the aiortc offer", client.offer)
        answered = await bench.post(
            "/v1/realtime/calls?model=openai/gpt-realtime",
            client.offer,
            OFFER,
            name="the raw aiortc offer",
            credential=bench.caller_key,
        )
        answered.expect_answer()
        entry = await bench.upstream.only_post()
        expect_untouched(entry, client.offer, answered.body)
        expect_equal(entry["session"], {"type": "realtime", "model": "gpt-realtime"}, "session upstream")
        location = answered.headers.get("Location", "")
        expect(re.fullmatch(r"/v1/realtime/calls/rtc_[A-Za-z0-9_-]+", location), f"Location is {location!r}")
        expect(answered.headers.get("x-request-id"), "no x-request-id")
        expect_equal(answered.headers.get("x-upstream-request-id"), entry["request_id"], "x-upstream-request-id")
        expect_equal(answered.headers.get("x-ratelimit-remaining-requests"), "9999", "rate limit header")
        await client.accept(answered.body)
        await talk(client)


@check("aiortc: a data channel negotiated by dcid opens, the parameter passed through")
async def negotiated_channel_opens(bench):
    await bench.upstream.forget()
    async with VoiceClient(channel_id=4) as client:
        bench.secrets.plant_offer("the offer with a negotiated channel", client.offer)
        answered = await bench.post(
            "/v1/realtime/calls?model=gpt-realtime&dcid=4",
            client.offer,
            OFFER,
            name="the offer with dcid",
            credential=bench.caller_key,
        )
        answered.expect_answer()
        expect_equal((await bench.upstream.only_post())["query"], "dcid=4", "query upstream")
        await client.accept(answered.body)
        await client.wait_until_open()
        await client.next_event("session.created")
        await client.echo("over channel 4")
