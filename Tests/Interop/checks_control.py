# SPDX-License-Identifier: MIT
"""Sealed ids: who may do what to a call, by which id, from which replica."""

import asyncio
import json

from harness import check, expect, expect_equal
from replica import Replica
from strict_request import SIP_CALL
from voice_client import sample_offer


def sealed(bench, *, lifetime="1h", secret=None):
    return f'secret: {{ value: "{secret or bench.call_secret}" }}, call_id_lifetime: "{lifetime}",'


def shape(answered):
    """Everything of an answer that could tell one refusal from another."""
    own = answered.headers["x-request-id"]
    headers = sorted((name, value) for name, value in answered.headers.items() if name.lower() not in ("x-request-id", "date"))
    return answered.status, tuple(headers), answered.body.decode().replace(own, "")


@check("call ids: nothing of the provider's shows, and the call is controlled by them")
async def controls_calls(bench):
    replica = await Replica(bench, sealed(bench)).start()
    await bench.upstream.forget()
    location = (await replica.call(replica.app)).headers["Location"]
    entry = await bench.upstream.only_post()
    expect(location.startswith("/v1/realtime/calls/rtc_"), f"the location is {location}")
    expect(len(location.rsplit("/", 1)[1]) <= 200, "the id is too long")
    expect(entry["call_id"] not in location, "the provider's id shows")
    refer = await replica.request("POST", location + "/refer", replica.app, json={"target_uri": "tel:+14155550123"})
    expect_equal((refer.status, refer.body), (200, b""), "the answer to refer")
    for method, path in (("POST", location + "/hangup"), ("POST", location + "/hangup"), ("DELETE", location)):
        answered = await replica.request(method, path, replica.app)
        expect_equal((answered.status, answered.body), (200, b""), f"the answer to {method}")
    late = await replica.request("POST", location + "/refer", replica.app, json={"target_uri": "tel:1"})
    expect_equal((late.status, late.error()["code"]), (404, "call_id_not_found"), "refer after the end")
    paths = [entry["path"] for entry in await bench.upstream.posts()]
    expect_equal(paths[1], f"/v1/realtime/calls/{entry['call_id']}/refer", "path upstream")


@check("call ids: all that is wrong with one is told in the same words")
async def refuses_alike(bench):
    replica = await Replica(bench, sealed(bench)).start()
    elsewhere = await Replica(bench, sealed(bench, secret="another-secret-" + bench.call_secret)).start(like=replica)
    location = (await replica.call(replica.app)).headers["Location"]
    foreign = (await elsewhere.call(replica.app)).headers["Location"]
    await bench.upstream.forget()
    prefix = location.index("rtc_") + 4
    wrong = [foreign, location[:-1], location[: prefix + 90], location + "A", location + "AAAA", "/v1/realtime/calls/" + SIP_CALL]
    for place in range(prefix, len(location)):
        wrong.append(location[:place] + ("A" if location[place] != "A" else "B") + location[place + 1 :])
    shapes = {shape(await replica.request("DELETE", path, replica.app)) for path in wrong}
    shapes.add(shape(await replica.request("DELETE", location, replica.other)))
    expect_equal(len(shapes), 1, "kinds of refusals")
    expect_equal(next(iter(shapes))[0], 404, "status")
    expect_equal(await bench.upstream.posts(), [], "requests upstream")
    stranger = await replica.request("DELETE", location)
    expect_equal(stranger.status, 401, "status without a key")
    expect_equal((await replica.request("DELETE", location, replica.server)).status, 200, "status of a trusted caller")


@check("call ids: two replicas with one secret serve each other's calls, and an id ends")
async def serves_replicas(bench):
    first = await Replica(bench, sealed(bench)).start()
    second = await Replica(bench, sealed(bench)).start(like=first)
    for maker, ender in ((first, second), (second, first)):
        location = (await maker.call(first.app)).headers["Location"]
        expect_equal((await ender.request("DELETE", location, first.app)).status, 200, "status at the other replica")
    brief = await Replica(bench, sealed(bench, lifetime="1s")).start()
    location = (await brief.call(brief.app)).headers["Location"]
    await asyncio.sleep(2.1)
    expect_equal((await brief.request("DELETE", location, brief.app)).status, 404, "status of an id that has ended")


@check("call ids: the provider's own, if that is wanted")
async def hands_out_the_providers_ids(bench):
    replica = await Replica(bench, 'call_ids: "provider",').start()
    await bench.upstream.forget()
    location = (await replica.call(replica.app)).headers["Location"]
    entry = await bench.upstream.only_post()
    expect_equal(location, "/v1/realtime/calls/" + entry["call_id"], "location")
    expect_equal((await replica.request("DELETE", location, replica.other)).status, 404, "status for a stranger")
    for _ in range(2):
        expect_equal((await replica.request("DELETE", location, replica.app)).status, 200, "status for the owner")


@check("calls by telephone: their ids come from the provider's webhook, and servers may use them")
async def controls_sip_calls(bench):
    replica = await Replica(bench, sealed(bench)).start()
    path = "/v1/realtime/calls/" + SIP_CALL
    session = {"type": "realtime", "model": "gpt-realtime"}
    refused = await replica.request("POST", path + "/accept", replica.app, json=session)
    expect_equal(refused.status, 404, "status for a caller that is not trusted")
    await bench.upstream.forget()
    for action, body in (("accept", session), ("refer", {"target_uri": "sip:a@b.example"}), ("reject", {"status_code": 486})):
        answered = await replica.request("POST", f"{path}/{action}", replica.server, json=body)
        expect_equal((answered.status, answered.body), (200, b""), f"the answer to {action}")
    controls = [entry["control"] for entry in await bench.upstream.posts()]
    expect_equal(controls[0], session, "session upstream")
    gone = await replica.request("POST", "/v1/realtime/calls/rtc_unknown/hangup", replica.server)
    expect_equal((gone.status, gone.error()["code"]), (404, "call_id_not_found"), "a call that is not known")


@check("live sessions: JSON in both directions, the id sealed in it, control by it")
async def controls_live_sessions(bench):
    replica = await Replica(bench, sealed(bench)).start()
    await bench.upstream.forget()
    transport = {"type": "webrtc", "sdp": (await sample_offer(bench)).decode()}
    body = {"session": {"model": "openai/gpt-live-1", "voice": "x"}, "transport": transport}
    answered = await replica.request("POST", "/v1/live/sessions", replica.app, json=body)
    expect_equal(answered.status, 201, f"status ({answered.body[:300]})")
    value = json.loads(answered.body)
    entry = await bench.upstream.only_post()
    session_id = value["session"]["id"]
    expect(session_id.startswith("live_") and session_id != entry["call_id"], f"the id is {session_id}")
    expect_equal(answered.headers["Location"], "/v1/live/sessions/" + session_id, "location")
    expect_equal(entry["session"], {"model": "gpt-live-1", "voice": "x"}, "session upstream")
    expect(value["transport"]["sdp"].startswith("v=0"), "no answer")
    for _ in range(2):
        ended = await replica.request("POST", f"/v1/live/sessions/{session_id}/hangup", replica.app)
        expect_equal(ended.status, 200, "status of the end")


@check("translations: with the relay's key a secret is minted first; with the caller's own it is used")
async def translates(bench):
    replica = await Replica(bench, sealed(bench)).start()
    await bench.upstream.forget()
    path = "/v1/realtime/translations/calls?model=gpt-realtime-translate"
    await replica.call(replica.app, path=path)
    posts = await bench.upstream.posts(2)
    expect_equal([entry["path"].rsplit("/", 1)[1] for entry in posts], ["client_secrets", "calls"], "paths upstream")
    expect_equal([entry["query"] for entry in posts], ["", ""], "queries upstream")
    session = {"session": {"model": "gpt-realtime-translate", "audio": {"output": {"language": "es"}}}}
    minted = await replica.request("POST", "/v1/realtime/translations/client_secrets", replica.app, json=session)
    token = json.loads(minted.body)["value"]
    bench.secrets.plant_answered("a translation's secret", token)
    await bench.upstream.forget()
    await replica.call(token, path="/v1/realtime/translations/calls")
    expect_equal((await bench.upstream.only_post())["query"], "", "query upstream")
