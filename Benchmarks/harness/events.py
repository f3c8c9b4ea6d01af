# SPDX-License-Identifier: MIT
"""Three events as a server of OpenAI's beta sends them, the same bytes in every run."""

import base64
import json
import random

IDS = {
    "event_id": "event_BGpqwA7nKz0ksPYW4RbBD",
    "response_id": "resp_BGpqvHsNzbfRYwQ5fUaLu",
    "item_id": "item_BGpqv3PbRcKvhkWqXNm0S",
}
PLACE = {**IDS, "output_index": 0, "content_index": 0}
# Real transcripts are not all ASCII.
TRANSCRIPT = (
    "Grüß dich! Right now in München it is 12 °C with a light wind from the west, and it should stay dry until late "
    "in the evening — “just take a jacket”, as they say. Tomorrow looks warmer, with up to 17 °C and some sun in the "
    "afternoon. For the trip to Ulm there are three trains within the hour: the ICE at 18:28 from platform 14, which "
    "takes an hour and eighteen minutes; the RE 9 at 18:41 from platform 19, which is cheaper and takes just under two "
    "hours; and an IC at 19:02 from platform 22. The ICE is on time, the RE is said to be five minutes late – and for "
    "the IC there is nothing yet. Shall I send you the tickets’ prices, or look for something later in the evening?"
)
AUDIO_BYTES = 45_000


def text_delta():
    return {"type": "response.audio_transcript.delta", **PLACE, "delta": TRANSCRIPT[:85]}


def response_done():
    message = {
        "id": IDS["item_id"],
        "object": "realtime.item",
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [{"type": "audio", "transcript": TRANSCRIPT}],
    }
    call = {
        "id": "item_BGpqwT1Zc7mXo2LdYbVfE",
        "object": "realtime.item",
        "type": "function_call",
        "status": "completed",
        "name": "get_departures",
        "call_id": "call_tq0E5mJr8WzXkP2c",
        "arguments": '{"from":"München Hbf","to":"Ulm Hbf","after":"2025-04-01T18:30:00+02:00","limit":3}',
    }
    tokens = {"text_tokens": 119, "audio_tokens": 313, "cached_tokens": 384}
    response = {
        "object": "realtime.response",
        "id": IDS["response_id"],
        "status": "completed",
        "status_details": None,
        "output": [message, call],
        "conversation_id": "conv_BGpqtR0y1oVnCwJ4hQsMz",
        "modalities": ["text", "audio"],
        "voice": "alloy",
        "output_audio_format": "pcm16",
        "temperature": 0.8,
        "max_output_tokens": "inf",
        "usage": {
            "total_tokens": 903,
            "input_tokens": 432,
            "output_tokens": 471,
            "input_token_details": {**tokens, "cached_tokens_details": {"text_tokens": 64, "audio_tokens": 320}},
            "output_token_details": {"text_tokens": 98, "audio_tokens": 373},
        },
        "metadata": None,
    }
    return {"type": "response.done", "event_id": IDS["event_id"], "response": response}


def audio_delta():
    audio = random.Random(1).randbytes(AUDIO_BYTES)
    return {"type": "response.audio.delta", **PLACE, "delta": base64.b64encode(audio).decode()}


def write(folder):
    """Name to file, from the smallest to the largest."""
    events = {"300 B": text_delta(), "2 KB": response_done(), "60 KB": audio_delta()}
    files = {}
    for name, event in events.items():
        files[name] = folder / f"{event['type']}.json"
        files[name].write_text(json.dumps(event, ensure_ascii=False, separators=(",", ":")))
    return files
