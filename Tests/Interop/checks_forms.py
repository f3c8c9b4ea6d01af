# SPDX-License-Identifier: MIT
"""Every form in which clients send an offer, as bytes on the wire, and what the provider then receives."""

import base64
import json

from checks_calls import OFFER, expect_untouched
from harness import check, expect, expect_equal
from strict_request import split_form
from voice_client import sample_offer

CALLS = "/v1/realtime/calls"
SESSION = '{"type":"realtime","model":"gpt-realtime"}'


def field(name, content, media_type=None, file_name=None):
    """One part of a form, as bytes."""
    head = f'Content-Disposition: form-data; name="{name}"'
    if file_name:
        head += f'; filename="{file_name}"'
    if media_type:
        head += f"\r\nContent-Type: {media_type}"
    content = content.encode() if isinstance(content, str) else content
    return head.encode() + b"\r\n\r\n" + content


def form(boundary, *fields):
    """A multipart body and its content type."""
    delimiter = b"--" + boundary.encode()
    body = b"".join(delimiter + b"\r\n" + part + b"\r\n" for part in fields) + delimiter + b"--\r\n"
    return body, f"multipart/form-data; boundary={boundary}"


def session_upstream(entry):
    """The exact bytes of the session part that the stand-in received."""
    headers = {name.lower(): value for name, value in entry["headers"]}
    return split_form(headers["content-type"], base64.b64decode(entry["body_base64"]))[1][1].decode()


async def exchange(bench, name, path, body, content_type, *, offer, upstream=None, credential=None, **arguments):
    """Posts an offer in some form; expects the answer and untouched SDP bytes; gives what came upstream."""
    upstream = upstream or bench.upstream
    await upstream.forget()
    credential = credential or bench.caller_key
    answered = await bench.post(path, body, content_type, name=name, credential=credential, **arguments)
    answered.expect_answer()
    entry = await upstream.only_post()
    expect_untouched(entry, offer, answered.body)
    return entry


def register_form(name, boundary, make_fields):
    @check(f"form: {name}")
    async def takes_the_form(bench):
        offer = await sample_offer(bench)
        body, content_type = form(boundary, *make_fields(offer))
        entry = await exchange(bench, name, CALLS, body, content_type, offer=offer)
        expect_equal(json.loads(session_upstream(entry)), json.loads(SESSION), "session upstream")


register_form(
    "openai-python 3.x",
    "3f1c9d0a7be84f52a6c0d19e5b7a2c84",
    lambda offer: [field("sdp", offer, OFFER), field("session", SESSION, "application/json")],
)
register_form(
    "openai-python 2.x, JSON with spaces",
    "9a0b1c2d3e4f5061728394a5b6c7d8e9",
    lambda offer: [field("sdp", offer, OFFER), field("session", json.dumps(json.loads(SESSION)), "application/json")],
)
register_form(
    "curl -F",
    "------------------------d74496d66958873e",
    lambda offer: [field("sdp", offer, OFFER), field("session", SESSION, "application/json")],
)
register_form(
    "undici FormData of strings, parts without a type",
    "----formdata-undici-012345678901",
    lambda offer: [field("sdp", offer), field("session", SESSION)],
)
register_form(
    "undici FormData of Blobs, parts with a file name",
    "----formdata-undici-098765432109",
    lambda offer: [field("sdp", offer, OFFER, "offer.sdp"), field("session", SESSION, "application/json", "blob")],
)
register_form(
    "SDP as text/plain, session first, an unknown part between",
    "X",
    lambda offer: [field("session", SESSION), field("trace", "1"), field("sdp", offer, "text/plain")],
)


@check("form: JSON with the offer and the session")
async def takes_json(bench):
    offer = await sample_offer(bench)
    value = {"type": "offer", "sdp": offer.decode(), "session": json.loads(SESSION)}
    entry = await exchange(bench, "JSON", CALLS, json.dumps(value), "application/json", offer=offer)
    expect_equal(json.loads(session_upstream(entry)), json.loads(SESSION), "session upstream")


@check("session: prefixes are stripped and the type is added; every other byte stays")
async def keeps_the_session_bytes(bench):
    offer = await sample_offer(bench)
    rest = '"instructions" : "caf\\u00e9 \\/ \U0001f600",\n\t"max_output_tokens": 1e3, "tools": [ ]'
    transcription = '"audio": {"input": {"transcription": {"model": "%sgpt-4o-transcribe"}}}'
    posted = '{ "model": "openai/gpt-realtime", ' + transcription % "openai/" + ", " + rest + " }"
    body, content_type = form("X", field("sdp", offer, OFFER), field("session", posted, "application/json"))
    entry = await exchange(bench, "session with prefixes", CALLS, body, content_type, offer=offer)
    session = session_upstream(entry)
    expect(rest in session, f"the session's bytes changed: {session}")
    expect(transcription % "" in session, f"the nested model kept its prefix or its place: {session}")
    expect_equal(json.loads(session)["model"], "gpt-realtime", "model")
    expect_equal(json.loads(session)["type"], "realtime", "type")


@check("session: the transcription shape gets its type")
async def adds_the_transcription_type(bench):
    offer = await sample_offer(bench)
    posted = '{"audio":{"input":{"transcription":{"model":"openai/gpt-4o-transcribe"}}}}'
    body, content_type = form("X", field("sdp", offer, OFFER), field("session", posted, "application/json"))
    entry = await exchange(bench, "transcription session", CALLS, body, content_type, offer=offer)
    expect_equal(json.loads(session_upstream(entry))["type"], "transcription", "type")


@check("legacy route: a raw offer with ?model= goes to the GA endpoint")
async def takes_a_legacy_raw_offer(bench):
    offer = await sample_offer(bench)
    headers = {"OpenAI-Beta": "realtime=v1"}
    path = "/v1/realtime?model=gpt-4o-realtime-preview"
    entry = await exchange(bench, "legacy raw", path, offer, OFFER, offer=offer, headers=headers)
    expect_equal((entry["path"], entry["query"]), (CALLS, ""), "endpoint upstream")
    expect_equal(entry["session"], {"type": "realtime", "model": "gpt-4o-realtime-preview"}, "session upstream")


@check("legacy route: a beta session arrives in the GA shape")
async def rewrites_a_beta_session(bench):
    offer = await sample_offer(bench)
    beta = {
        "model": "gpt-realtime",
        "modalities": ["audio", "text"],
        "voice": "alloy",
        "instructions": "Be brief.",
        "input_audio_format": "pcm16",
        "output_audio_format": "g711_ulaw",
        "input_audio_transcription": {"model": "whisper-1"},
        "turn_detection": {"type": "server_vad"},
        "max_response_output_tokens": 200,
        "temperature": 0.8,
    }
    body, content_type = form("X", field("sdp", offer, OFFER), field("session", json.dumps(beta), "application/json"))
    entry = await exchange(bench, "legacy form", "/v1/realtime", body, content_type, offer=offer)
    session = entry["session"]
    expect_equal(session["output_modalities"], ["audio"], "output_modalities")
    expect_equal(session["max_output_tokens"], 200, "max_output_tokens")
    expect_equal(session["instructions"], "Be brief.", "instructions")
    expect_equal(session["audio"]["output"]["voice"], "alloy", "voice")
    expect_equal(session["audio"]["output"]["format"], {"type": "audio/pcmu"}, "output format")
    expect_equal(session["audio"]["input"]["format"], {"type": "audio/pcm", "rate": 24000}, "input format")
    expect_equal(session["audio"]["input"]["transcription"], {"model": "whisper-1"}, "transcription")
    expect_equal(session["audio"]["input"]["turn_detection"], {"type": "server_vad"}, "turn detection")


@check("legacy route: a provider that still has the beta gets it as it came, with OpenAI-Beta")
async def passes_the_beta_on(bench):
    offer = await sample_offer(bench)
    headers = {"OpenAI-Beta": "realtime=v1"}
    session = '{"model":"secure/gpt-realtime", "modalities":["audio", "text"]}'
    parts = [field("sdp", offer, OFFER), field("session", session, "application/json")]
    for path, (body, content_type) in (
        ("/v1/realtime?model=secure/gpt-realtime", (offer, OFFER)),
        ("/v1/realtime", form("X", *parts)),
    ):
        entry = await exchange(
            bench,
            f"beta {content_type}",
            path,
            body,
            content_type,
            offer=offer,
            upstream=bench.secure_upstream,
            headers=headers,
        )
        expect_equal((entry["path"], entry["query"]), ("/v1/realtime", "model=gpt-realtime"), "endpoint upstream")
        received = {name.lower(): value for name, value in entry["headers"]}
        expect_equal(received.get("openai-beta"), "realtime=v1", "OpenAI-Beta upstream")
    expect_equal(session_upstream(entry), session.replace("secure/", ""), "the beta session upstream")


@check("ephemeral token: a minted ek_ goes up with the raw offer, under every prefix of the routes")
async def passes_an_ephemeral_token(bench):
    offer = await sample_offer(bench)
    for prefix in ("", "/openai", "/openai/openai"):
        minted = await bench.post(
            f"{prefix}/v1/realtime/client_secrets",
            json.dumps({"session": json.loads(SESSION)}),
            "application/json",
            name="minting",
            credential=bench.caller_key,
        )
        expect_equal(minted.status, 200, f"status of minting ({minted.body!r})")
        token = json.loads(minted.body)["value"]
        bench.secrets.plant_answered("an ek_ token", token)
        path = prefix + CALLS
        entry = await exchange(bench, "a raw offer with ek_", path, offer, OFFER, offer=offer, credential=token)
        expect_equal(entry["form"], "raw", "form upstream")
        expect_equal(entry["query"], "", "query upstream")
        entry = await exchange(
            bench, "ek_ and ?model=", path + "?model=openai/gpt-realtime", offer, OFFER, offer=offer, credential=token
        )
        expect_equal(entry["query"], "model=gpt-realtime", "query upstream")


@check("legacy minting: sessions and transcription_sessions give a client secret that opens a call")
async def mints_on_legacy_routes(bench):
    offer = await sample_offer(bench)
    for route, session in (
        ("sessions", {"model": "gpt-realtime", "modalities": ["audio", "text"], "voice": "alloy"}),
        ("transcription_sessions", {"input_audio_transcription": {"model": "whisper-1"}}),
    ):
        minted = await bench.post(
            f"/v1/realtime/{route}",
            json.dumps(session),
            "application/json",
            name=f"minting by {route}",
            credential=bench.caller_key,
            headers={"OpenAI-Beta": "assistants=v2"},
        )
        expect_equal(minted.status, 200, f"status of {route} ({minted.body!r})")
        token = json.loads(minted.body)["client_secret"]["value"]
        bench.secrets.plant_answered("an ek_ token", token)
        await exchange(bench, f"a call by {route}", CALLS, offer, OFFER, offer=offer, credential=token)


@check("headers: only those meant for the provider reach it")
async def forwards_only_some_headers(bench):
    offer = await sample_offer(bench)
    forwarded = {
        "OpenAI-Organization": "org-1",
        "OpenAI-Project": "proj_1",
        "X-OpenAI-Agents-SDK": "openai-agents-sdk.0.1",
    }
    kept_back = {
        "Cookie": "a=b",
        "Origin": bench.page_origin,
        "X-Forwarded-For": "203.0.113.9",
        "X-Stainless-Lang": "python",
        "Accept-Encoding": "gzip",
        "OpenAI-Safety-Identifier": "from-a-caller-that-is-not-trusted",
        "OpenAI-Beta": "realtime=v1",
    }
    path = CALLS + "?model=gpt-realtime"
    headers = {**forwarded, **kept_back}
    entry = await exchange(bench, "many headers", path, offer, OFFER, offer=offer, headers=headers)
    received = {name.lower(): value for name, value in entry["headers"]}
    for name, value in forwarded.items():
        expect_equal(received.get(name.lower()), value, name)
    for name in kept_back:
        expect(name.lower() not in received, f"{name} reached the provider")


@check("headers: OpenAI-Safety-Identifier is taken from a trusted caller")
async def forwards_the_safety_identifier(bench):
    offer = await sample_offer(bench)
    configuration = bench.configuration.replace("trusted_callers: []", 'trusted_callers: ["127.0.0.0/8"]')
    relay = await bench.start_relay(configuration, bench.environment)
    headers = {"OpenAI-Safety-Identifier": "user-1"}
    path = CALLS + "?model=gpt-realtime"
    entry = await exchange(bench, "a trusted caller", path, offer, OFFER, offer=offer, relay=relay, headers=headers)
    received = {name.lower(): value for name, value in entry["headers"]}
    expect_equal(received.get("openai-safety-identifier"), "user-1", "OpenAI-Safety-Identifier upstream")
