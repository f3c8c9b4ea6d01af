# SPDX-License-Identifier: MIT
"""A stand-in for the provider: its HTTP API, checked strictly, with a real WebRTC peer behind it.

Prints one JSON line, {"port": N}, when it listens. Besides the provider's own routes it has:

    GET    /__seen[?posts=N]   every request received so far, newest last; with posts=N, once N POSTs have come
    DELETE /__seen             forgets them
    PUT    /__behaviour        {"hold": true|false} holds back answers to creates until told false
                               {"fail_next": {"status": 500, "code": "server_error", "message": "…"}}
                               {"plan": {…}} what later calls shall do from their start: watched_peer.py
           /__calls            live calls: call_control.py
"""

import argparse
import asyncio
import base64
import hashlib
import json
import secrets
import signal
import ssl
import sys
import time

from aiohttp import web

from strict_request import (
    SIP_CALL,
    Call,
    Refusal,
    check_headers,
    check_offer,
    check_query,
    check_session,
    read_call,
    read_control,
    read_json,
    read_legacy_call,
    read_live_session,
    read_translation_session,
)

MAX_BODY = 4 << 20
BETA_HEADER = frozenset({"openai-beta"})
RETIRED = Refusal(
    "beta_api_shape_disabled",
    "The Realtime Beta API is no longer supported. Please use /v1/realtime for the GA API.",
)


def encoded(data):
    return base64.b64encode(data).decode()


class Journal:
    """What was received, in order, and a way to wait for more."""

    def __init__(self):
        self.entries = []
        self.changed = asyncio.Condition()

    async def add(self, entry):
        async with self.changed:
            self.entries.append(entry)
            self.changed.notify_all()

    async def wait_for_posts(self, count):
        def enough():
            return sum(entry["method"] == "POST" for entry in self.entries) >= count

        async with self.changed:
            await self.changed.wait_for(enough)


class StandIn:
    def __init__(self, options):
        self.options = options
        self.journal = Journal()
        self.tokens = {}
        # The calls that are alive, by their ids; one has come in by telephone.
        self.alive = {SIP_CALL}
        self.gate = asyncio.Event()
        self.gate.set()
        self.fail_next = None
        self.host = None
        self.plan = {}
        self.make_peer = None
        if not options.no_media:
            # Only here, because the media stack takes long to load and --no-media does without it.
            from watched_peer import WatchedPeer

            self.make_peer = WatchedPeer

    # Around every request of the provider's own routes.

    @web.middleware
    async def record(self, request, handler):
        if request.path.startswith("/__"):
            return await handler(request)
        body = await request.read()
        entry = {
            "method": request.method,
            "path": request.rel_url.raw_path,
            "query": request.rel_url.raw_query_string,
            "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in request.raw_headers],
            "body_sha256": hashlib.sha256(body).hexdigest(),
            "body_base64": encoded(body),
        }
        request["entry"] = entry
        await self.journal.add(entry)
        started = time.monotonic()
        try:
            response = await handler(request)
        except Refusal as refusal:
            entry["code"] = refusal.code
            response = web.json_response(refusal.envelope(), status=refusal.status)
        except web.HTTPException as error:
            entry["code"] = error.reason
            refusal = Refusal("unknown_url", f"Invalid URL ({request.method} {request.path})", status=error.status)
            response = web.json_response(refusal.envelope(), status=error.status)
        entry["status"] = response.status
        entry["request_id"] = "req_" + secrets.token_hex(16)
        response.headers.update(
            {
                "x-request-id": entry["request_id"],
                "openai-processing-ms": str(int((time.monotonic() - started) * 1000)),
                "openai-version": "2020-10-01",
                "x-ratelimit-limit-requests": "10000",
                "x-ratelimit-remaining-requests": "9999",
                "x-ratelimit-reset-requests": "6ms",
            }
        )
        return response

    # What routes have in common.

    def credential(self, headers):
        """The session a token was minted with, or None for the provider key; anything else is a 401."""
        scheme, _, value = headers.get("authorization", "").partition(" ")
        if scheme != "Bearer":
            raise Refusal("missing_api_key", "You didn't provide an API key.", status=401)
        if value in self.tokens:
            session, expires_at = self.tokens[value]
            if time.time() >= expires_at:
                raise Refusal("invalid_realtime_token", "The token has expired.", status=401)
            return session
        if value != self.options.key:
            raise Refusal("invalid_api_key", "Incorrect API key provided.", status=401)
        return None

    async def admit(self, request, accepted_query, also=frozenset()):
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.raw_headers]
        checked = check_headers(headers, self.host, also)
        query = check_query(list(request.rel_url.query.items()), accepted_query)
        session = self.credential(checked)
        await self.gate.wait()
        if self.fail_next:
            failure, self.fail_next = self.fail_next, None
            raise Refusal(failure["code"], failure.get("message", "Planned failure."), status=failure["status"])
        return checked, query, session, await request.read()

    async def answered(self, request, call, session, dcid):
        call_id = "rtc_u1_" + secrets.token_hex(16)
        answer = await self.made(request, call, session, dcid, call_id)
        return web.Response(
            status=201,
            body=answer,
            headers={"Content-Type": "application/sdp", "Location": f"/v1/realtime/calls/{call_id}"},
        )

    async def made(self, request, call, session, dcid, call_id):
        """Makes a call and gives its answer."""
        self.alive.add(call_id)
        request["entry"].update(
            form=call.form,
            session=call.session,
            call_id=call_id,
            offer_sha256=hashlib.sha256(call.offer).hexdigest(),
            offer_base64=encoded(call.offer),
        )
        answer = await self.answer(call_id, call.offer, {**(session or {}), **(call.session or {})}, dcid)
        request["entry"].update(answer_sha256=hashlib.sha256(answer).hexdigest(), answer_base64=encoded(answer))
        return answer

    async def answer(self, call_id, offer, session, dcid):
        if self.make_peer is None:
            return answer_without_media(offer)
        try:
            return await self.make_peer(call_id, session, self.plan).answer(offer, dcid)
        except Exception as error:
            raise Refusal("invalid_offer", f"Failed to parse offer: {type(error).__name__}", "sdp") from error

    def mint(self, session, seconds):
        value = "ek_" + secrets.token_hex(16)
        expires_at = int(time.time()) + seconds
        self.tokens[value] = (session, expires_at)
        return value, expires_at

    # Routes.

    async def calls(self, request):
        headers, query, session, body = await self.admit(request, {"model", "dcid"})
        call = read_call(headers.get("content-type", ""), body, query, ephemeral_session=session)
        dcid = int(query["dcid"]) if "dcid" in query else None
        return await self.answered(request, call, session, dcid)

    async def legacy_calls(self, request):
        if not self.options.beta:
            raise RETIRED
        headers, query, session, body = await self.admit(request, {"model"}, BETA_HEADER)
        call = read_legacy_call(headers.get("content-type", ""), body, query)
        return await self.answered(request, call, session, None)

    async def client_secrets(self, request):
        headers, _, minted, body = await self.admit(request, set())
        value = self.json_body(headers, minted, body)
        session = check_session(value.get("session") or {})
        seconds = value.get("expires_after", {}).get("seconds", 600)
        if not 10 <= seconds <= 7200:
            raise Refusal("invalid_value", "'expires_after.seconds' is out of range.", "expires_after.seconds")
        token, expires_at = self.mint(session, seconds)
        shown = {"id": "sess_" + secrets.token_hex(8), "object": "realtime.session", "expires_at": 0, **session}
        return web.json_response({"value": token, "expires_at": expires_at, "session": shown})

    async def translation_secrets(self, request):
        headers, _, minted, body = await self.admit(request, set())
        value = self.json_body(headers, minted, body)
        session = read_translation_session(value.get("session") or {})
        token, expires_at = self.mint({"type": "translation", **session}, 60)
        shown = {"id": "sess_" + secrets.token_hex(8), "type": "translation", **session}
        return web.json_response({"value": token, "expires_at": expires_at, "session": shown})

    async def translation_calls(self, request):
        headers, query, session, body = await self.admit(request, {"dcid"})
        if session is None or session.get("type") != "translation":
            raise Refusal("ephemeral_token_required", "Translations are called with their own client secret.", status=401)
        if headers.get("content-type") != "application/sdp":
            raise Refusal("invalid_content_type", "Content-Type must be exactly application/sdp.")
        check_offer(body)
        dcid = int(query["dcid"]) if "dcid" in query else None
        return await self.answered(request, Call(offer=body, session=None, form="raw"), session, dcid)

    async def live_sessions(self, request):
        headers, _, minted, body = await self.admit(request, set())
        if headers.get("content-type") != "application/json" or minted is not None:
            raise Refusal("invalid_request", "A Live session is JSON, with an API key.")
        call, dcid = read_live_session(body)
        session_id = "live_" + secrets.token_hex(16)
        answer = await self.made(request, call, None, dcid, session_id)
        transport = {"type": "webrtc", "sdp": answer.decode()}
        return web.json_response({"session": {"id": session_id}, "transport": transport}, status=201)

    async def control(self, request):
        headers, _, minted, body = await self.admit(request, set())
        if headers.get("accept") != "*/*":
            raise Refusal("invalid_accept", "Accept must be exactly */*.")
        call, action = request.match_info["id"], request.match_info["action"]
        if call not in self.alive:
            raise Refusal("call_id_not_found", "No session found for the provided call_id", status=404)
        is_live = request.path.startswith("/v1/live/")
        request["entry"]["control"] = read_control(action, headers.get("content-type"), body, is_live)
        if action in ("hangup", "reject") and call != SIP_CALL:
            self.alive.remove(call)
        return web.Response(status=200)

    async def legacy_sessions(self, request):
        headers, _, minted, body = await self.admit(request, set(), BETA_HEADER)
        value = self.json_body(headers, minted, body)
        if "model" not in value or "type" in value:
            raise Refusal("invalid_value", "A beta session has a model and no type.", "model")
        token, expires_at = self.mint({"type": "realtime", "model": value["model"]}, 60)
        secret = {"value": token, "expires_at": expires_at}
        identity = {"id": "sess_" + secrets.token_hex(8), "object": "realtime.session"}
        return web.json_response({**identity, **value, "client_secret": secret})

    async def legacy_transcription_sessions(self, request):
        headers, _, minted, body = await self.admit(request, set(), BETA_HEADER)
        value = self.json_body(headers, minted, body)
        token, expires_at = self.mint({"type": "transcription"}, 60)
        secret = {"value": token, "expires_at": expires_at}
        identity = {"id": "sess_" + secrets.token_hex(8), "object": "realtime.transcription_session"}
        return web.json_response({**identity, **value, "client_secret": secret})

    def json_body(self, headers, minted, body):
        if headers.get("content-type") != "application/json":
            raise Refusal("invalid_content_type", "Content-Type must be exactly application/json.")
        if minted is not None:
            raise Refusal("ephemeral_token_refused", "This operation requires an API key.", status=401)
        return read_json(body)

    async def warm_up(self, request):
        return web.Response()

    async def seen(self, request):
        if "posts" in request.query:
            await self.journal.wait_for_posts(int(request.query["posts"]))
        return web.json_response(self.journal.entries)

    async def forget(self, request):
        self.journal.entries.clear()
        return web.Response(status=204)

    async def behave(self, request):
        wanted = await request.json()
        if "hold" in wanted:
            self.gate.clear() if wanted["hold"] else self.gate.set()
        self.fail_next = wanted.get("fail_next", self.fail_next)
        self.plan = wanted.get("plan", self.plan)
        return web.Response(status=204)

    def application(self):
        app = web.Application(middlewares=[self.record], client_max_size=MAX_BODY)
        app.router.add_post("/v1/realtime/calls", self.calls)
        app.router.add_post("/v1/realtime", self.legacy_calls)
        app.router.add_post("/v1/realtime/client_secrets", self.client_secrets)
        app.router.add_post("/v1/realtime/sessions", self.legacy_sessions)
        app.router.add_post("/v1/realtime/transcription_sessions", self.legacy_transcription_sessions)
        app.router.add_post("/v1/realtime/translations/client_secrets", self.translation_secrets)
        app.router.add_post("/v1/realtime/translations/calls", self.translation_calls)
        app.router.add_post("/v1/live/sessions", self.live_sessions)
        for path in ("/v1/realtime/calls", "/v1/live/sessions"):
            app.router.add_post(path + "/{id}/{action:accept|hangup|refer|reject}", self.control)
        app.router.add_head("/", self.warm_up)
        app.router.add_get("/__seen", self.seen)
        app.router.add_delete("/__seen", self.forget)
        app.router.add_put("/__behaviour", self.behave)
        if self.make_peer:
            import call_control

            call_control.add_routes(app.router)
        return app


def answer_without_media(offer):
    """An answer in the offer's shape for tests that need no peer: the same sections, ice-lite, nobody behind it."""
    head = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=ice-lite"]
    common = [
        "c=IN IP4 127.0.0.1",
        "a=ice-ufrag:standin",
        "a=ice-pwd:" + secrets.token_hex(12),
        "a=fingerprint:sha-256 " + ":".join(["AB"] * 32),
        "a=setup:active",
    ]
    lines = list(head)
    for line in offer.decode().splitlines():
        if line.startswith("m="):
            lines += [line, *common]
        elif line.startswith("a=mid:"):
            lines.append(line)
    return ("\r\n".join(lines) + "\r\n").encode()


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--key", default="sk-stand-in", help="the provider key that is accepted")
    parser.add_argument("--no-media", action="store_true", help="answer without a WebRTC peer")
    parser.add_argument("--beta", action="store_true", help="the beta endpoint is still on")
    parser.add_argument("--certificate", help="PEM file; with --private-key, serve over TLS as localhost")
    parser.add_argument("--private-key", help="PEM file")
    return parser.parse_args()


async def main():
    options = parse_arguments()
    tls = None
    if options.certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(options.certificate, options.private_key)
    stand_in = StandIn(options)
    runner = web.AppRunner(stand_in.application(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", options.port, ssl_context=tls)
    await site.start()
    port = runner.addresses[0][1]
    stand_in.host = f"{'localhost' if tls else '127.0.0.1'}:{port}"
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    print(json.dumps({"port": port}), flush=True)
    await stopped.wait()
    stand_in.gate.set()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
    sys.exit(0)
