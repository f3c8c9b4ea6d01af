# SPDX-License-Identifier: MIT
"""Servers that people run themselves: LocalAI, speaches, Hugging Face's speech-to-speech, SMG."""

from aiohttp import web

from .strict import new_id, sdp


class LocalAI:
    name = "localai"

    def routes(self):
        return [("POST", "/v1/realtime/calls", self.create)]

    def refusal(self, refused):
        return web.json_response({"error": refused.rule}, status=refused.status)

    async def create(self, exchange):
        exchange.require_no_credential()
        exchange.require_query("")
        value = exchange.json_object(["sdp", "model"])
        exchange.require(value["model"] == "my-model", "no such model", 404)
        answer = exchange.answer(exchange.offer(value["sdp"].encode()))
        return web.json_response({"sdp": answer.decode(), "session_id": "sess_" + new_id()}, status=201)


class Speaches:
    name = "speaches"

    def routes(self):
        return [("POST", "/v1/realtime", self.create)]

    def refusal(self, refused):
        """FastAPI's word for what it cannot read."""
        return web.json_response({"detail": [{"loc": ["query"], "msg": refused.rule}]}, status=refused.status)

    async def create(self, exchange):
        exchange.require_no_credential()
        exchange.require_query("model=org%2Fmy-model")
        answer = exchange.answer(exchange.raw_offer())
        # Malformed, and just what it sends.
        return web.Response(status=200, body=answer, headers={"Content-Type": "text/plain charset=utf-8"})


class HuggingFace:
    """One slot: a call that is not ended keeps the next one out."""

    name = "huggingface"
    slots = 1

    def __init__(self):
        self.calls = set()

    def routes(self):
        return [("POST", "/v1/realtime/calls", self.create), ("DELETE", "/v1/realtime/calls/{id}", self.end)]

    def refusal(self, refused):
        if refused.status == 503:
            return web.json_response({"detail": refused.rule}, status=503)
        return web.Response(status=refused.status, text=refused.rule)

    async def create(self, exchange):
        exchange.require_no_credential()
        exchange.require_query("")
        offer = exchange.raw_offer()
        exchange.require(b"o=refused " not in offer, "Invalid SDP offer")
        exchange.require(len(self.calls) < self.slots, "all pipelines are busy", 503)
        call = new_id()
        self.calls.add(call)
        return sdp(201, exchange.answer(offer), Location=f"/v1/realtime/calls/{call}")

    async def end(self, exchange):
        exchange.require_no_credential()
        exchange.require(exchange.body == b"", "there is no content")
        call = exchange.request.match_info["id"]
        exchange.require(call in self.calls, "no such call", 404)
        self.calls.remove(call)
        return web.Response(status=204)


class SMG:
    name = "smg"

    def routes(self):
        return [("POST", "/v1/realtime/calls", self.create)]

    def refusal(self, refused):
        error = {"type": "Bad Request", "code": "invalid_sdp", "message": refused.rule, "param": None}
        return web.json_response({"error": error}, status=refused.status)

    async def create(self, exchange):
        exchange.require_no_credential()
        exchange.require_query("")
        offer, session = exchange.form()
        exchange.require(session.get("model") == "my-model", "missing_model")
        # No Location: its calls have no ids.
        return sdp(201, exchange.answer(offer))
