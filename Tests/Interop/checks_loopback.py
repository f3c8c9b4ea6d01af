# SPDX-License-Identifier: MIT
"""The relay's own WebRTC peer, as the loopback provider: calls from aiortc, and from Chromium through the console."""

import asyncio
import json
import tempfile
from pathlib import Path

from checks_calls import OFFER
from checks_console import EVENT_TYPES, EVENTS, SCREENSHOTS, STATE
from driven_chromium import DrivenChromium
from harness import check, expect, expect_equal
from loopback_calls import CONFIGURATION, call
from voice_client import VoiceClient


async def check_events(bench, events):
    """What `sdprelay events check` finds in what came."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "session.jsonl")
        path.write_text("\n".join(json.dumps(event) for event in events) + "\n")
        child = await asyncio.create_subprocess_exec(
            str(bench.options.relay), "events", "check", "--json", "--vocabulary", "ga", str(path),
            stdout=asyncio.subprocess.PIPE,
        )
        return json.loads((await child.communicate())[0])


@check("loopback, aiortc: the tone comes back, events are answered, and every one of them is of the vocabulary")
async def aiortc_calls(bench):
    async with VoiceClient() as client:
        await call(bench, client)
        events = []

        async def next_event(kind):
            while True:
                message = json.loads(await client.messages.get())
                events.append(message)
                if message["type"] == kind:
                    return message

        created = await next_event("session.created")
        expect_equal(created["session"]["model"], "loopback", "the model that it says it is")
        update = {"type": "realtime", "output_modalities": ["text"], "audio": {"input": {"turn_detection": None}}}
        client.channel.send(json.dumps({"type": "session.update", "session": update}))
        updated = await next_event("session.updated")
        expect_equal(updated["session"]["output_modalities"], ["text"], "modalities after the update")
        content = [{"type": "input_text", "text": "Hello over there"}]
        item = {"type": "message", "role": "user", "content": content}
        client.channel.send(json.dumps({"type": "conversation.item.create", "item": item}))
        client.channel.send(json.dumps({"type": "response.create", "event_id": "mine"}))
        done = await next_event("response.done")
        expect_equal(done["response"]["output"][0]["content"][0]["text"], "Hello over there", "what is said back")
        client.channel.send(json.dumps({"type": "response.cancel", "event_id": "too late"}))
        error = await next_event("error")
        expect_equal(error["error"]["event_id"], "too late", "the event that the error names")
        report = await check_events(bench, events)
        expect_equal(report["findings"], [], "findings")
        expect_equal([turn["output_text"] for turn in report["turns"]], ["Hello over there"], "turns")
        await client.hear_the_tone()


@check("loopback, aiortc: other channels echo text, empty and binary messages, up to 200 KB")
async def channels_echo(bench):
    async with VoiceClient() as client:
        channel = client.connection.createDataChannel("echo")
        echoes, opened = asyncio.Queue(), asyncio.Event()
        channel.on("message", echoes.put_nowait)
        channel.on("open", opened.set)
        await call(bench, client)
        await opened.wait()
        for message in ("hello", "", b"", "x" * 60_000, bytes(range(256)) * 800):
            channel.send(message)
            expect_equal(await echoes.get() == message, True, f"an echo of {len(message)}")


@check("loopback, aiortc: DELETE ends the call for its client within a second, and ending it again is no error")
async def hangs_up(bench):
    async with VoiceClient() as client:
        answered = await call(bench, client)
        closed = asyncio.Event()
        client.connection.on("connectionstatechange", lambda: client.connection.connectionState == "closed" and closed.set())
        fields = {"Authorization": f"Bearer {bench.caller_key}"}
        location = answered.headers["Location"]
        ended = await bench.request("DELETE", location, name="DELETE", headers=fields)
        expect_equal(ended.status, 200, f"status ({ended.body!r})")
        async with asyncio.timeout(1):
            await closed.wait()


WRITE = "document.getElementById('text').value = text; document.getElementById('say').requestSubmit()"
# The first takes a second to say.
TWO_TEXTS = [" ".join(["going"] * 25), "and on"]


def answered(text):
    """Whether the page shows a response that says a text, whole."""
    said = f"part => (part.transcript ?? part.text) === {json.dumps(text)}"
    done = f"e.type === 'response.done' && e.response.output.some(item => item.content?.some({said}))"
    return f"{EVENTS}.some(e => {done})"


@check("loopback, Chromium: a relay without any key answers the console's button, hears, and speaks")
async def console_calls(bench):
    relay = await bench.start_relay(CONFIGURATION)
    async with DrivenChromium(bench, relay.base_url + "/", "loopback-console") as page:
        await page.until("document.getElementById('provider')?.value === 'loopback'", "the loopback as default")
        await page.tab_to("call")
        await page.press("Enter")
        await page.until(f"{STATE} === 'connected'", "connected")
        await page.until("[...document.querySelectorAll('#times dd')].every(e => /^\\d+$/.test(e.textContent))", "all timings")
        await page.until("document.getElementById('level-out').value > 0.2", "audio that comes back")
        # Chromium's microphone beeps: speech is found by its level, and answered.
        await page.until(f"{EVENT_TYPES}.includes('input_audio_buffer.speech_started')", "speech")
        await page.until(f"{EVENT_TYPES}.includes('response.done')", "an answer to it")
        # What it goes on to say interrupts answers.
        await page.tab_to("mute")
        await page.press("Enter")
        await page.tab_to("text")
        await page.type("Good morning")
        await page.press("Enter")
        await page.until(answered("Good morning"), "what was written, said back")
        await page.value(f"for (const text of {json.dumps(TWO_TEXTS)}) {{ {WRITE} }}")
        await page.until(answered(TWO_TEXTS[1]), "what was written while an answer was being given, said back after it")
        errors = await page.value(f"{EVENTS}.filter(e => e.type === 'error').map(e => e.error.code)")
        expect_equal(errors, ["conversation_already_has_active_response"], "what was refused")
        await page.screenshot(SCREENSHOTS / "loopback-console.png")
        await page.tab_to("call")
        await page.press("Enter")
        await page.until(f"{STATE} === 'idle'", "hung up")
        expect_equal(page.problems, [], "problems that Chromium logged")
    expect("dtls" not in relay.tail().lower(), "the log tells of DTLS")


FAULTS = """\
{
    listen: "LISTEN",
    providers: {
        refuse: { kind: "loopback", fault: "refuse" },
        delay: { kind: "loopback", fault: "delay" },
        deaf: { kind: "loopback", fault: "drop_media", echo_delay: "0s" },
        closing: { kind: "loopback", fault: "close_channel" },
        other: { kind: "loopback", fault: "wrong_fingerprint" },
    },
    default_provider: "loopback",
}
"""


@check("loopback, aiortc: each fault on purpose is what its name says")
async def faults_happen(bench):
    relay = await bench.start_relay(FAULTS)
    async with VoiceClient() as client:
        refused = await bench.post("/v1/realtime/calls?model=refuse/m", client.offer, OFFER, name="refuse", relay=relay)
        expect_equal((refused.status, refused.error()["code"]), (503, "upstream_overloaded"), "refuse")
    async with VoiceClient() as client:
        started = asyncio.get_running_loop().time()
        await call(bench, client, relay, "delay/m")
        expect(asyncio.get_running_loop().time() - started >= 2, "delay: the answer came at once")
    async with VoiceClient() as client:
        await call(bench, client, relay, "deaf/m")
        await client.next_event("session.created")
        expect_equal(client.frames.qsize(), 0, "drop_media: frames")
    async with VoiceClient() as client:
        closed = asyncio.Event()
        client.channel.on("close", closed.set)
        await call(bench, client, relay, "closing/m")
        client.channel.send('{"type":"response.create"}')
        await closed.wait()
    async with VoiceClient() as client:
        failed = asyncio.Event()
        states = client.connection
        states.on("connectionstatechange", lambda: states.connectionState in ("failed", "closed") and failed.set())
        answered = await bench.post("/v1/realtime/calls?model=other/m", client.offer, OFFER, name="other", relay=relay)
        await client.accept(answered.expect_answer().body)
        await failed.wait()
        expect(not client.opened.is_set(), "wrong_fingerprint: the channel opened")
