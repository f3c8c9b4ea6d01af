# SPDX-License-Identifier: MIT
"""Every kind of provider behind its strict stand-in: what reaches it, what comes back, and its own words for failures."""

import base64
import json

from checks_calls import OFFER
from checks_forms import field, form
from harness import check, expect, expect_equal, expect_same_bytes
from voice_client import sample_offer

# The entries of the configuration: more to each is added in configuration().
ENTRIES = """
    azure: { kind: "azure", base_url: "BASE/azure/openai/v1", KEYS },
    filtered: { kind: "azure", base_url: "BASE/azure", KEYS, extra_query: { webrtcfilter: "on" } },
    onestep: { kind: "azure", base_url: "BASE/azure-bearer/", KEYS, auth: "bearer", handshake: "multipart" },
    inworld: { kind: "inworld", base_url: "BASE/inworld/v1", KEYS },
    inworldraw: { kind: "inworld", base_url: "BASE/inworld-raw", KEYS, auth: "bearer", handshake: "raw" },
    localai: { kind: "localai", base_url: "BASE/localai" },
    speaches: { kind: "speaches", base_url: "BASE/speaches" },
    alibaba: { kind: "alibaba", base_url: "BASE/alibaba/api/v1", KEYS },
    huggingface: { kind: "huggingface", base_url: "BASE/huggingface" },
    smg: { kind: "smg", base_url: "BASE/smg" },
"""
WITHOUT_WEBRTC = ["xai", "elevenlabs", "gemini", "hume", "deepgram", "speechmatics", "soniox", "ultravox", "meta"]


def configuration(base_url, key):
    """The providers of this file's checks, for run.py's configuration."""
    more = f'keys: [{{ name: "main", value: "{key}" }}], allow_private_network: true, prewarm: false'
    entries = ENTRIES.replace("BASE", base_url).replace("KEYS", more)
    for kind in WITHOUT_WEBRTC:
        entries += f'    {kind}: {{ kind: "{kind}", keys: [{{ value: "{key}" }}] }},\n'
    return entries


async def call(bench, target, *, session=None, offer=None, status=201):
    """Posts an offer, alone or with a session."""
    offer = offer or await sample_offer(bench)
    body, content_type = offer, OFFER
    if session is not None:
        fields = [field("sdp", offer, OFFER), field("session", json.dumps(session), "application/json")]
        body, content_type = form("interop", *fields)
    answered = await bench.post(target, body, content_type, name=target, credential=bench.caller_key)
    expect_equal(answered.status, status, f"status of {target} ({answered.body[:300]})")
    return answered


async def succeed(bench, provider, stand_in, *, model="my-model", session=None, steps=1):
    """A call whose offer and answer are handed on byte for byte; gives the answer and the requests upstream."""
    await bench.providers.forget()
    offer = await sample_offer(bench)
    target = f"/v1/realtime/calls?model={provider}/{model}" if session is None else "/v1/realtime/calls"
    answered = (await call(bench, target, session=session, offer=offer)).expect_answer()
    entries = await bench.providers.seen(stand_in)
    expect_equal([entry.get("refused") for entry in entries], [None] * steps, "refusals upstream")
    expect_same_bytes(base64.b64decode(entries[-1]["offer_base64"]), offer, "the offer upstream")
    expect_same_bytes(answered.body, base64.b64decode(entries[-1]["answer_base64"]), "the answer")
    return answered, entries


async def end(bench, answered, status=200):
    """Ends a call by the path that its answer gave."""
    location = answered.headers["Location"]
    return await bench.request(
        "DELETE", location, name="a call's end", headers={"Authorization": f"Bearer {bench.caller_key}"}
    )


def expect_paths(entries, *paths):
    expect_equal([f"{entry['method']} {entry['path']}" for entry in entries], list(paths), "paths upstream")


@check("azure: in two steps, with the resource's key and then with the secret")
async def azure_in_two_steps(bench):
    session = {"type": "realtime", "model": "azure/my-deployment", "instructions": "Be kind."}
    answered, entries = await succeed(bench, "azure", "azure", session=session, steps=2)
    expect_paths(entries, "POST /openai/v1/realtime/client_secrets", "POST /openai/v1/realtime/calls")
    expect_equal(json.loads(entries[0]["body"])["session"]["instructions"], "Be kind.", "instructions")
    for status in (200, 200):
        expect_equal((await end(bench, answered)).status, status, "status of the end")
    answered, entries = await succeed(bench, "filtered", "azure", model="my-deployment", steps=2)
    expect_equal([entry["query"] for entry in entries], ["", "webrtcfilter=on"], "queries upstream")


@check("azure: the caller's webrtcfilter travels, its api-version does not, and preview paths are carried over")
async def azure_queries(bench):
    await bench.providers.forget()
    more = "?model=my-deployment&webrtcfilter=on&api-version=2025-04-01-preview"
    for path in ("/azure/openai/v1/realtime/calls", "/azure/openai/realtime/calls", "/azure/v1/realtimertc"):
        await call(bench, path + more)
    entries = await bench.providers.seen("azure")
    expect_equal([entry["query"] for entry in entries], ["", "webrtcfilter=on"] * 3, "queries upstream")
    for path in ("/openai/realtimeapi/sessions", "/azure/openai/realtimeapi/sessions"):
        answered = await bench.post(
            path + "?api-version=2025-04-01-preview",
            b'{"model":"my-deployment","voice":"alloy"}',
            "application/json",
            name=path,
            headers={"api-key": bench.caller_key},
        )
        expect_equal(answered.status, 200, "status of a preview session")
        secret = json.loads(answered.body)["client_secret"]["value"]
        bench.secrets.plant_answered("Azure's secret", secret)
        # The token that the page got is taken as it is.
        call_with_it = await bench.post(
            "/azure/v1/realtimertc?model=my-deployment", await sample_offer(bench), OFFER, name="its call", credential=secret
        )
        call_with_it.expect_answer()


@check("azure: in one step, with a bearer token")
async def azure_in_one_step(bench):
    _, entries = await succeed(bench, "onestep", "azure-bearer", model="my-deployment")
    expect_paths(entries, "POST /openai/v1/realtime/calls")


@check("azure: its errors are the caller's, in the relay's envelope")
async def azure_errors(bench):
    answered = await call(bench, "/v1/realtime/calls?model=azure/unknown", status=404)
    expect_equal(answered.error()["code"], "DeploymentNotFound", "code")
    expect_equal(answered.error()["message"], "there is no such deployment", "message")


@check("inworld: offer and session as JSON, or the offer alone")
async def inworld(bench):
    session = {"model": "inworld/my-model", "voice": "a"}
    answered, entries = await succeed(bench, "inworld", "inworld", session=session)
    expect_equal(json.loads(entries[0]["body"])["session"], {"type": "realtime", "model": "my-model", "voice": "a"}, "session")
    expect_equal((await end(bench, answered)).status, 200, "status of the end")
    expect_equal((await end(bench, answered)).status, 200, "status of the second end")
    answered, entries = await succeed(bench, "inworldraw", "inworld-raw")
    expect_equal(entries[0]["query"], "model=my-model", "query")
    expect_equal((await end(bench, answered)).status, 200, "status of the end")
    answered = await call(bench, "/v1/realtime/calls?model=inworldraw/other", status=400)
    expect_equal(answered.error()["message"], "the query must be exactly 'model=my-model'", "message")


@check("localai: offer and model as JSON; a session that cannot travel is told of")
async def localai(bench):
    answered, _ = await succeed(bench, "localai", "localai")
    expect("sdprelay-warning" not in answered.headers, "a warning without a session")
    session = {"model": "localai/my-model", "instructions": "x"}
    answered, _ = await succeed(bench, "localai", "localai", session=session)
    expect(answered.headers["sdprelay-warning"].startswith("session_not_carried; "), "no warning")
    refused = await call(bench, "/v1/realtime/calls?model=localai/none", status=404)
    expect_equal(refused.error()["message"], "no such model", "message")
    ended = await end(bench, answered)
    expect_equal((ended.status, ended.error()["code"]), (400, "operation_not_supported"), "the end of a call without one")


@check("speaches: its path, its model in the query, and its text/plain for an answer")
async def speaches(bench):
    answered, entries = await succeed(bench, "speaches", "speaches", model="org/my-model")
    expect_equal(answered.headers["Content-Type"], "application/sdp", "content type")
    expect_paths(entries, "POST /v1/realtime")
    refused = await call(bench, "/v1/realtime/calls?model=speaches/other", status=400)
    expect_equal(refused.error()["message"], "the query must be exactly 'model=org%2Fmy-model'", "message")


@check("alibaba: its path, and an error of its own at the root")
async def alibaba(bench):
    _, entries = await succeed(bench, "alibaba", "alibaba", model="qwen3-omni-flash-realtime")
    expect_paths(entries, "POST /api/v1/webrtc/realtime")
    refused = await call(bench, "/v1/realtime/calls?model=alibaba/other", status=400)
    expect_equal(refused.error()["code"], "InvalidParameter", "code")


@check("huggingface: DELETE frees the one slot that it has")
async def huggingface(bench):
    answered, _ = await succeed(bench, "huggingface", "huggingface")
    full = await call(bench, "/v1/realtime/calls?model=huggingface/m", status=502)
    expect_equal(full.error()["relay"]["upstream_status"], 503, "upstream status")
    expect_equal((await end(bench, answered)).status, 200, "status of the end")
    entries = await bench.providers.seen("huggingface")
    expect_equal(entries[-1]["method"], "DELETE", "method upstream")
    expect_equal((await end(bench, answered)).status, 200, "status of the second end")
    offer = (await sample_offer(bench)).replace(b"\no=", b"\no=refused ", 1).replace(b"o=refused - ", b"o=refused ", 1)
    refused = await call(bench, "/v1/realtime/calls?model=huggingface/m", offer=offer, status=400)
    expect_equal(refused.error()["message"], "Invalid SDP offer", "message")
    answered, _ = await succeed(bench, "huggingface", "huggingface")
    await end(bench, answered)


@check("smg: a form, and an id for a call that has none upstream")
async def smg(bench):
    answered, _ = await succeed(bench, "smg", "smg")
    expect(answered.headers["Location"].startswith("/v1/realtime/calls/rtc_"), "no Location")
    ended = await end(bench, answered)
    expect_equal((ended.status, ended.error()["code"]), (400, "operation_not_supported"), "the end of a call without an id")


@check("providers without SDP over HTTP refuse an offer by name, and nothing is sent")
async def without_webrtc(bench):
    for kind in WITHOUT_WEBRTC:
        answered = await call(bench, f"/v1/realtime/calls?model={kind}/m", status=400)
        expect_equal(answered.error()["code"], "provider_does_not_support_webrtc", "code")
        expect_equal(answered.error()["relay"]["provider"], kind, "provider")


@check("the registry is told without secrets or addresses")
async def registry(bench):
    headers = {"Authorization": f"Bearer {bench.caller_key}"}
    answered = await bench.request("GET", "/v1/realtime/providers", name="the registry", headers=headers)
    entries = {entry["name"]: entry for entry in json.loads(answered.body)["data"]}
    expect(set(WITHOUT_WEBRTC) < set(entries), "providers are missing")
    expect(bench.providers.base_url.encode() not in answered.body, "an address is told")
    for name, entry in entries.items():
        one = await bench.request("GET", f"/v1/realtime/providers/{name}", name="an entry", headers=headers)
        expect_equal(json.loads(one.body), entry, f"the entry of {name}")
