# SPDX-License-Identifier: MIT
"""Chromium through a bridge, to the stand-in and to the loopback: DTLS roles, bytes, an ICE restart, and a hang-up."""

import json

from bridge_relay import BridgeRelay, UpstreamCall
from checks_console import EVENT_TYPES, STATE
from checks_setup_roles import HEARD, ROLES, STATISTICS, editing
from driven_chromium import DrivenChromium
from harness import check, expect, expect_equal
from loopback_calls import setups

# What the stand-in is as the answering side of the relay's offer, and what that makes of it.
UPSTREAM_ROLES = [({}, "client"), ({"setup": "passive"}, "server"), ({}, "client")]

# A channel of the page's own: a name beyond ASCII, an empty message, and long ones of both kinds, each echoed.
CHANNEL = """
(async () => {
  const channel = watchedPeer.createDataChannel('länge ✓', { protocol: 'p', ordered: false, maxRetransmits: 9 });
  channel.binaryType = 'arraybuffer';
  await new Promise(resolve => { channel.onopen = resolve; });
  const wrong = [];
  for (const message of ['', 'ä'.repeat(100000), new Uint8Array(200000).map((_, index) => index * 7 >> 3)]) {
    const back = new Promise(resolve => { channel.onmessage = event => resolve(event.data); });
    channel.send(message);
    const data = await back;
    const isSame = typeof message === 'string'
      ? data === message
      : data.byteLength === message.length && new Uint8Array(data).every((byte, index) => byte === message[index]);
    if (!isSame) wrong.push(message.length);
  }
  return wrong;
})()
"""

RESTART = """
(async () => {
  watchedPeer.restartIce();
  await watchedPeer.setLocalDescription(await watchedPeer.createOffer({ iceRestart: true }));
  const gathered = () => watchedPeer.iceGatheringState === 'complete';
  while (!gathered()) await new Promise(resolve => setTimeout(resolve, 20));
  const response = await fetch(watchedExchange.location + '/restart', {
    method: 'POST',
    headers: { 'Authorization': 'Bearer CREDENTIAL', 'Content-Type': 'application/sdp' },
    body: watchedPeer.localDescription.sdp,
  });
  const answer = await response.text();
  if (response.ok) await watchedPeer.setRemoteDescription({ type: 'answer', sdp: answer });
  return { status: response.status, type: response.headers.get('Content-Type'), answer };
})()
"""
LOCAL_FRAGMENT = """
(async () => {
  const entries = [...(await watchedPeer.getStats()).values()];
  return entries.find(entry => entry.type === 'transport')?.iceLocalUsernameFragment;
})()
"""


async def begin(page, bench, provider):
    """Calls by keyboard; gives the exchange once audio has come."""
    await page.until("document.getElementById('key') !== null", "the page")
    await page.tab_to("key")
    await page.type(bench.caller_key)
    await page.press("Tab")
    await page.until("document.getElementById('provider').options.length > 1", "the list of providers")
    await page.value(f"document.getElementById('provider').value = '{provider}'")
    await page.value("document.getElementById('provider').dispatchEvent(new Event('change'))")
    await page.tab_to("call")
    page.problems.clear()
    await page.press("Enter")
    await page.until(f"{STATE} === 'connected'", "connected")
    exchange = await page.value("watchedExchange")
    bench.secrets.plant_offer("Chromium's offer to the bridge", exchange["offer"].encode())
    await page.until(HEARD, "audio")
    await page.until(f"{EVENT_TYPES}.includes('session.created')", "session.created")
    return exchange


async def hang_up(page):
    await page.tab_to("call")
    await page.press("Enter")
    await page.until(f"{STATE} === 'idle'", "hung up")
    expect_equal(page.problems, [], "problems that Chromium logged")


async def expect_roles(page, exchange, offered, answered, role):
    expect_equal(setups(exchange["offer"])[0], offered, "setup of the offer's first section")
    expect_equal(set(setups(exchange["answer"])), {answered}, f"setup of the answer to {offered}")
    heard = await page.value(STATISTICS)
    expect_equal((heard["role"], heard["state"]), (role, "connected"), f"{offered}: DTLS as Chromium sees it")
    expect(heard["cipher"], f"{offered}: no SRTP cipher: {heard}")


async def says_raw(page, text):
    """Sends an event by the console's own form."""
    await page.value(f"document.getElementById('json').value = {json.dumps(text)}; true")
    await page.value("document.getElementById('raw').requestSubmit(); true")


@check("bridge, Chromium to the stand-in: every DTLS role of either leg, audio, events and channels; the hang-up reaches the provider")
async def chromium_calls_the_stand_in(bench):
    relay = await BridgeRelay(bench).start()
    for (offered, answered, role), (plan, upstream_role) in zip(ROLES, UPSTREAM_ROLES):
        await bench.upstream.behave(plan=plan)
        url = relay.relay.base_url + "/"
        async with DrivenChromium(bench, url, f"bridge-{offered}", script=editing(offered)) as page:
            exchange = await begin(page, bench, "openai")
            await bench.upstream.behave(plan={})
            await expect_roles(page, exchange, offered, answered, role)
            shown = await relay.get(exchange["location"])
            upstream = UpstreamCall(bench.upstream, shown["upstream_call_id"])
            expect_equal((await upstream.seen())["roles"], [upstream_role], "DTLS as the provider sees it")
            text = '{"type":"made.up", "text":"ünverändert",  "n":1.0}'
            await says_raw(page, text)
            seen = await upstream.seen(channel="oai-events", messages=1)
            expect_equal(seen["messages"], [text], "what came upstream")
            await page.until(f"{EVENT_TYPES}.includes('made.up')", "the echo")
            expect_equal(await page.value(CHANNEL), [], "messages that did not come back as they were")
            found = (await upstream.seen())["channels"]["länge ✓"]
            described = (found["protocol"], found["ordered"], found["maxRetransmits"])
            expect_equal(described, ("p", False, 9), "the page's channel upstream")
            await hang_up(page)
            await upstream.seen(state="closed")


@check("bridge, Chromium to the loopback: every DTLS role, audio, events and channels")
async def chromium_calls_the_loopback(bench):
    relay = await BridgeRelay(bench).start()
    for offered, answered, role in ROLES:
        url, script = relay.relay.base_url + "/", editing(offered, "&media=bridge")
        async with DrivenChromium(bench, url, f"bridge-loopback-{offered}", script=script) as page:
            exchange = await begin(page, bench, "loopback")
            await expect_roles(page, exchange, offered, answered, role)
            shown = await relay.get(exchange["location"])
            expect_equal((shown["media"], shown["provider"]), ("bridge", "loopback"), "the call")
            expect_equal(await page.value(CHANNEL), [], "messages that did not come back as they were")
            await page.tab_to("text")
            await page.type("Good morning")
            await page.press("Enter")
            await page.until(f"{EVENT_TYPES}.includes('response.done')", "an answer")
            await hang_up(page)


@check("bridge, Chromium: an ICE restart by a new offer, and audio and events go on over it")
async def chromium_restarts_ice(bench):
    relay = await BridgeRelay(bench).start()
    async with DrivenChromium(bench, relay.relay.base_url + "/", "bridge-restart", script=editing("actpass")) as page:
        exchange = await begin(page, bench, "openai")
        before = await page.value(LOCAL_FRAGMENT)
        restarted = await page.value(RESTART.replace("CREDENTIAL", bench.caller_key))
        expect_equal((restarted["status"], restarted["type"]), (200, "application/sdp"), f"restart ({restarted['answer'][:300]})")
        await page.until(f"{LOCAL_FRAGMENT.strip()}.then(now => now !== {json.dumps(before)})", "another ICE session")
        packets = (await page.value(STATISTICS))["packets"]
        await page.until(f"{STATISTICS.strip()}.then(heard => heard.packets > {packets + 50})", "audio after the restart")
        await says_raw(page, '{"type":"after.restart"}')
        await page.until(f"{EVENT_TYPES}.includes('after.restart')", "events after the restart")
        expect_equal(await relay.listed(), [exchange["location"].rsplit("/", 1)[1]], "calls listed")
        await hang_up(page)


@check("bridge, Chromium: a DELETE from elsewhere ends the page's call")
async def chromium_is_hung_up(bench):
    relay = await BridgeRelay(bench).start()
    async with DrivenChromium(bench, relay.relay.base_url + "/", "bridge-ended", script=editing("actpass")) as page:
        exchange = await begin(page, bench, "openai")
        expect_equal((await relay.ask("DELETE", exchange["location"])).status, 200, "status of DELETE")
        await page.until(f"{STATE} === 'idle'", "the end of the call")
