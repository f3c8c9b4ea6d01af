# SPDX-License-Identifier: MIT
"""A realtime session that speaks the current API and nothing else: every client event is held to the SDK's models.

A beta name, a beta session or a member that the API does not have is a problem that the check is told of, and an `error`
event, as the provider's is. Asked for a response, it calls the first function once per question, and then answers.
"""

import copy
import json
import secrets

from pydantic import TypeAdapter

from sdk_events import union, unknown_members
from strict_request import AUDIO_INPUT_KEYS, AUDIO_KEYS, AUDIO_OUTPUT_KEYS, REALTIME_KEYS, Refusal, check_keys

CLIENT_EVENTS, SERVER_EVENTS = TypeAdapter(union("ga", 1)), TypeAdapter(union("ga", 0))
ARGUMENTS = '{"place":"Ulm"}'
ANSWER = ["It is ", "21 degrees ", "in Ulm."]

DEFAULTS = {
    "type": "realtime",
    "object": "realtime.session",
    "output_modalities": ["audio"],
    "instructions": "Be brief.",
    "tools": [],
    "tool_choice": "auto",
    "max_output_tokens": "inf",
    "tracing": None,
    "truncation": "auto",
    "audio": {
        "input": {"format": {"type": "audio/pcm", "rate": 24000}, "turn_detection": {"type": "server_vad"}},
        "output": {"format": {"type": "audio/pcm", "rate": 24000}, "voice": "marin", "speed": 1.0},
    },
}


def merged(old, new):
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{name: merged(old.get(name), value) for name, value in new.items()}}


def identifier(prefix):
    return f"{prefix}_{secrets.token_hex(8)}"


def check_update(session):
    """What the models of the SDK let pass, because they keep members that they do not know."""
    check_keys(session, REALTIME_KEYS, "session")
    if session.get("type") != "realtime":
        raise Refusal("missing_required_parameter", "Missing required parameter: 'session.type'.", "session.type")
    audio = session.get("audio", {})
    check_keys(audio, AUDIO_KEYS, "session.audio")
    check_keys(audio.get("input", {}), AUDIO_INPUT_KEYS, "session.audio.input")
    check_keys(audio.get("output", {}), AUDIO_OUTPUT_KEYS, "session.audio.output")
    if session.get("output_modalities", ["audio"]) not in (["audio"], ["text"]):
        path = "session.output_modalities"
        raise Refusal("invalid_value", f"'{path}' must be one of audio and text.", path)


class GASession:
    """One session: client events in, server events out, as texts."""

    def __init__(self, session):
        self.session = merged(copy.deepcopy(DEFAULTS), session)
        self.problems, self.kinds = [], []
        self.last_item, self.has_output = None, False

    def greeting(self):
        return self.events(("session.created", {"session": self.session}))

    def take(self, text):
        """The events that answer one of the client's."""
        event = {}
        try:
            event = json.loads(text)
            self.kinds.append(event["type"])
            parsed = CLIENT_EVENTS.validate_json(text, strict=True)
            unknown = list(unknown_members(parsed))
            if parsed.type != event["type"] or unknown:
                raise Refusal("unknown_parameter", f"{event['type']} has {unknown}")
            if event["type"] == "session.update":
                check_update(event["session"])
        except (Refusal, ValueError, KeyError, TypeError) as error:
            self.problems.append(f"{text[:200]}: {str(error)[:300]}")
            names = {"type": "invalid_request_error", "code": "invalid_event", "param": None}
            return self.events(("error", {"error": {**names, "message": "No.", "event_id": event.get("event_id")}}))
        answer = getattr(self, "on_" + event["type"].replace(".", "_"), lambda _: ())
        return self.events(*answer(event))

    def events(self, *pairs):
        texts = [json.dumps({"type": kind, "event_id": identifier("event"), **fields}) for kind, fields in pairs]
        for text in texts:
            unknown = list(unknown_members(SERVER_EVENTS.validate_json(text, strict=True)))
            self.problems += [f"the stand-in itself says {name}" for name in unknown if not name.startswith("session.")]
        return texts

    # What answers what.

    def on_session_update(self, event):
        self.session = merged(self.session, event["session"])
        yield "session.updated", {"session": self.session}

    def on_conversation_item_create(self, event):
        item = {"id": identifier("item"), "object": "realtime.item", "status": "completed", **event["item"]}
        self.has_output = item["type"] == "function_call_output"
        yield from self.item_events(item, "added", "done")

    def item_events(self, item, *stages):
        for stage in stages:
            yield f"conversation.item.{stage}", {"previous_item_id": self.last_item, "item": item}
        if "done" in stages:
            self.last_item = item["id"]

    def on_response_create(self, event):
        wanted = event.get("response", {})
        modalities = wanted.get("output_modalities", self.session["output_modalities"])
        response = {"object": "realtime.response", "id": identifier("resp"), "status_details": None, "usage": None}
        response |= {"output_modalities": modalities, "conversation_id": "conv_1", "metadata": None}
        yield "response.created", {"response": {**response, "status": "in_progress", "output": []}}
        if self.session["tools"] and not self.has_output:
            item = yield from self.function_call(response["id"])
        else:
            item = yield from self.message(response["id"], modalities[0])
        details = {"text_tokens": 20, "audio_tokens": 10, "cached_tokens": 0}
        usage = {"total_tokens": 42, "input_tokens": 30, "output_tokens": 12, "input_token_details": details}
        usage["output_token_details"] = {"text_tokens": 12, "audio_tokens": 0}
        yield "response.done", {"response": {**response, "status": "completed", "output": [item], "usage": usage}}
        yield "rate_limits.updated", {"rate_limits": [{"name": "tokens", "limit": 9, "remaining": 8, "reset_seconds": 1.0}]}

    def begin_item(self, response, item):
        yield "response.output_item.added", {"response_id": response, "output_index": 0, "item": item}
        yield from self.item_events(item, "added")

    def end_item(self, response, item):
        yield from self.item_events(item, "done")
        yield "response.output_item.done", {"response_id": response, "output_index": 0, "item": item}

    def function_call(self, response):
        name = self.session["tools"][0]["name"]
        item = {"id": identifier("item"), "object": "realtime.item", "type": "function_call", "status": "in_progress"}
        item |= {"call_id": identifier("call"), "name": name, "arguments": ""}
        yield from self.begin_item(response, item)
        place = {"response_id": response, "item_id": item["id"], "output_index": 0, "call_id": item["call_id"]}
        for start in range(0, len(ARGUMENTS), 8):
            yield "response.function_call_arguments.delta", {**place, "delta": ARGUMENTS[start : start + 8]}
        yield "response.function_call_arguments.done", {**place, "name": name, "arguments": ARGUMENTS}
        item = {**item, "status": "completed", "arguments": ARGUMENTS}
        yield from self.end_item(response, item)
        return item

    def message(self, response, modality):
        kind, member = ("output_text", "text") if modality == "text" else ("output_audio", "transcript")
        events = "response.output_text" if modality == "text" else "response.output_audio_transcript"
        item = {"id": identifier("item"), "object": "realtime.item", "type": "message", "status": "in_progress"}
        item |= {"role": "assistant", "content": []}
        yield from self.begin_item(response, item)
        place = {"response_id": response, "item_id": item["id"], "output_index": 0, "content_index": 0}
        part = {"type": "text" if modality == "text" else "audio", member: ""}
        yield "response.content_part.added", {**place, "part": part}
        if modality == "audio":
            yield "output_audio_buffer.started", {"response_id": response}
        for piece in ANSWER:
            yield f"{events}.delta", {**place, "delta": piece}
        text = "".join(ANSWER)
        if modality == "audio":
            yield "response.output_audio.done", place
        yield f"{events}.done", {**place, member: text}
        yield "response.content_part.done", {**place, "part": {**part, member: text}}
        item = {**item, "status": "completed", "content": [{"type": kind, member: text}]}
        yield from self.end_item(response, item)
        if modality == "audio":
            yield "output_audio_buffer.stopped", {"response_id": response}
        return item
