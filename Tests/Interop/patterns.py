# SPDX-License-Identifier: MIT
"""Messages that both ends can make: their parts, or they themselves, cannot be exchanged unnoticed."""

import json


def pattern(count):
    """So many bytes, each four of them their own number."""
    return b"".join(number.to_bytes(4) for number in range(count // 4 + 1))[:count]


def text_pattern(count):
    """So many ASCII characters, each eight of them their own number."""
    return b"".join(b"%08d" % number for number in range(count // 8 + 1))[:count]


def events(count, size, kind="response.output_text.delta"):
    """So many events of about so many bytes, each with its number."""
    for number in range(count):
        event = {"type": kind, "event_id": f"event_{number:06d}", "response_id": "resp_1", "item_id": "item_1"}
        event |= {"output_index": 0, "content_index": 0, "delta": ""}
        event["delta"] = text_pattern(max(0, size - len(json.dumps(event)))).decode()
        yield json.dumps(event)
