# SPDX-License-Identifier: MIT
"""All stand-ins of this folder in one process, each below a path of its own.

Prints one JSON line when it listens: {"port": N}. Each provider's base URL is http://127.0.0.1:N/NAME. Besides:

    GET    /__seen             every request received so far, newest last
    DELETE /__seen             forgets them
    PUT    /__hold/NAME        true or false: whether a provider keeps its answers back
"""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from aiohttp import web

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from providers.alibaba import Alibaba  # noqa: E402
from providers.azure import Azure  # noqa: E402
from providers.inworld import Inworld  # noqa: E402
from providers.local import SMG, HuggingFace, LocalAI, Speaches  # noqa: E402
from providers.strict import Exchange, Refused, entry_of  # noqa: E402
from strict_request import Refusal  # noqa: E402

AZURE_FIELDS = frozenset({"api-key"})


class Server:
    def __init__(self, key):
        self.entries = []
        self.gates = {}
        self.host = None
        self.providers = {
            "azure": Azure(key),
            "azure-bearer": Azure(key, scheme="bearer", one_step=True),
            "inworld": Inworld(key),
            "inworld-raw": Inworld(key, scheme="Bearer"),
            "localai": LocalAI(),
            "speaches": Speaches(),
            "alibaba": Alibaba(key),
            "huggingface": HuggingFace(),
            "smg": SMG(),
        }

    def handler(self, name, provider, function):
        async def handle(request):
            body = await request.read()
            request["entry"] = entry = entry_of(request, body)
            self.entries.append(entry)
            if name in self.gates:
                await self.gates[name].wait()
            try:
                exchange = Exchange(request, body, self.host, AZURE_FIELDS if provider.name == "azure" else frozenset())
                response = await function(exchange)
            except Refused as refused:
                entry["refused"] = refused.rule
                response = provider.refusal(refused)
            except Refusal as refusal:
                entry["refused"] = refusal.code
                response = provider.refusal(Refused(refusal.message, refusal.status))
            entry["status"] = response.status
            return response

        return handle

    async def seen(self, request):
        return web.json_response(self.entries)

    async def forget(self, request):
        self.entries.clear()
        return web.Response(status=204)

    async def hold(self, request):
        name = request.match_info["name"]
        if await request.json():
            self.gates[name] = asyncio.Event()
        elif name in self.gates:
            self.gates.pop(name).set()
        return web.Response(status=204)

    def application(self):
        app = web.Application()
        for name, provider in self.providers.items():
            for method, path, function in provider.routes():
                app.router.add_route(method, f"/{name}{path}", self.handler(name, provider, function))
        app.router.add_get("/__seen", self.seen)
        app.router.add_delete("/__seen", self.forget)
        app.router.add_put("/__hold/{name}", self.hold)
        app.router.add_head("/", lambda request: web.Response())
        return app


async def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--key", required=True, help="the key that is accepted where one is asked for")
    server = Server(parser.parse_args().key)
    app = server.application()
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    server.host = f"127.0.0.1:{port}"
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    print(json.dumps({"port": port}), flush=True)
    await stopped.wait()
    for gate in server.gates.values():
        gate.set()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
    sys.exit(0)
