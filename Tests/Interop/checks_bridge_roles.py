# SPDX-License-Identifier: MIT
"""Bridged calls of aiortc in each DTLS role and with each family of SRTP profiles, on either leg, and to the loopback."""

import asyncio
import itertools

from bridge_relay import BridgedCall, BridgeRelay
from checks_setup_roles import ROLES
from harness import check, expect_equal
from loopback_calls import setups, with_setup
from srtp_profiles import COUNTER_MODE, GCM, selected, take_only
from voice_client import VoiceClient


@check("bridge, aiortc: each DTLS role and each family of SRTP profiles on either leg, with audio and events")
async def takes_roles_and_profiles(bench):
    relay = await BridgeRelay(bench).start()

    async def talks(role, upstream_setup, profile, upstream_profile):
        (offered, answered, _), client = role, VoiceClient()
        take_only(client.connection, profile)
        plan = {"profile": upstream_profile, **upstream_setup}

        def edit(offer):
            return with_setup(offer.decode(), offered).encode()

        async with BridgedCall(relay, client, edit=edit, plan=plan) as call:
            what = f"{offered}, {upstream_setup}, {profile}, {upstream_profile}"
            expect_equal(set(setups(call.answered.body.decode())), {answered}, f"setup of the answer ({what})")
            await call.established()
            await client.hear_the_tone()
            expect_equal(selected(client.connection), profile, f"the client's profile ({what})")
            seen = await call.upstream.seen()
            wanted = (["server" if upstream_setup else "client"], upstream_profile)
            expect_equal((seen["roles"], seen["profile"]), wanted, f"role and profile upstream ({what})")

    profiles = itertools.product([COUNTER_MODE, GCM], repeat=2)
    legs = itertools.product(ROLES, [{}, {"setup": "passive"}])
    # Each of the four pairs of profiles, and each of the six pairs of roles.
    await asyncio.gather(*(talks(*leg, *pair) for leg, pair in zip(legs, itertools.cycle(profiles))))


@check("bridge, aiortc to the loopback: each DTLS role, with audio and events")
async def reaches_the_loopback(bench):
    relay = await BridgeRelay(bench).start()
    for offered, answered, _ in ROLES:
        async with VoiceClient() as client:
            offer = with_setup(client.offer.decode(), offered).encode()
            reply = await relay.post(offer, path="/v1/realtime/calls?model=loopback/loopback&media=bridge")
            expect_equal(set(setups(reply.expect_answer().body.decode())), {answered}, f"setup of the answer to {offered}")
            await client.accept(reply.body)
            await client.wait_until_open()
            await client.next_event("session.created")
            await client.hear_the_tone()
            shown = await relay.get(reply.headers["Location"])
            facts = (shown["provider"], shown["media"], shown["state"])
            expect_equal(facts, ("loopback", "bridge", "connected"), "the call")
