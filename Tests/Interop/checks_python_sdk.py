# SPDX-License-Identifier: MIT
"""The official openai Python SDK, with nothing but its base URL changed."""

import asyncio

import openai

from harness import check, expect, expect_equal
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
