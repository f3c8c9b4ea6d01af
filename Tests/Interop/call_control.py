# SPDX-License-Identifier: MIT
"""The doors through which checks ask what the provider's stand-in has seen of a call, and tell it what to do.

    GET  /__calls                  the ids of all calls, newest last
    GET  /__calls/ID               what there is to say of one; with parameters of WatchedPeer.until, once that is so
    POST /__calls/ID               {"do": "say", "text": "…"} and so on: WatchedPeer.do_…
"""

from aiohttp import web

from watched_peer import WatchedPeer

NUMBERS = {"messages", "buffered", "packets"}


def peer(request):
    found = WatchedPeer.calls.get(request.match_info["id"])
    if found is None:
        raise web.HTTPNotFound
    return found


async def listed(_):
    return web.json_response(list(WatchedPeer.calls))


async def asked(request):
    conditions = {name: int(value) if name in NUMBERS else value for name, value in request.query.items()}
    if conditions:
        await peer(request).until(**conditions)
    return web.json_response(peer(request).summary())


async def told(request):
    return web.json_response(await peer(request).do(await request.json()))


def add_routes(router):
    router.add_get("/__calls", listed)
    router.add_get("/__calls/{id}", asked)
    router.add_post("/__calls/{id}", told)
