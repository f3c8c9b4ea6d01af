# SPDX-License-Identifier: MIT
"""DTLS with the relay as server and as client: Chromium and aiortc offer one role, or leave the choice."""

import json

from checks_console import EVENT_TYPES, STATE
from driven_chromium import DrivenChromium
from harness import check, expect, expect_equal
from loopback_calls import CONFIGURATION, OFFER, call, setups, with_setup
from voice_client import VoiceClient

# What the offer says, what the answer must say, and what the client is then.
ROLES = [("active", "passive", "client"), ("passive", "active", "server"), ("actpass", "passive", "client")]

# Runs before the console's own script: the offer's first section, which carries the call, is edited on its way out (see
# loopback_calls.with_setup), and both descriptions and the peer are kept.
EDITING = """
const editedSetup = SETUP, addedQuery = QUERY, realFetch = window.fetch, RealPeer = window.RTCPeerConnection;
window.RTCPeerConnection = class extends RealPeer {
  constructor(...options) { super(...options); window.watchedPeer = this; }
};
window.fetch = async (resource, options) => {
  const isCall = options?.method === 'POST' && String(resource).includes('/v1/realtime/calls');
  if (!isCall) return realFetch(resource, options);
  const body = options.body.replace(/^a=setup:\\S+/m, `a=setup:${editedSetup}`);
  const response = await realFetch(resource + addedQuery, { ...options, body });
  const location = response.headers.get('Location');
  window.watchedExchange = { offer: body, answer: await response.clone().text(), location };
  return response;
};
"""
STATISTICS = """
(async () => {
  const entries = [...(await watchedPeer.getStats()).values()];
  const inbound = entries.find(entry => entry.type === 'inbound-rtp' && entry.kind === 'audio') ?? {};
  const transport = entries.find(entry => entry.type === 'transport') ?? {};
  return {
    packets: inbound.packetsReceived ?? 0, energy: inbound.totalAudioEnergy ?? 0,
    role: transport.dtlsRole, state: transport.dtlsState, cipher: transport.srtpCipher,
  };
})()
"""
HEARD = f"{STATISTICS.strip()}.then(heard => heard.packets > 0 && heard.energy > 0)"


def editing(setup, query=""):
    """The script that makes the page's offers ask for a DTLS role, and adds to the query of their requests."""
    return EDITING.replace("SETUP", json.dumps(setup)).replace("QUERY", json.dumps(query))


@check("loopback, Chromium: as DTLS client, as DTLS server and left to choose, audio and events come")
async def chromium_takes_both_roles(bench):
    relay = await bench.start_relay(CONFIGURATION)
    for offered, answered, role in ROLES:
        async with DrivenChromium(bench, relay.base_url + "/", f"setup-{offered}", script=editing(offered)) as page:
            await page.until("document.getElementById('provider')?.value === 'loopback'", "the loopback as default")
            await page.tab_to("call")
            await page.press("Enter")
            await page.until(f"{STATE} === 'connected'", f"{offered}: connected")
            exchange = await page.value("watchedExchange")
            bench.secrets.plant_offer("Chromium's edited offer", exchange["offer"].encode())
            expect_equal(setups(exchange["offer"])[0], offered, "setup of the offer's first section")
            expect_equal(set(setups(exchange["answer"])), {answered}, f"setup of the answer to {offered}")
            await page.until(HEARD, f"{offered}: audio")
            await page.until(f"{EVENT_TYPES}.includes('session.created')", f"{offered}: session.created")
            heard = await page.value(STATISTICS)
            expect_equal((heard["role"], heard["state"]), (role, "connected"), f"{offered}: DTLS as Chromium sees it")
            expect(heard["cipher"], f"{offered}: no SRTP cipher: {heard}")
            await page.tab_to("call")
            await page.press("Enter")
            await page.until(f"{STATE} === 'idle'", f"{offered}: hung up")
            expect_equal(page.problems, [], "problems that Chromium logged")


@check("loopback, aiortc: as DTLS client, as DTLS server and left to choose, audio and events come")
async def aiortc_takes_both_roles(bench):
    for offered, answered, _ in ROLES:
        async with VoiceClient() as client:
            reply = await call(bench, client, setup=offered)
            expect_equal(set(setups(reply.body.decode())), {answered}, f"setup of the answer to {offered}")
            await client.next_event("session.created")
            await client.hear_the_tone()


@check("loopback: an offer whose every section names a DTLS role is refused as an answer; one that leaves one open is taken")
async def answers_are_no_offers(bench):
    async with VoiceClient() as client:
        offer = client.offer.decode()
        count = len(setups(offer))
        expect(count > 1, "an offer of one section shows nothing")
        for role in ("active", "passive"):
            for sections, status in ((count, 400), (count - 1, 201)):
                name = f"{role} in {sections} sections"
                edited = with_setup(offer, role, sections).encode()
                bench.secrets.plant_offer(f"the offer with {name}", edited)
                path = "/v1/realtime/calls?model=loopback/loopback"
                answered = await bench.post(path, edited, OFFER, name=name, credential=bench.caller_key)
                expect_equal(answered.status, status, f"status of {name}")
                if status == 400:
                    error = answered.error()
                    expect_equal((error["code"], error["param"]), ("answer_as_offer", "sdp"), f"refusal of {name}")
