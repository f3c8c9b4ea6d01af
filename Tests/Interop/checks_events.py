# SPDX-License-Identifier: MIT
"""Our event vocabularies against the models of the openai SDK: what a server says, and all that a client can build."""

import asyncio
import json
import os
import sys

from harness import HERE, ROOT, check, expect, expect_equal

VOCABULARIES = ["ga", "beta", "translation", "live"]

# What servers send and the SDK keeps without having a field for it.
BEYOND_THE_SDK = {
    "ga": {"obfuscation", "session.object", "session.id", "session.expires_at"},
    "beta": {
        *["session.object", "session.id", "session.expires_at"],
        *["session.turn_detection.create_response", "session.turn_detection.interrupt_response"],
        *["response.usage.input_token_details.image_tokens", "response.usage.input_token_details.cached_tokens_details"],
        "later",  # a member that no version has, to see that it is kept
    },
}

# Events of beta servers that the beta types of the SDK never had.
EVENTS_BEYOND_THE_BETA_TYPES = {
    *["conversation.item.input_audio_transcription.segment", "transcription_session.created"],
    *["mcp_list_tools.completed", "mcp_list_tools.failed", "mcp_list_tools.in_progress"],
    *["response.mcp_call.completed", "response.mcp_call.failed", "response.mcp_call.in_progress"],
    *["response.mcp_call_arguments.delta", "response.mcp_call_arguments.done"],
}


async def output(*arguments, code=0, environment=None, given=None):
    child = await asyncio.create_subprocess_exec(
        *[str(argument) for argument in arguments],
        env={**os.environ, **(environment or {})},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await child.communicate(given)
    expect_equal(child.returncode, code, f"exit code ({(err or out).decode()[-400:]})")
    return out


async def sdk(task, vocabulary):
    # The types of the beta are in the last 1.x release only.
    older = {"PYTHONPATH": str(ROOT / ".venv" / "openai-1")} if vocabulary == "beta" else None
    return await output(sys.executable, HERE / "sdk_events.py", task, vocabulary, environment=older)


async def report(bench, vocabulary, lines, code):
    arguments = ["events", "check", "--json", "--vocabulary", vocabulary, "--direction", "client", "-"]
    return json.loads(await output(bench.options.relay, *arguments, code=code, given=lines))


@check("events: every server event of Fixtures/events is one of the SDK's models, with no member that it does not know")
async def server_events_parse(bench):
    for vocabulary in VOCABULARIES:
        parsed = json.loads(await sdk("parse", vocabulary))
        known = BEYOND_THE_SDK.get(vocabulary, set())
        problems = [text for text in parsed["problems"] if text.partition("the SDK has no ")[2] not in known]
        expect(not problems, f"{vocabulary}: {problems}")
        expect_equal(parsed["missing"], [], f"{vocabulary}: models without a fixture")
        beyond = EVENTS_BEYOND_THE_BETA_TYPES if vocabulary == "beta" else set()
        expect_equal(set(parsed["beyond"]), beyond, f"{vocabulary}: events that the SDK does not have")


@check("events: nothing is wrong with any client event that the SDK's types can build")
async def client_events_are_accepted(bench):
    for vocabulary in VOCABULARIES:
        lines = await sdk("build", vocabulary)
        found = await report(bench, vocabulary, lines, code=0)
        expect_equal(found["findings"], [], vocabulary)
        expect_equal(found["events"], lines.count(b"\n"), f"{vocabulary}: events")
        expect(found["events"] > 20, f"{vocabulary}: only {found['events']} events were built")


@check("events: each member that the SDK cannot do without is missed")
async def missing_members_are_found(bench):
    for vocabulary in VOCABULARIES:
        lines = await sdk("break", vocabulary)
        found = await report(bench, vocabulary, lines, code=1)
        lacking = {finding["line"] for finding in found["findings"] if finding["code"] == "missing_field"}
        expect_equal(lacking, set(range(1, lines.count(b"\n") + 1)), f"{vocabulary}: lines")
