# SPDX-License-Identifier: MIT
"""The HTTP side of bridged calls: what is checked before the provider is asked, what its failures become, who sees calls."""

import asyncio
import contextlib
import json
import re

from bridge_relay import PATH, BridgedCall, BridgeRelay, multipart
from checks_calls import OFFER
from harness import READY_LIMIT_SECONDS, check, expect, expect_equal
from replica import Replica
from voice_client import sample_offer


def without(pattern, offer):
    return b"".join(line for line in offer.splitlines(True) if not re.match(pattern, line))


# Offers that parse, and that nobody could answer.
UNANSWERABLE = {
    "no_supported_codec": lambda offer: re.sub(rb"a=rtpmap:(\d+) \S+", rb"a=rtpmap:\1 speex/16000", offer),
    "no_rtcp_mux": lambda offer: without(rb"a=rtcp-mux", offer),
    "unsupported_fingerprint": lambda offer: re.sub(rb"a=fingerprint:\S+", b"a=fingerprint:md2", offer),
    "malformed_ice_credentials": lambda offer: re.sub(rb"a=ice-pwd:\S+", b"a=ice-pwd:TooFewCharacters", offer),
    "unsupported_setup": lambda offer: offer.replace(b"a=setup:actpass", b"a=setup:holdconn", 1),
}


@check("bridge: an offer that parses but cannot be answered is refused, and costs no request upstream")
async def checks_offers_first(bench):
    relay = await BridgeRelay(bench).start()
    offer = await sample_offer(bench)
    await bench.upstream.forget()
    for code, edit in UNANSWERABLE.items():
        refused = await relay.post(edit(offer))
        error = refused.error()
        found = (refused.status, error["code"], error["relay"]["stage"])
        expect_equal(found, (400, "unanswerable_offer", "offer"), f"refusal for {code}")
        expect(code in error["message"], f"the message does not say {code}: {error['message']}")
    for body, code in ((b"", "empty_offer"), (without(rb"a=ice-ufrag", offer), "missing_ice_credentials")):
        refused = await relay.post(body)
        expect_equal((refused.status, refused.error()["code"]), (400, code), "refusal as in direct mode")
    expect_equal(await bench.upstream.posts(), [], "requests upstream")
    (await relay.post(offer)).expect_answer()
    expect_equal(len(await bench.upstream.posts()), 1, "requests upstream for an offer that can be answered")


FAILURES = [(400, "invalid_offer"), (401, "invalid_api_key"), (429, "rate_limit_exceeded"), (500, "server_error"), (503, "overloaded")]


def stable(error):
    """An envelope without what differs from request to request."""
    return {**error, "relay": {name: value for name, value in error["relay"].items() if not name.endswith("request_id")}}


@check("bridge: a failure upstream is the same status and envelope as in direct mode")
async def fails_as_in_direct_mode(bench):
    relay = await BridgeRelay(bench).start()
    offer = await sample_offer(bench)
    for status, code in FAILURES:
        found = {}
        for mode in ("direct", "bridge"):
            await bench.upstream.behave(fail_next={"status": status, "code": code, "message": "Planned."})
            answered = await relay.post(offer, query=f"&media={mode}")
            names = ("Retry-After", "x-should-retry")
            fields = {name: answered.headers.get(name) for name in names}
            found[mode] = (answered.status, stable(answered.error()), fields)
        expect_equal(found["bridge"], found["direct"], f"what {status} becomes")
    unknown = [await relay.post(offer, path=f"{PATH}?model=openai/no-such-model&media={mode}") for mode in ("direct", "bridge")]
    expect_equal(*[(each.status, stable(each.error())) for each in unknown], "an unknown model")
    expect_equal(await relay.listed(), [], "calls listed after failures")


@check("bridge: a provider that is not there is told as in direct mode")
async def unreachable_as_in_direct_mode(bench):
    providers = 'gone: { kind: "openai", base_url: "http://127.0.0.1:9", keys: [{ value: "k" }], allow_private_network: true,'
    relay = await BridgeRelay(bench, providers=providers + ' media: "bridge", media_per_call: true },').start()
    offer = await sample_offer(bench)
    found = [await relay.post(offer, path=f"{PATH}?model=gone/gpt-realtime&media={mode}") for mode in ("direct", "bridge")]
    expect_equal(*[(each.status, stable(each.error())) for each in found], "a provider that is not there")
    expect_equal(found[0].error()["code"], "upstream_unreachable", "code")


@check("bridge: every form of an offer and every route that takes one makes a bridged call")
async def bridges_every_form(bench):
    relay = await BridgeRelay(bench).start()
    offer = (await sample_offer(bench)).decode()
    session = {"type": "realtime", "model": "gpt-realtime"}
    requests = {
        "multipart": (PATH, {"data": multipart(offer, session)}),
        "JSON": (PATH, {"json": {"sdp": offer, "session": session}}),
        "raw": (f"{PATH}?model=gpt-realtime", {"data": offer, "headers": {"Content-Type": OFFER}}),
        "under the provider's name": (f"/openai{PATH}?model=gpt-realtime", {"data": offer, "headers": {"Content-Type": OFFER}}),
        "legacy": ("/v1/realtime?model=gpt-realtime", {"data": offer, "headers": {"Content-Type": OFFER}}),
        "WHIP": ("/whip/openai/gpt-realtime", {"data": offer, "headers": {"Content-Type": OFFER}}),
    }
    for name, (path, arguments) in requests.items():
        answered = (await relay.ask("POST", path, **arguments)).expect_answer()
        expect("a=ice-lite" in answered.body.decode(), f"{name}: the answer is not the relay's")
        calls = (await relay.get())["data"]
        expect_equal([call["media"] for call in calls], ["bridge"], f"{name}: calls")
        ended = await relay.ask("DELETE", answered.headers["Location"])
        expect_equal(ended.status, 200, f"{name}: status of DELETE")
        await relay.until_only()
    mode = await relay.post(offer.encode(), query="&media=direct")
    expect("a=ice-lite" not in mode.expect_answer().body.decode(), "a direct call has an answer of the relay's")
    wrong = await relay.post(offer.encode(), query="&media=sideways")
    expect_equal((wrong.status, wrong.error()["param"]), (400, "media"), "another mode")


@check("bridge: callers see and end their own calls only; trusted ones see all")
async def shows_calls_to_their_callers(bench):
    provider = 'bridged: { kind: "openai", base_url: "BASE_URL", keys: [{ value: "PROVIDER_KEY" }], allow_private_network: true, '
    replica = await Replica(bench, providers=provider + 'media: "bridge" },').start()
    made = {}
    for name in ("app", "other"):
        answered = await replica.call(getattr(replica, name), model="bridged/gpt-realtime")
        made[name] = answered.headers["Location"].rsplit("/", 1)[1]

    async def listed(key):
        answered = await replica.request("GET", PATH, key)
        return sorted(call["id"] for call in json.loads(answered.body)["data"])

    expect_equal(await listed(replica.app), [made["app"]], "calls that one caller sees")
    expect_equal(await listed(replica.other), [made["other"]], "calls that the other caller sees")
    expect_equal(await listed(replica.server), sorted(made.values()), "calls that a trusted caller sees")
    expect_equal((await replica.request("GET", PATH, "wrong")).status, 401, "status without a key")
    for method in ("GET", "DELETE"):
        refused = await replica.request(method, f"{PATH}/{made['app']}", replica.other)
        expect_equal((refused.status, refused.error()["code"]), (404, "call_id_not_found"), f"{method} on another's call")
    own = await replica.request("GET", f"{PATH}/{made['app']}", replica.app)
    expect_equal(json.loads(own.body)["access_key"], "app", "the key of a call")
    expect_equal((await replica.request("DELETE", f"{PATH}/{made['app']}", replica.app)).status, 200, "DELETE on one's own")


@contextlib.asynccontextmanager
async def event_stream(relay):
    """The events of calls, as (name, call) pairs, one after another."""
    headers = {"Authorization": f"Bearer {relay.bench.caller_key}"}
    async with relay.bench.http.get(relay.relay.base_url + PATH + "/events", headers=headers) as response:
        expect_equal(response.status, 200, "status of the event stream")
        expect_equal(response.headers["Content-Type"].split(";")[0], "text/event-stream", "its content type")

        async def pairs():
            name = None
            async for line in response.content:
                field, _, value = line.decode().rstrip("\n").partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    yield name, json.loads(value)

        yield pairs()


@check("bridge: the event stream tells of a call from its start to its end, and of its turns")
async def streams_calls(bench):
    relay = await BridgeRelay(bench).start()
    async with event_stream(relay) as pairs:
        async with BridgedCall(relay) as call:
            await call.established()
            call.client.channel.send('{"type":"response.create"}')
            await call.client.next_event("response.done")
            seen = []
            async for name, told in pairs:
                seen.append((name, told["state"]))
                expect_equal(told["id"], call.id, "the call that is told of")
                if told["turn_count"] and told["state"] == "connected":
                    break
            expect_equal(seen[0], ("call.started", "connecting"), "what is told first")
            expect(all(name == "call.updated" for name, _ in seen[1:]), f"what is told then: {seen}")
        async for name, told in pairs:
            if name != "call.updated":
                break
        expect_equal((name, told["state"], told["end"]["by"]), ("call.ended", "ended", "client"), "what is told last")
        expect_equal(told["usage"]["total_tokens"], 42, "tokens of the call that ended")
        expect_equal([turn["status"] for turn in told["turns"]], ["completed"], "turns of the call that ended")


@check("bridge: as many calls as the provider may have, the next gets 503 with Retry-After, and a place that is free is taken")
async def admits_so_many(bench):
    relay = await BridgeRelay(bench, provider="max_calls: 2,").start()
    async with BridgedCall(relay) as one, BridgedCall(relay):
        await bench.upstream.forget()
        refused = await relay.post(await sample_offer(bench))
        expect_equal((refused.status, refused.error()["relay"]["retryable"]), (503, True), "the call too many")
        expect(int(refused.headers["Retry-After"]) > 0, "no Retry-After")
        expect_equal(await bench.upstream.posts(), [], "requests upstream for the call too many")
        expect_equal((await relay.ask("DELETE", one.location)).status, 200, "status of DELETE")
        await relay.record(one)
        # Its place is free once both of its sides are closed, a moment after the record is written.
        offer = await sample_offer(bench)
        async with asyncio.timeout(READY_LIMIT_SECONDS):
            while (answered := await relay.post(offer)).status == 503:
                await asyncio.sleep(0.05)
        answered.expect_answer()


@check("bridge: a loop's calls are limited too, and so is how many begin in a second")
async def admits_per_loop(bench):
    relay = await BridgeRelay(bench, bridges="max_calls_per_loop: 1,", more="loops: 1,").start()
    offer = await sample_offer(bench)
    (await relay.post(offer)).expect_answer()
    refused = await relay.post(offer)
    expect_equal((refused.status, refused.error()["relay"]["retryable"]), (503, True), "the second call of a loop")
    expect(int(refused.headers["Retry-After"]) > 0, "no Retry-After")
    slow = await BridgeRelay(bench, bridges="setups_per_second: 2,", more="loops: 1,").start()
    statuses = [answered.status for answered in await asyncio.gather(*(slow.post(offer) for _ in range(12)))]
    expect_equal(set(statuses), {201, 503}, "twelve calls at once, where two may begin in a second")
    expect(2 <= statuses.count(201) <= 6, f"calls that began: {statuses}")
