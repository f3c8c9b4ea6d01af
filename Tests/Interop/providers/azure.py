# SPDX-License-Identifier: MIT
"""Azure OpenAI: a client secret with the resource's key, then the offer alone with the secret; or a form in one step."""

import time

from aiohttp import web

from .strict import Refused, new_id, sdp

ROOT = "/openai/v1/realtime"


class Azure:
    name = "azure"

    def __init__(self, key, scheme="api-key", one_step=False):
        self.key, self.scheme, self.one_step = key, scheme, one_step
        self.tokens = {}
        self.calls = set()

    def routes(self):
        return [
            ("POST", ROOT + "/client_secrets", self.client_secrets),
            ("POST", ROOT + "/calls", self.create),
            ("POST", ROOT + "/calls/{id}/hangup", self.hang_up),
        ]

    def refusal(self, refused):
        """Azure's envelope has details that OpenAI's has not."""
        code = "DeploymentNotFound" if refused.status == 404 else "invalid_request_error"
        error = {"code": code, "message": refused.rule, "type": code, "param": None, "details": []}
        return web.json_response({"error": error, "innererror": {}}, status=refused.status)

    def check_key(self, exchange):
        exchange.require("api-version" not in exchange.query, "the v1 surface takes no api-version")
        if self.scheme == "api-key":
            exchange.require("authorization" not in exchange.headers, "there must be one credential")
            exchange.require_field("api-key", self.key, 401)
        else:
            exchange.require("api-key" not in exchange.headers, "there must be one credential")
            exchange.require_field("authorization", f"Bearer {self.key}", 401)

    def check_deployment(self, exchange, session):
        exchange.require(session.get("type") == "realtime", "session.type must be realtime")
        exchange.require(session.get("model") == "my-deployment", "there is no such deployment", 404)

    async def client_secrets(self, exchange):
        self.check_key(exchange)
        exchange.require_query("")
        session = exchange.json_object(["session"])["session"]
        self.check_deployment(exchange, session)
        token = "ek_" + new_id()
        self.tokens[token] = session
        return web.json_response({"value": token, "expires_at": int(time.time()) + 60, "session": session})

    async def create(self, exchange):
        exchange.require(exchange.query in ("", "webrtcfilter=on"), "only webrtcfilter=on is taken")
        if self.one_step:
            self.check_key(exchange)
            offer, session = exchange.form()
            self.check_deployment(exchange, session)
        else:
            scheme, _, token = exchange.headers.get("authorization", "").partition(" ")
            if "api-key" in exchange.headers or scheme != "Bearer" or token not in self.tokens:
                raise Refused("This operation requires ephemeral tokens for authentication", 401)
            offer = exchange.raw_offer()
        call = "rtc_" + new_id()
        self.calls.add(call)
        return sdp(201, exchange.answer(offer), Location=f"{ROOT}/calls/{call}")

    async def hang_up(self, exchange):
        self.check_key(exchange)
        exchange.require(exchange.body == b"" and "content-type" not in exchange.headers, "there is no content")
        call = exchange.request.match_info["id"]
        exchange.require(call in self.calls, "there is no such call", 404)
        self.calls.remove(call)
        return web.Response(status=200)
