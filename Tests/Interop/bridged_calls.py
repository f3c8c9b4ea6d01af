# SPDX-License-Identifier: MIT
"""A relay's routes on bridged calls, as a check wants them, in front of a real relay that serves everything else."""

import asyncio
import json
import time

import aiohttp
from aiohttp import web

from harness import expect

CALLS = "/v1/realtime/calls"


def call_object(number, state="connected", **members):
    """A bridged call as the relay tells of it."""
    return {
        "object": "realtime.call",
        "id": f"rtc_{number:03}",
        "upstream_call_id": f"rtc_upstream_{number:03}",
        "provider": "openai",
        "model": "gpt-realtime",
        "media": "bridge",
        "state": state,
        "created_at": int(time.time()) - 75,
        "duration_ms": 75_000.5,
        "timings": {"answered_ms": 12.1, "client_connected_ms": 40.0},
        "client": {"state": "connected", "media": {"packets_sent": 980, "packets_received": 1200, "packets_lost": 3}},
        "upstream": {"state": "connected", "media": {"packets_sent": 1197, "packets_received": 982}},
        "events_refused": 0,
        "turn_count": 2,
        "usage": {"total_tokens": 321, "input_tokens": 300, "output_tokens": 21},
        **members,
    }


class BridgedCalls:
    """`async with BridgedCalls(relay) as bridge`; `streams=False` leaves polling, `bridges=False` nothing of all that."""

    def __init__(self, relay, streams=True, bridges=True, key=None):
        self.relay, self.streams, self.bridges, self.key = relay, streams, bridges, key
        self.calls, self.asked, self.hung_up, self.refusal = {}, [], [], None
        self.watchers, self.watchers_in_all = set(), 0

    async def __aenter__(self):
        application = web.Application()
        application.router.add_route("OPTIONS", CALLS, self.options)
        if self.bridges:
            application.router.add_get(CALLS, self.list)
            application.router.add_get(CALLS + "/events", self.events)
            application.router.add_get(CALLS + "/{id}", self.call)
            application.router.add_delete(CALLS + "/{id}", self.delete)
        application.router.add_route("*", "/{path:.*}", self.forward)
        self.http = aiohttp.ClientSession()
        # Streams must not hold up the end of the check.
        self.runner = web.AppRunner(application, shutdown_timeout=0.1, handler_cancellation=True)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.base_url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_):
        self.cut()
        await self.runner.cleanup()
        await self.http.close()

    # What the check does.

    def tell(self, name, call):
        """Something happened to a call: it is told to all who listen."""
        if name == "ended":
            self.calls.pop(call["id"], None)
        else:
            self.calls[call["id"]] = call
        self.say(f"event: call.{name}\ndata: {json.dumps(call)}\n\n")

    def say(self, text):
        for watcher in self.watchers:
            watcher.put_nowait(text.encode())

    def cut(self):
        """Ends all streams."""
        for watcher in self.watchers:
            watcher.put_nowait(None)

    async def until(self, condition, what):
        """Waits until a condition holds."""
        try:
            async with asyncio.timeout(30):
                while not condition():
                    await asyncio.sleep(0.02)
        except TimeoutError:
            expect(False, f"{what}: not in time")

    # What the page asks for.

    def refuse(self, request):
        """The envelope, if the credential is not the right one."""
        if self.key is None or request.headers.get("Authorization") == f"Bearer {self.key}":
            return None
        return envelope(401, "invalid_access_key", "There is no such access key.")

    async def options(self, _):
        self.asked.append("options")
        return web.Response(status=204, headers={"Allow": "GET, POST, OPTIONS" if self.bridges else "POST, OPTIONS"})

    async def list(self, request):
        self.asked.append("list")
        return self.refuse(request) or web.json_response({"object": "list", "data": list(self.calls.values())})

    async def call(self, request):
        """A call with its turns, which neither the list nor the events have."""
        call = self.calls.get(request.match_info["id"])
        if refused := self.refuse(request):
            return refused
        if call is None:
            return envelope(404, "call_id_not_found", "There is no such call.")
        return web.json_response({**call, "turns": [{"turn": 1, "output_text": "<b>Hello</b>"}]})

    async def events(self, request):
        self.asked.append("events")
        if not self.streams:
            return envelope(404, "call_id_not_found", "There is no such call.")
        if refused := self.refuse(request):
            return refused
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        pieces = asyncio.Queue()
        self.watchers.add(pieces)
        self.watchers_in_all += 1
        try:
            await response.write(b": welcome\n\n")
            while (piece := await pieces.get()) is not None:
                # In two pieces: events need not come whole.
                half = len(piece) // 2
                await response.write(piece[:half])
                await response.write(piece[half:])
        except ConnectionError:
            pass
        finally:
            self.watchers.discard(pieces)
        return response

    async def delete(self, request):
        identifier = request.match_info["id"]
        if identifier not in self.calls:
            return await self.forward(request)
        if refused := self.refuse(request) or self.refusal:
            return refused
        self.hung_up.append(identifier)
        call = self.calls[identifier]
        self.tell("ended", {**call, "state": "ended", "end": {"by": "caller", "reason": "hung_up"}})
        return web.Response()

    async def forward(self, request):
        """Asks the relay, which is to bridge nothing."""
        self.asked.append(f"{request.method} {request.path_qs}")
        query = {name: value for name, value in request.query.items() if name != "media"}
        kept = ("authorization", "content-type")
        fields = {name: value for name, value in request.headers.items() if name.lower() in kept}
        fields["Origin"] = self.relay.base_url
        url = self.relay.base_url + request.path
        async with self.http.request(
            request.method, url, params=query, headers=fields, data=await request.read()
        ) as answer:
            dropped = ("content-length", "transfer-encoding", "connection", "keep-alive", "date")
            fields = [(name, value) for name, value in answer.headers.items() if name.lower() not in dropped]
            return web.Response(status=answer.status, headers=dict(fields), body=await answer.read())


def envelope(status, code, message):
    error = {"type": "invalid_request_error", "code": code, "message": message, "relay": {"request_id": "req_stand_in"}}
    return web.json_response({"error": error}, status=status)
