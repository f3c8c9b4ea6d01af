# SPDX-License-Identifier: MIT
"""The loopback's ephemeral tokens: minted by a server with an access key, used by a page without one."""

import asyncio

import openai

from checks_console import EVENT_TYPES, STATE
from driven_chromium import DrivenChromium
from harness import check, expect, expect_equal
from replica import Replica
from voice_client import VoiceClient

SESSION = {"type": "realtime", "model": "loopback", "instructions": "Minted.", "output_modalities": ["text"]}


def client_for(bench, replica, credential):
    """openai-python at the loopback's own routes; what comes back is kept for the search for secrets."""

    def keep(response):
        bench.secrets.saw_response("openai-python", response.status_code, response.headers.items(), response.read())

    return openai.OpenAI(
        base_url=replica.relay.base_url + "/loopback/v1",
        api_key=credential,
        max_retries=0,
        http_client=openai.DefaultHttpxClient(event_hooks={"response": [keep]}, trust_env=False),
    )


async def mint(bench, replica, **arguments):
    with client_for(bench, replica, replica.app) as client:
        minted = await asyncio.to_thread(client.realtime.client_secrets.create, session=SESSION, **arguments)
    bench.secrets.plant_answered("the loopback's token", minted.value)
    return minted


@check("loopback tokens: openai-python mints one and calls with it; its session is the call's, unless the call says otherwise")
async def python_mints_and_calls(bench):
    replica = await Replica(bench).start()
    minted = await mint(bench, replica, expires_after={"anchor": "created_at", "seconds": 60})
    expect(minted.value.startswith("ek_"), "the secret is no ephemeral token")
    expect_equal(minted.session.instructions, "Minted.", "instructions of the minted session")
    for own, modalities in ((None, ["text"]), ({"type": "realtime", "output_modalities": ["audio"]}, ["audio"])):
        async with VoiceClient() as caller:
            bench.secrets.plant_offer("the offer with the loopback's token", caller.offer)
            with client_for(bench, replica, minted.value) as client:
                arguments = {"sdp": caller.offer.decode(), **({"session": own} if own else {})}
                answer = await asyncio.to_thread(client.realtime.calls.create, **arguments)
            await caller.accept(answer.read())
            session = (await caller.next_event("session.created"))["session"]
            expect_equal(session["instructions"], "Minted.", "instructions of the call")
            expect_equal(session["output_modalities"], modalities, "modalities of the call")
            await caller.hear_the_tone()


@check("loopback tokens: what is made up, or of another relay, is refused, and so is minting with a token")
async def others_are_refused(bench):
    replica, stranger = await Replica(bench).start(), await Replica(bench).start()
    foreign, own = (await mint(bench, stranger)).value, (await mint(bench, replica)).value
    for token in ("ek_made_up", foreign, replica.app + "x"):
        async with VoiceClient() as caller:
            bench.secrets.plant_offer("the offer with a wrong token", caller.offer)
            with client_for(bench, replica, token) as client:
                try:
                    await asyncio.to_thread(client.realtime.calls.create, sdp=caller.offer.decode())
                except openai.AuthenticationError as error:
                    code = "invalid_api_key" if token.startswith("ek_") else "invalid_access_key"
                    expect_equal(error.code, code, "code")
                else:
                    expect(False, "a wrong token was taken")
    with client_for(bench, replica, own) as client:
        try:
            await asyncio.to_thread(client.realtime.client_secrets.create, session=SESSION)
        except openai.PermissionDeniedError as error:
            expect_equal(error.code, "insufficient_permissions", "code")
        else:
            expect(False, "a token minted another")


@check("loopback tokens, Chromium: the console calls with a token in the place of the access key")
async def console_calls_with_a_token(bench):
    replica = await Replica(bench).start()
    token = (await mint(bench, replica)).value
    async with DrivenChromium(bench, replica.relay.base_url + "/", "loopback-token") as page:
        await page.until("document.getElementById('failure')?.hidden === false", "that a key is asked for")
        await page.type(token)
        await page.press("Tab")
        # A token opens its provider, and does not tell which others there are.
        await page.until("document.getElementById('failure-code').textContent === 'access_denied'", "no list of providers")
        await page.tab_to("model")
        await page.type("loopback/m")
        await page.tab_to("call")
        await page.press("Enter")
        await page.until(f"{STATE} === 'connected'", "connected")
        await page.until("document.getElementById('level-out').value > 0.2", "audio that comes back")
        await page.until(f"{EVENT_TYPES}.includes('session.created')", "session.created")
        said = "[...document.querySelectorAll('#events li')].some(e => e.dataset.text.includes('Minted.'))"
        expect(await page.value(said), "the session is not the one that was minted")
        await page.tab_to("call")
        await page.press("Enter")
        await page.until(f"{STATE} === 'idle'", "hung up")
