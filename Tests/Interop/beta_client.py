# SPDX-License-Identifier: MIT
"""An application of 2024: the openai SDK 1.x, its beta realtime types and nothing of the current API, over aiortc.

    PYTHONPATH=.venv/openai-1 .venv/bin/python Tests/Interop/beta_client.py BASE_URL console|key

`console` is what OpenAI's realtime console did: a session made by the server, and the page's offer posted to
/v1/realtime?model= with the session's client secret. `key` posts the offer with the key itself. Both then talk: a question
in text, the function that the model calls, its output, and an answer in text; then one more in audio. Prints one
JSON object. The key comes from OPENAI_API_KEY.
"""

import asyncio
import json
import os
import sys

import aiohttp
import openai
from pydantic import TypeAdapter

from sdk_events import union, unknown_members
from voice_client import VoiceClient

MODEL = "gpt-4o-realtime-preview"
CLIENT_EVENTS, SERVER_EVENTS = TypeAdapter(union("beta", 1)), TypeAdapter(union("beta", 0))
TOOL = {
    "type": "function",
    "name": "get_weather",
    "description": "Tells the weather of a place.",
    "parameters": {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]},
}
UPDATE = {
    "modalities": ["text"],
    "instructions": "Be brief.",
    "voice": "alloy",
    "input_audio_format": "pcm16",
    "output_audio_format": "pcm16",
    "input_audio_transcription": {"model": "whisper-1"},
    "turn_detection": {"type": "server_vad", "threshold": 0.5, "silence_duration_ms": 500, "create_response": False},
    "tools": [TOOL],
    "tool_choice": "auto",
    "temperature": 0.7,
    "max_response_output_tokens": 200,
}


class Talk:
    """The session on the channel: each event is one of the SDK's beta models, or it is a problem."""

    def __init__(self, client):
        self.client, self.kinds, self.problems, self.unknown = client, [], [], set()

    def send(self, event):
        # As an application writes it, and as the SDK's types allow it.
        CLIENT_EVENTS.validate_python(event)
        self.client.channel.send(json.dumps(event))

    async def next(self, kind):
        """The next event of that kind, and the texts of deltas before it."""
        said = ""
        while True:
            text = await self.client.messages.get()
            try:
                event = SERVER_EVENTS.validate_json(text, strict=True)
            except ValueError as error:
                self.problems.append(f"{text[:300]}: {error}"[:600])
                continue
            self.kinds.append(event.type)
            self.unknown.update(f"{event.type}: {name}" for name in unknown_members(event))
            if event.type == "error":
                self.problems.append(text)
            if event.type == kind:
                return event, said
            said += getattr(event, "delta", "") or ""


async def secret(base_url, key):
    """The client secret of a session, as the application's server makes one."""
    options = {"api_key": key, "max_retries": 0, "http_client": openai.DefaultAsyncHttpxClient(trust_env=False)}
    async with openai.AsyncOpenAI(base_url=base_url + "/v1", **options) as client:
        session = await client.beta.realtime.sessions.create(model=MODEL, voice="alloy", modalities=["audio", "text"])
        return session.client_secret.value


async def exchange(base_url, credential, offer):
    headers = {"Authorization": f"Bearer {credential}", "Content-Type": "application/sdp"}
    async with aiohttp.ClientSession() as http:
        async with http.post(f"{base_url}/v1/realtime?model={MODEL}", data=offer, headers=headers) as response:
            body = await response.read()
            if response.status != 201:
                raise SystemExit(f"{response.status} {body[:500]!r}")
            return body, response.headers.get("Location")


async def converse(talk):
    """The events of a whole conversation; gives what the application learns of it."""
    created, _ = await talk.next("session.created")
    talk.send({"type": "session.update", "event_id": "mine_1", "session": UPDATE})
    updated, _ = await talk.next("session.updated")
    question = [{"type": "input_text", "text": "How warm is it in Ulm?"}]
    talk.send({"type": "conversation.item.create", "item": {"type": "message", "role": "user", "content": question}})
    item, _ = await talk.next("conversation.item.created")
    talk.send({"type": "response.create"})
    call, arguments = await talk.next("response.function_call_arguments.done")
    called, _ = await talk.next("response.done")
    output = {"type": "function_call_output", "call_id": call.call_id, "output": '{"celsius":21}'}
    talk.send({"type": "conversation.item.create", "item": output})
    talk.send({"type": "response.create"})
    text, text_deltas = await talk.next("response.text.done")
    done, _ = await talk.next("response.done")
    talk.send({"type": "response.create", "response": {"modalities": ["text", "audio"], "max_response_output_tokens": 100}})
    spoken, spoken_deltas = await talk.next("response.audio_transcript.done")
    last, _ = await talk.next("response.done")
    return {
        "model": created.session.model,
        "modalities": updated.session.modalities,
        "voice": updated.session.voice,
        "item": item.item.type,
        "arguments": [arguments, call.arguments],
        "function": called.response.output[0].name,
        "text": [text_deltas, text.text, done.response.output[0].content[0].text],
        "spoken": [spoken_deltas, spoken.transcript, last.response.output[0].content[0].transcript],
        "tokens": done.response.usage.total_tokens,
    }


async def main(base_url, way, key):
    credential = await secret(base_url, key) if way == "console" else key
    async with VoiceClient() as client:
        answer, location = await exchange(base_url, credential, client.offer)
        await client.accept(answer)
        await client.wait_until_open()
        talk = Talk(client)
        learned = await converse(talk)
        level = await client.hear_the_tone()
    found = {"kinds": talk.kinds, "problems": talk.problems, "unknown": sorted(talk.unknown)}
    return {"version": openai.__version__, "location": location, "level": level, **found, **learned}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1], sys.argv[2], os.environ["OPENAI_API_KEY"]))))
