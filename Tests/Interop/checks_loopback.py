# SPDX-License-Identifier: MIT
"""The relay's own WebRTC peer, as the loopback provider: calls from aiortc, and from Chromium through the console."""

import asyncio
import json
import random
import re
import socket
import tempfile
from pathlib import Path

from checks_calls import OFFER
from checks_console import EVENT_TYPES, SCREENSHOTS, STATE
from driven_chromium import DrivenChromium
from harness import Failure, check, expect, expect_equal
from voice_client import VoiceClient

# Nothing else has a key: the loopback is the default.
CONFIGURATION = '{ listen: "LISTEN", providers: { openai: { kind: "openai" } } }'


async def call(bench, client, relay=None, model="loopback/loopback"):
    bench.secrets.plant_offer("the offer to the loopback", client.offer)
    answered = await bench.post(
        f"/v1/realtime/calls?model={model}", client.offer, OFFER, name="loopback", credential=bench.caller_key, relay=relay
    )
    answered.expect_answer()
    await client.accept(answered.body)
    await client.wait_until_open()
    return answered


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
        await page.tab_to("text")
        await page.type("Good morning")
        await page.press("Enter")
        said = "[...document.querySelectorAll('#events li')].some(e => e.dataset.text.includes('Good morning') "
        await page.until(said + "&& e.dataset.text.includes('\"response.done\"'))", "what was written, said back")
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


def junk(generator, ufrag):
    """A datagram that is nobody's: random, or as it would begin if it were somebody's."""
    body = bytes(generator.getrandbits(8) for _ in range(generator.randrange(0, 200)))
    name = f"{ufrag}:abcd".encode()
    padded = name + bytes(-len(name) % 4)
    attribute = b"\x00\x06" + len(name).to_bytes(2) + padded
    forged = b"\x00\x01" + len(attribute).to_bytes(2) + b"\x21\x12\xa4\x42" + body[:12].ljust(12, b"x") + attribute
    return generator.choice([body, forged, forged[:30], b"\x16\xfe\xfd" + body, b"\x80\x6f" + body, b"\x81\xc8" + body])


@check("loopback, aiortc: 20,000 datagrams of nobody's, forged checks among them, get no answer and disturb no call")
async def junk_disturbs_nothing(bench):
    async with VoiceClient() as client:
        answered = await call(bench, client)
        text = answered.body.decode()
        port = int(re.search(r"a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+) typ host", text)[1])
        ufrag = re.search(r"a=ice-ufrag:(\S+)", text)[1]
        generator = random.Random(5)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            stranger.connect(("127.0.0.1", port))
            stranger.setblocking(False)
            for number in range(20_000):
                try:
                    stranger.send(junk(generator, ufrag))
                except BlockingIOError:
                    pass
                if number % 200 == 0:
                    await asyncio.sleep(0)
            await client.hear_the_tone()
            try:
                expect(False, f"a stranger was answered: {stranger.recv(2048)!r}")
            except BlockingIOError:
                pass
        channel = client.connection.createDataChannel("after")
        echoes = asyncio.Queue()
        channel.on("message", echoes.put_nowait)
        channel.on("open", lambda: channel.send("still here"))
        expect_equal(await echoes.get(), "still here", "the echo afterwards")


# Two loops, and of the ports the first is taken by the check itself.
PLACED = """\
{
    listen: "LISTEN", loops: 2,
    providers: { openai: { kind: "openai" } },
    media: { MEDIA, ports: "FIRST-LAST" },
}
"""
CANDIDATE = re.compile(r"a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host")


def free_ports(count):
    """The first of some UDP ports in a row that are free at 127.0.0.1, below those that systems choose themselves."""
    for first in range(20_000, 30_000, count):
        try:
            for port in range(first, first + count):
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                    probe.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
    raise Failure("no free ports")


def placed(media, first, last):
    return PLACED.replace("MEDIA", media).replace("FIRST", str(first)).replace("LAST", str(last))


async def candidates_of_calls(bench, relay):
    """The candidates of some answers: connections are spread over the loops by the kernel."""
    found = set()
    for _ in range(12):
        async with VoiceClient() as client:
            answered = await bench.post("/v1/realtime/calls?model=loopback/m", client.offer, OFFER, name="placed", relay=relay)
            found.add(tuple(CANDIDATE.findall(answered.expect_answer().body.decode())))
    return found


@check("loopback, aiortc: a call at the address to bind, on a port of the range that is free; candidates are exactly these")
async def media_is_bound(bench):
    first = free_ports(5)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", first))
        media = 'public_addresses: ["127.0.0.1", "203.0.113.9"], bind: ["127.0.0.1", "127.0.0.2"]'
        relay = await bench.start_relay(placed(media, first, first + 4))
        async with VoiceClient() as client:
            answered = await call(bench, client, relay)
            await client.hear_the_tone()
            found = CANDIDATE.findall(answered.body.decode())
            expect_equal([address for address, _ in found], ["127.0.0.1", "203.0.113.9"], "addresses")
            expect(all(first <= int(port) <= first + 4 for _, port in found), f"ports: {found}")
            expect(("127.0.0.1", str(first)) not in found, "a port that another has")
            expect_equal(len(answered.body.decode().split("a=candidate:")) - 1, 2, "candidates")


@check("loopback, aiortc: behind a NAT, the answer carries public addresses only, and datagrams reach the call all the same")
async def media_is_public(bench):
    first = free_ports(4)
    # A 1:1 NAT in small: the public address leads to another one. Here the client is told of where it leads.
    relay = await bench.start_relay(placed('public_addresses: ["203.0.113.9"]', first, first + 3))
    found = await candidates_of_calls(bench, relay)
    expect_equal({address for candidates in found for address, _ in candidates}, {"203.0.113.9"}, "addresses")
    ports = {int(port) for candidates in found for _, port in candidates}
    expect(ports <= {first, first + 1}, f"ports of two loops: {ports}")
    async with VoiceClient() as client:
        answered = await bench.post("/v1/realtime/calls?model=loopback/m", client.offer, OFFER, name="NAT", relay=relay)
        await client.accept(answered.expect_answer().body.replace(b" 203.0.113.9 ", b" 127.0.0.1 "))
        await client.wait_until_open()
        await client.hear_the_tone()


@check("loopback: fewer media ports than event loops are a mistake that names its place")
async def too_few_ports(bench):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "few.json5")
        path.write_text(placed('bind: ["127.0.0.1"]', 40_000, 40_000).replace("LISTEN", "127.0.0.1:0"))
        child = await asyncio.create_subprocess_exec(
            str(bench.options.relay), "check-config", str(path), stdout=asyncio.subprocess.PIPE
        )
        told = (await child.communicate())[0].decode()
        expect_equal(child.returncode, 1, "exit code")
        expect("media.ports: must be at least 2 ports" in told, told)
