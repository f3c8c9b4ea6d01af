# SPDX-License-Identifier: MIT
"""The official openai Python SDK, with nothing but its base URL changed."""

import asyncio
import json
import os
import sys

import openai

from harness import HERE, ROOT, check, expect, expect_equal
from strict_request import SIP_CALL
from voice_client import VoiceClient, sample_offer

SESSION = {"type": "realtime", "model": "gpt-realtime"}


def client_for(bench, credential=None):
    """The SDK's client; the hook only keeps what came back, for the search for secrets."""

    def keep(response):
        bench.secrets.saw_response("openai-python", response.status_code, response.headers.items(), response.read())

    return openai.OpenAI(
        base_url=bench.relay.base_url + "/v1",
        api_key=credential or bench.caller_key,
        http_client=openai.DefaultHttpxClient(event_hooks={"response": [keep]}, trust_env=False),
    )


async def create(bench, *, credential=None, **arguments):
    """calls.create in a thread: the SDK's client blocks."""
    with client_for(bench, credential) as client:
        return await asyncio.to_thread(client.realtime.calls.create, **arguments)


async def complete(bench, *, credential=None, **arguments):
    """Creates a call with the SDK and talks over it."""
    await bench.upstream.forget()
    async with VoiceClient() as caller:
        bench.secrets.plant_offer("the SDK's offer", caller.offer)
        answer = await create(bench, credential=credential, sdp=caller.offer.decode(), **arguments)
        await caller.accept(answer.read())
        await caller.wait_until_open()
        await caller.echo("hello from the SDK")
    return await bench.upstream.only_post()


@check("openai-python: calls.create with a session")
async def creates_with_a_session(bench):
    entry = await complete(bench, session=SESSION)
    expect_equal(entry["session"], SESSION, "session upstream")


@check("openai-python: calls.create without a session, the model in the query")
async def creates_without_a_session(bench):
    entry = await complete(bench, extra_query={"model": "gpt-realtime"})
    expect_equal(entry["session"], SESSION, "session upstream")


@check("openai-python: client_secrets.create, then a call with the minted secret")
async def mints_and_calls(bench):
    with client_for(bench) as client:
        minted = await asyncio.to_thread(client.realtime.client_secrets.create, session=SESSION)
    expect(minted.value.startswith("ek_"), "the secret is no ephemeral token")
    bench.secrets.plant_answered("the SDK's ek_ token", minted.value)
    expect_equal(minted.session.model, "gpt-realtime", "model of the minted session")
    entry = await complete(bench, credential=minted.value)
    expect_equal(entry["form"], "raw", "form upstream")


@check("openai-python: the provider's error surfaces with its code, message and param")
async def surfaces_errors(bench):
    offer = (await sample_offer(bench)).decode()
    try:
        await create(bench, sdp=offer, session={"type": "realtime", "model": "gpt-unheard-of"})
    except openai.NotFoundError as error:
        expect_equal(error.code, "model_not_found", "code")
        expect("gpt-unheard-of" in error.message, f"the message is {error.message!r}")
        expect_equal(error.param, "session.model", "param")
    else:
        expect(False, "no exception for an unknown model")


@check("openai-python: a create that failed upstream is not repeated")
async def does_not_repeat_a_create(bench):
    offer = (await sample_offer(bench)).decode()
    await bench.upstream.forget()
    await bench.upstream.behave(fail_next={"status": 500, "code": "server_error"})
    try:
        await create(bench, sdp=offer, session=SESSION)
    except openai.InternalServerError as error:
        expect_equal(error.status_code, 502, "status")
        expect_equal(error.code, "upstream_error", "code")
    else:
        expect(False, "no exception for a failed create")
    expect_equal(len(await bench.upstream.posts()), 1, "creates upstream")


@check("openai-python: hangup, accept, refer and reject, by the id that Location gave and by a webhook's")
async def controls_calls(bench):
    await bench.upstream.forget()
    offer = (await sample_offer(bench)).decode()

    def control(client):
        created = client.realtime.calls.with_raw_response.create(sdp=offer, session=SESSION)
        call = created.headers["location"].rsplit("/", 1)[1]
        client.realtime.calls.refer(call, target_uri="tel:+14155550123")
        client.realtime.calls.hangup(call)
        client.realtime.calls.hangup(call)
        client.realtime.calls.accept(SIP_CALL, **SESSION)
        client.realtime.calls.reject(SIP_CALL, status_code=486)
        return call

    with client_for(bench) as client:
        call = await asyncio.to_thread(control, client)
    entries = await bench.upstream.posts(6)
    made = entries[0]["call_id"]
    expect(made not in call, "the provider's id shows")
    wanted = [f"{made}/refer", f"{made}/hangup", f"{made}/hangup", f"{SIP_CALL}/accept", f"{SIP_CALL}/reject"]
    expect_equal([entry["path"].removeprefix("/v1/realtime/calls/") for entry in entries[1:]], wanted, "paths upstream")
    expect_equal(entries[4]["control"], SESSION, "session of the accepted call")


@check("openai-python: a Live session, and its end")
async def makes_a_live_session(bench):
    offer = (await sample_offer(bench)).decode()

    def live(client):
        made = client.live.create(session={"model": "gpt-live-1"}, transport={"type": "webrtc", "sdp": offer})
        client.live.sessions.hangup(made.session.id)
        return made

    with client_for(bench) as client:
        made = await asyncio.to_thread(live, client)
    expect(made.session.id.startswith("live_") and made.transport.sdp.startswith("v=0"), "no Live session")


@check("openai-python: Azure's client, by its endpoint only")
async def serves_azures_client(bench):
    await bench.providers.forget()
    offer = (await sample_offer(bench)).decode()

    def keep(response):
        bench.secrets.saw_response("AzureOpenAI", response.status_code, response.headers.items(), response.read())

    def talk():
        with openai.AzureOpenAI(
            azure_endpoint=bench.relay.base_url + "/azure",
            api_version="2025-04-01-preview",
            api_key=bench.caller_key,
            http_client=openai.DefaultHttpxClient(event_hooks={"response": [keep]}, trust_env=False),
        ) as client:
            session = {"type": "realtime", "model": "my-deployment"}
            created = client.realtime.calls.with_raw_response.create(sdp=offer, session=session)
            client.realtime.calls.hangup(created.headers["location"].rsplit("/", 1)[1])
            return client.realtime.client_secrets.create(session=session).value

    bench.secrets.plant_answered("Azure's secret by the SDK", await asyncio.to_thread(talk))
    paths = [entry["path"].removeprefix("/openai/v1/realtime/") for entry in await bench.providers.seen("azure")]
    expect_equal([path.rsplit("/", 1)[-1] for path in paths], ["client_secrets", "calls", "hangup", "client_secrets"], "paths")


@check("openai-python 1.109: client secrets and beta sessions, of OpenAI and of Azure")
async def serves_the_first_major_version(bench):
    place = ROOT / ".venv" / "openai-1"
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        HERE / "openai_1.py",
        bench.relay.base_url,
        env={**os.environ, "PYTHONPATH": str(place)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await child.communicate(bench.caller_key.encode() + b"\n")
    expect_equal(child.returncode, 0, f"exit code ({err.decode()[-400:]})")
    values = json.loads(out)
    expect_equal(values.pop("version"), "1.109.1", "version")
    for name, value in values.items():
        expect(value.startswith("ek_"), f"{name} is no ephemeral token")
        bench.secrets.plant_answered(f"openai 1.x: {name}", value)
