# SPDX-License-Identifier: MIT
"""Clients of the beta against a provider that has switched it off: nothing but their base URL is changed."""

import asyncio
import json
import os
import sys

from bridge_relay import EVENTS, BridgedCall, BridgeRelay, UpstreamCall
from checks_events import BEYOND_THE_SDK
from harness import HERE, ROOT, check, expect_equal

ANSWER = "It is 21 degrees in Ulm."

# In the order in which the client asks for things; what one of its events may become is one event.
ASKED_UPSTREAM = [
    *["session.update", "conversation.item.create", "response.create"],
    *["conversation.item.create", "response.create", "response.create"],
]

# What the translation keeps of the current API, for clients do not mind what they do not know (docs/events.md).
KEPT = {"name", "session.truncation"}

# What no event of the beta is called.
CURRENT_NAMES = ("output_text", "output_audio.", "output_audio_transcript", "conversation.item.added", "conversation.item.done")


async def beta_client(bench, relay, way):
    """The client's report, and what the stand-in has of its call."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".venv" / "openai-1"), "OPENAI_API_KEY": bench.caller_key}
    arguments = [sys.executable, HERE / "beta_client.py", relay.relay.base_url, way]
    await bench.upstream.forget()
    await bench.upstream.behave(plan={"strict": True})
    try:
        client = bench.start(arguments, f"beta-client-{way}", environment)
        code = await client.exit_code()
        expect_equal(code, 0, f"exit code ({client.tail()})")
    finally:
        await bench.upstream.behave(plan={})
    report = json.loads(client.stdout_path.read_text())
    made = [entry for entry in await bench.upstream.posts() if "call_id" in entry]
    expect_equal(len(made), 1, "calls made upstream")
    return report, made[0], await UpstreamCall(bench.upstream, made[0]["call_id"]).seen()


def expect_conversation(report, entry, seen):
    expect_equal(report["version"], "1.109.1", "version of the SDK")
    expect_equal(entry["path"], "/v1/realtime/calls", "path upstream")
    expect_equal(report["problems"], [], "what the beta client could not read")
    expect_equal(seen["problems"], [], "what the provider could not read")
    expect_equal(seen["kinds"], ASKED_UPSTREAM, "events upstream")
    learned = {name: report[name] for name in ("modalities", "voice", "item", "arguments", "function", "text", "spoken", "tokens")}
    expect_equal(
        learned,
        {
            "modalities": ["text"],
            "voice": "alloy",
            "item": "message",
            "arguments": ['{"place":"Ulm"}'] * 2,
            "function": "get_weather",
            "text": [ANSWER] * 3,
            "spoken": [ANSWER] * 3,
            "tokens": 42,
        },
        "what the application learned",
    )
    current = [kind for kind in report["kinds"] if any(name in kind for name in CURRENT_NAMES)]
    expect_equal(current, [], "events of the current API")
    unknown = {text.partition(": ")[2] for text in report["unknown"]} - BEYOND_THE_SDK["beta"] - KEPT
    expect_equal(unknown, set(), "members that the beta did not have")


@check("bridge, the beta retired: openai-python 1.x and the flow of the old console, a whole conversation with a function")
async def serves_the_old_console(bench):
    relay = await BridgeRelay(bench).start()
    report, entry, seen = await beta_client(bench, relay, "console")
    expect_conversation(report, entry, seen)
    expect_equal(entry["form"], "raw", "form upstream of an offer with a client secret")


@check("bridge, the beta retired: openai-python 1.x with its key alone, a whole conversation with a function")
async def serves_a_beta_client_with_its_key(bench):
    relay = await BridgeRelay(bench).start()
    report, entry, seen = await beta_client(bench, relay, "key")
    expect_conversation(report, entry, seen)
    expect_equal(entry["session"]["type"], "realtime", "type of the session upstream")
    identifier = report["location"].rsplit("/", 1)[1]
    while identifier not in relay.records():
        await asyncio.sleep(0.02)
    record = relay.records()[identifier]
    expect_equal([turn["status"] for turn in record["turns"]], ["completed"] * 3, "turns that the relay saw")
    expect_equal(record["usage"]["total_tokens"], 126, "tokens that the relay saw")


@check("bridge: on the current route, no event is translated")
async def translates_only_legacy_routes(bench):
    relay = await BridgeRelay(bench).start()
    beta = '{"type":"session.update","session":{"modalities":["text"],"voice":"alloy"}}'
    async with BridgedCall(relay, plan={"silent": True}) as call:
        await call.client.wait_until_open()
        call.client.channel.send(beta)
        seen = await call.upstream.seen(channel=EVENTS, messages=1)
        expect_equal(seen["messages"], [beta], "a beta event on the current route")
        await call.upstream.do("say", text='{"type":"response.output_text.delta","delta":"x"}')
        await call.client.next_event("response.output_text.delta")
