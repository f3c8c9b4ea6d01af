# SPDX-License-Identifier: MIT
"""Alibaba Model Studio: the offer alone, the model in the query."""

from aiohttp import web

from .strict import new_id, sdp


class Alibaba:
    name = "alibaba"

    def __init__(self, key):
        self.key = key

    def routes(self):
        return [("POST", "/api/v1/webrtc/realtime", self.create)]

    def refusal(self, refused):
        code = "InvalidApiKey" if refused.status == 401 else "InvalidParameter"
        body = {"code": code, "message": refused.rule, "request_id": new_id()}
        return web.json_response(body, status=refused.status)

    async def create(self, exchange):
        exchange.require_field("authorization", f"Bearer {self.key}", 401)
        exchange.require_query("model=qwen3-omni-flash-realtime")
        return sdp(200, exchange.answer(exchange.raw_offer()))
