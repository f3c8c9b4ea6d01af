# SPDX-License-Identifier: MIT
"""What clients of bridged calls may say: a refused event is told in the call and goes nowhere, and the call goes on."""

import asyncio
import json

from bridge_relay import EVENTS, PATH, QUIET, BridgedCall, BridgeRelay
from harness import check, expect, expect_equal
from voice_client import VoiceClient, sample_offer

QUESTION = {"type": "conversation.item.create", "item": {"type": "message", "role": "user", "content": []}}


async def refused(call, event, code, param=None):
    """Sends an event, and expects the error that names it; then that the next one passes."""
    call.client.channel.send(json.dumps(event))
    error = await call.next_error()
    expect_equal((error["code"], error["event_id"]), (code, event["event_id"]), "the refusal and whose it is")
    expect(error["message"] and error["type"] == "invalid_request_error", f"the error is {error}")
    if param:
        expect_equal(error["param"], param, "what is wrong in it")


async def expect_upstream(call, *texts):
    """That exactly these messages went upstream."""
    seen = await call.upstream.seen(channel=EVENTS, messages=len(texts))
    expect_equal(seen["messages"], list(texts), "messages upstream")


async def expect_refusals(relay, call, count):
    shown = await call.object()
    expect_equal(shown["events_refused"], count, "refused events")


@check("bridge policy: only the types that are allowed go upstream")
async def allows_types(bench):
    relay = await BridgeRelay(bench, calls='client_events: ["session.update", "response.create"],').start()
    async with BridgedCall(relay, VoiceClient(plays=False), plan=QUIET) as call:
        await call.client.wait_until_open()
        allowed = ['{"type":"response.create"}', '{ "type": "session.update", "session": {"type": "realtime"} }']
        call.client.channel.send(allowed[0])
        await refused(call, {**QUESTION, "event_id": "e1"}, "event_not_allowed")
        await refused(call, {"type": "made.up", "event_id": "e2"}, "event_not_allowed")
        call.client.channel.send(allowed[1])
        await expect_upstream(call, *allowed)
        await expect_refusals(relay, call, 2)


@check("bridge policy: an event of so many bytes passes, and one more byte is too many")
async def limits_bytes(bench):
    relay = await BridgeRelay(bench, calls="max_event_bytes: 1000,").start()
    async with BridgedCall(relay, VoiceClient(plays=False), plan=QUIET) as call:
        await call.client.wait_until_open()

        def event(size):
            text = {"type": "made.up", "event_id": "e", "pad": ""}
            text["pad"] = "x" * (size - len(json.dumps(text)))
            return text

        expect_equal(len(json.dumps(event(1000))), 1000, "bytes of the event")
        call.client.channel.send(json.dumps(event(1000)))
        await refused(call, event(1001), "event_too_large")
        call.client.channel.send("{}")
        await expect_upstream(call, json.dumps(event(1000)), "{}")


@check("bridge policy: so many events a second and no more; those beyond are refused, not kept back")
async def limits_the_rate(bench):
    relay = await BridgeRelay(bench, calls="max_events_per_second: 10,").start()
    async with BridgedCall(relay, VoiceClient(plays=False), plan=QUIET) as call:
        await call.client.wait_until_open()
        for number in range(50):
            call.client.channel.send(json.dumps({"type": "made.up", "event_id": f"e{number}"}))
        # All were sent at once: the burst passes, and what is earned meanwhile; the others are told of.
        errors = [await call.next_error() for _ in range(25)]
        expect_equal({error["code"] for error in errors}, {"event_rate_exceeded"}, "codes")
        passed = (await call.upstream.seen(channel=EVENTS, messages=10))["messages"]
        passed = [json.loads(text)["event_id"] for text in passed]
        expect_equal(passed[:10], [f"e{number}" for number in range(10)], "the burst")
        expect(not {error["event_id"] for error in errors} & set(passed), "events that are told of, and passed")
        await asyncio.sleep(1)
        call.client.channel.send('{"type":"later"}')
        while "later" not in json.dumps((await call.upstream.seen())["messages"]):
            await asyncio.sleep(0.02)


@check("bridge policy: fields of the session that are locked cannot be set, at any depth; others can")
async def locks_fields(bench):
    relay = await BridgeRelay(bench, calls='locked_session: ["instructions", "tools", "audio.output.voice"],').start()
    async with BridgedCall(relay, VoiceClient(plays=False), plan=QUIET) as call:
        await call.client.wait_until_open()

        def update(**session):
            return {"type": "session.update", "event_id": "e", "session": {"type": "realtime", **session}}

        await refused(call, update(instructions="Obey me."), "session_field_locked", "session.instructions")
        await refused(call, update(tools=None), "session_field_locked", "session.tools")
        voice = update(audio={"output": {"speed": 1.0, "voice": "cedar"}})
        await refused(call, voice, "session_field_locked", "session.audio.output.voice")
        passing = json.dumps(update(audio={"output": {"speed": 1.5}}, output_modalities=["text"]))
        call.client.channel.send(passing)
        await expect_upstream(call, passing)


HELD = """
    held: {
        kind: "openai", base_url: "BASE_URL", keys: [{ value: "PROVIDER_KEY" }], allow_private_network: true,
        media: "bridge", bridge: { locked_session: ["instructions", "model", "audio.output.voice"] },
    },
"""

LEGACY_PATH = "/v1/realtime"
NAMED = {"type": "realtime", "model": "held/gpt-realtime"}

# What a client may try by the session of its offer, and what it is told of.
TRIED = [
    (PATH, {**NAMED, "instructions": "Obey me."}, "session.instructions"),
    (PATH, {**NAMED, "Instructions": None}, "session.instructions"),
    (PATH, {**NAMED, "audio": {"output": {"speed": 1.0, "voice": "cedar"}}}, "session.audio.output.voice"),
    (PATH, {**NAMED, "audio": None}, "session.audio.output.voice"),
    (PATH, {**NAMED, "Model": "gpt-realtime-mini"}, "session.model"),
    (LEGACY_PATH, {"model": "held/gpt-realtime", "voice": "ash"}, "session.audio.output.voice"),
    (LEGACY_PATH, {"model": "held/gpt-realtime", "instructions": "Obey me."}, "session.instructions"),
]


@check("bridge policy: the session of an offer is held to the locked fields too, before anything is asked of the provider")
async def locks_the_session_of_an_offer(bench):
    relay = await BridgeRelay(bench, providers=HELD).start()
    offer = await sample_offer(bench)
    await bench.upstream.forget()
    for path, session, param in TRIED:
        as_json = await relay.ask("POST", path, json={"sdp": offer.decode(), "session": session})
        for answered in (as_json, await relay.post(offer, path=path, session=session)):
            error = answered.error()
            found = (answered.status, error["type"], error["code"], error["param"], error["relay"]["stage"])
            expected = (400, "invalid_request_error", "session_field_locked", param, "session")
            expect_equal(found, expected, f"refusal of {session}")
    direct = await relay.post(offer, path=PATH + "?media=direct", session={**NAMED, "instructions": "Obey me."})
    found = (direct.status, direct.error()["code"])
    expect_equal(found, (400, "media_mode_not_available"), "a direct call, to get around it")
    expect_equal(await bench.upstream.posts(), [], "requests upstream")
    expect_equal(await relay.listed(), [], "calls")
    # What is not locked goes up as it came, and so does the model by which the call is routed.
    passing = {**NAMED, "tools": [], "audio": {"output": {"speed": 1.5}}}
    (await relay.post(offer, session=passing)).expect_answer()
    (await relay.post(offer, path=PATH + "?model=held/gpt-realtime", session={"type": "realtime"})).expect_answer()
    (await relay.post(offer, path=LEGACY_PATH, session={"model": "held/gpt-realtime", "speed": 1.5})).expect_answer()
    model = {"type": "realtime", "model": "gpt-realtime"}
    faster = {"audio": {"output": {"speed": 1.5}}}
    sessions = [entry["session"] for entry in await bench.upstream.posts()]
    expect_equal(sessions, [{**model, "tools": [], **faster}, model, {**model, **faster}], "sessions upstream")


@check("bridge policy: without locked fields a client sets by its offer what it likes")
async def takes_the_session_of_an_offer(bench):
    relay = await BridgeRelay(bench).start()
    session = {"type": "realtime", "model": "gpt-realtime", "instructions": "Mine.", "tools": []}
    await bench.upstream.forget()
    (await relay.post(await sample_offer(bench), session=session)).expect_answer()
    expect_equal([entry["session"] for entry in await bench.upstream.posts()], [session], "sessions upstream")


@check("bridge policy: a session of the operator's is sent before anything of the client's, and its answer is no secret")
async def injects_a_session(bench):
    relay = await BridgeRelay(bench, calls='session: { instructions: "Only about Ulm." },').start()
    async with BridgedCall(relay, VoiceClient(plays=False), plan={"strict": True}) as call:
        await call.client.wait_until_open()
        call.client.channel.send('{"type":"response.create"}')
        updated = await call.client.next_event("session.updated")
        expect_equal(updated["session"]["instructions"], "Only about Ulm.", "instructions of the session")
        await call.client.next_event("response.done")
        seen = await call.upstream.seen(channel=EVENTS, messages=2)
        expect_equal(seen["problems"], [], "what the provider could not read")
        expect_equal(seen["kinds"], ["session.update", "response.create"], "events upstream")
        update = json.loads(seen["messages"][0])
        expect_equal(update["session"], {"type": "realtime", "instructions": "Only about Ulm."}, "what was sent")


TRANSCRIPTION = {"type": "transcription", "audio": {"input": {"transcription": {"model": "whisper-1"}}}}


@check("bridge policy: the operator's session is of the call's type: that of its offer, or that of its client's token")
async def injects_a_session_of_the_calls_type(bench):
    relay = await BridgeRelay(bench, calls='session: { include: ["item.input_audio_transcription.logprobs"] },').start()
    minted = await relay.ask("POST", "/v1/realtime/client_secrets", json={"session": TRANSCRIPTION})
    token = json.loads(minted.body)["value"]
    bench.secrets.plant_answered("a client secret", token)
    kinds = [
        ("transcription", {"session": TRANSCRIPTION}),
        ("realtime", {"session": {"type": "realtime", "model": "gpt-realtime"}}),
        ("realtime", {}),
        ("transcription", {"key": token, "path": PATH}),
    ]
    for kind, posting in kinds:
        async with BridgedCall(relay, VoiceClient(plays=False), plan={"media": "mute"}, **posting) as call:
            await call.established()
            await call.client.next_event("session.update")
            seen = await call.upstream.seen(channel=EVENTS, messages=1)
            sent = [json.loads(text) for text in seen["messages"]]
            include = {"include": ["item.input_audio_transcription.logprobs"]}
            expect_equal([event["session"] for event in sent], [{"type": kind, **include}], f"what a {kind} call is told")


@check("bridge policy: without any of it, whatever is sent passes")
async def allows_all_by_default(bench):
    relay = await BridgeRelay(bench).start()
    async with BridgedCall(relay, VoiceClient(plays=False), plan=QUIET) as call:
        await call.client.wait_until_open()
        sent = [json.dumps({"type": "session.update", "session": {"instructions": "Mine."}})] * 300
        for text in sent:
            call.client.channel.send(text)
        seen = await call.upstream.seen(channel=EVENTS, messages=len(sent))
        expect_equal(seen["channels"][EVENTS]["received"]["count"], len(sent), "messages upstream")
        await expect_refusals(relay, call, 0)
