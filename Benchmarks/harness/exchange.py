# SPDX-License-Identifier: MIT
"""The exchange that is measured: the request as openai-python 3 sends it, and the upstream's canned answer."""

import http.client
import json
import re
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "Fixtures" / "sdp" / "generated"
PATH = "/v1/realtime/calls"
OFFER_BYTES = 3000
BOUNDARY = "98923ebe2d33f99f77986d27200e09b8"
CALL_ID = "rtc_u1_9c6574da8b8a41a18da9308f4ad974ce"
# The provider's own id, or one that the relay has sealed it in.
LOCATION = re.compile(f"{PATH}/({CALL_ID}|rtc_[-_A-Za-z0-9]{{139}})$")
ACCESS_KEY = "sk-relay-benchmark-caller-0123456789abcdef"

SESSION = {
    "type": "realtime",
    "model": "gpt-realtime",
    "instructions": "You are a friendly assistant. Speak briefly, and ask back when something is unclear.",
    "audio": {
        "input": {
            "noise_reduction": {"type": "near_field"},
            "transcription": {"model": "gpt-4o-mini-transcribe", "language": "en"},
            "turn_detection": {"type": "semantic_vad", "eagerness": "auto", "interrupt_response": True},
        },
        "output": {"voice": "marin", "speed": 1.0},
    },
    "tools": [],
    "tool_choice": "auto",
}

HEADERS = {
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
    "Authorization": f"Bearer {ACCESS_KEY}",
    "Accept": "application/sdp",
    "User-Agent": "OpenAI/Python 3.52.0",
    "X-Stainless-Lang": "python",
    "X-Stainless-Package-Version": "3.52.0",
    "X-Stainless-OS": "Linux",
    "X-Stainless-Arch": "x64",
    "X-Stainless-Runtime": "CPython",
    "X-Stainless-Runtime-Version": "3.11.7",
    "X-Stainless-Async": "false",
    "X-Stainless-Retry-Count": "0",
    "X-Stainless-Read-Timeout": "600",
    "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
}


def offer():
    """Chromium's offer for a microphone and a data channel, gathered on a host with several addresses."""
    lines = (FIXTURES / "chrome156-std-mic-dc-offer-gathered.sdp").read_bytes().split(b"\r\n")
    place = next(index for index, line in enumerate(lines) if line.startswith(b"a=candidate:"))
    number = 0
    while len(b"\r\n".join(lines)) < OFFER_BYTES:
        candidate = f"a=candidate:{3000000000 + number} 1 udp 2122129151 198.51.100.{number % 250 + 1} {40000 + number}"
        lines.insert(place, f"{candidate} typ host generation 0 network-id {number + 3}".encode())
        number += 1
    return b"\r\n".join(lines)


def body():
    """The form with the parts `sdp` and `session`."""

    def part(name, media_type, content):
        fields = f'Content-Disposition: form-data; name="{name}"\r\nContent-Type: {media_type}\r\n\r\n'
        return f"--{BOUNDARY}\r\n{fields}".encode() + content + b"\r\n"

    session = json.dumps(SESSION, separators=(",", ":")).encode()
    form = part("sdp", "application/sdp", offer()) + part("session", "application/json", session)
    return form + f"--{BOUNDARY}--\r\n".encode()


def answer():
    """Chromium's answer to that offer."""
    return (FIXTURES / "chrome156-std-mic-dc-answer.sdp").read_bytes()


class Client:
    """One kept connection on which exchanges follow each other, each checked in full."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.body = body()
        self.answer = answer()

    def exchange(self, count=1):
        for _ in range(count):
            self.connection.request("POST", PATH, self.body, HEADERS)
            response = self.connection.getresponse()
            content = response.read()
            location = response.getheader("Location", "")
            if response.status != 201 or content != self.answer or not LOCATION.search(location):
                raise RuntimeError(f"a wrong answer: {response.status}, Location {location!r}, {content[:300]!r}")

    def close(self):
        self.connection.close()
