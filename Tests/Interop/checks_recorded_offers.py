# SPDX-License-Identifier: MIT
"""Recorded offers of real stacks, through the relay and over TLS, to a stand-in that answers without a peer."""

import re

from checks_calls import OFFER, expect_untouched
from harness import ROOT, check, expect, expect_equal

RECORDED = ROOT / "Fixtures" / "sdp" / "generated"


def recorded_offers():
    return sorted(path for path in RECORDED.glob("*offer*.sdp"))


@check("recorded offers: each with audio goes up byte for byte, over TLS with a configured authority")
async def recorded_offers_go_up(bench):
    offers = [path for path in recorded_offers() if re.search(rb"^m=audio ", path.read_bytes(), re.MULTILINE)]
    expect(len(offers) >= 20, f"only {len(offers)} recorded offers in {RECORDED}")
    for path in offers:
        offer = path.read_bytes()
        bench.secrets.plant_offer(path.name, offer)
        await bench.secure_upstream.forget()
        answered = await bench.post(
            "/v1/realtime/calls?model=secure/gpt-realtime",
            offer,
            OFFER,
            name=path.name,
            credential=bench.caller_key,
        )
        expect_equal(answered.status, 201, f"{path.name}: status ({answered.body!r})")
        entry = await bench.secure_upstream.only_post()
        expect_untouched(entry, offer, answered.body)


@check("recorded offers: one without audio is refused before it costs an upstream call")
async def offers_without_audio_stay(bench):
    await bench.secure_upstream.forget()
    offers = [path for path in recorded_offers() if not re.search(rb"^m=audio ", path.read_bytes(), re.MULTILINE)]
    expect(offers, f"no recorded offer without audio in {RECORDED}")
    for path in offers:
        answered = await bench.post(
            "/v1/realtime/calls?model=secure/gpt-realtime",
            path.read_bytes(),
            OFFER,
            name=path.name,
            credential=bench.caller_key,
        )
        expect_equal((answered.status, answered.error()["code"]), (400, "no_audio"), path.name)
    expect_equal(await bench.secure_upstream.posts(), [], "requests upstream")
