# SPDX-License-Identifier: MIT
"""Inworld: offer and session as JSON, or the offer alone."""

from aiohttp import web

from .strict import JSON, new_id, sdp

ROOT = "/v1/realtime/calls"


class Inworld:
    name = "inworld"

    def __init__(self, key, scheme="Basic"):
        self.key, self.scheme = key, scheme
        self.calls = set()

    def routes(self):
        return [("POST", ROOT, self.create), ("POST", ROOT + "/{id}/hangup", self.hang_up)]

    def refusal(self, refused):
        return web.json_response({"code": 3, "message": refused.rule, "details": []}, status=refused.status)

    async def create(self, exchange):
        exchange.require_field("authorization", f"{self.scheme} {self.key}", 401)
        call = new_id()
        if exchange.headers["content-type"] == JSON:
            exchange.require_query("")
            value = exchange.json_object(["sdp", "session"])
            exchange.require(value["session"].get("type") == "realtime", "session.type must be realtime")
            exchange.require("model" in value["session"], "session.model is missing")
            answer = exchange.answer(exchange.offer(value["sdp"].encode()))
            self.calls.add(call)
            return web.json_response({"id": call, "sdp": answer.decode()}, status=200)
        exchange.require_query("model=my-model")
        answer = exchange.answer(exchange.raw_offer())
        self.calls.add(call)
        return sdp(201, answer, Location=f"{ROOT}/{call}")

    async def hang_up(self, exchange):
        exchange.require_field("authorization", f"{self.scheme} {self.key}", 401)
        exchange.require(exchange.body == b"", "there is no content")
        call = exchange.request.match_info["id"]
        exchange.require(call in self.calls, "there is no such call", 404)
        self.calls.remove(call)
        return web.Response(status=200)
