# SPDX-License-Identifier: MIT
"""Offers to the relay's own WebRTC peer, the loopback provider."""

import re

OFFER = "application/sdp"

# Nothing else has a key: the loopback is the default.
CONFIGURATION = '{ listen: "LISTEN", providers: { openai: { kind: "openai" } } }'

_SETUP = re.compile(r"^a=setup:\S+", re.MULTILINE)


async def answer_to(bench, offer, relay=None, model="loopback/loopback"):
    """Posts an offer; gives the whole response with the answer in it."""
    bench.secrets.plant_offer("the offer to the loopback", offer)
    answered = await bench.post(
        f"/v1/realtime/calls?model={model}", offer, OFFER, name="loopback", credential=bench.caller_key, relay=relay
    )
    return answered.expect_answer()


async def call(bench, client, relay=None, model="loopback/loopback", setup=None):
    """Connects an aiortc client; `setup` is the DTLS role that its offer then asks for."""
    offer = with_setup(client.offer.decode(), setup).encode() if setup else client.offer
    answered = await answer_to(bench, offer, relay, model)
    await client.accept(answered.body)
    await client.wait_until_open()
    return answered


def with_setup(description, role, sections=1):
    """The same description with another `a=setup` in its first sections; the first is the one that carries the call.

    The others go on leaving the choice open: an offer without any `actpass` is refused as an answer (docs/sdp.md).
    """
    return _SETUP.sub(f"a=setup:{role}", description, count=sections)


def setups(description):
    """The roles that the sections of a description name, in order."""
    return [line.removeprefix("a=setup:") for line in _SETUP.findall(description)]


def ice_fragment(description):
    """What a check must name to be taken for this peer's."""
    return re.search(r"a=ice-ufrag:(\S+)", description)[1]
