# SPDX-License-Identifier: MIT
"""Several keys for a provider, places for exchanges, and a configuration that changes while the relay runs."""

import asyncio
import secrets

from harness import check, expect_equal
from replica import Replica


def keys(bench, *names):
    """Keys of which only the one called `good` is taken by the stand-in."""
    values = {name: bench.upstream.key if name == "good" else "sk-bad-" + secrets.token_hex(8) for name in names}
    for name, value in values.items():
        bench.secrets.plant(f"the provider key {name}", value)
    return "keys: [" + ", ".join(f'{{ name: "{name}", value: "{value}" }}' for name, value in values.items()) + "]"


@check("keys: one that is refused makes way for the next, rests, and is named in the log")
async def fails_over(bench):
    replica = Replica(bench)
    text = replica.configuration().replace(f'keys: [{{ value: "{bench.upstream.key}" }}]', keys(bench, "worn", "good"))
    replica.relay = await bench.start_relay(text.replace('listen: "LISTEN"', 'listen: "LISTEN", loops: 1'))
    await bench.upstream.forget()
    for _ in range(4):
        await replica.call(replica.app)
    codes = [entry.get("code") for entry in await bench.upstream.posts(5)]
    expect_equal(codes, ["invalid_api_key", None, None, None, None], "codes upstream")
    log = await replica.relay.logged('"upstream_requests":2')
    expect_equal((log["key"], log["status"]), ("good", 201), "key and status in the log")


@check("keys: when none is taken, the caller is told once, and every key was tried once")
async def gives_up(bench):
    replica = Replica(bench)
    text = replica.configuration().replace(f'keys: [{{ value: "{bench.upstream.key}" }}]', keys(bench, "one", "two", "three"))
    replica.relay = await bench.start_relay(text.replace('listen: "LISTEN"', 'listen: "LISTEN", loops: 1'))
    await bench.upstream.forget()
    refused = await replica.call(replica.app, status=502)
    expect_equal(refused.error()["code"], "upstream_authentication_failed", "code")
    expect_equal(len(await bench.upstream.posts()), 3, "requests upstream")


@check("places: a provider that keeps its answers back takes none from another")
async def keeps_places(bench):
    slow = f'slow: {{ kind: "speaches", base_url: "{bench.providers.base_url}/speaches" }},'
    replica = await Replica(bench, "limits: { max_in_flight: 8 },", slow).start()
    await bench.providers.hold("speaches", True)
    target = "/v1/realtime/calls?model=slow/org%2Fmy-model"
    held = [asyncio.ensure_future(replica.call(replica.app, path=target)) for _ in range(6)]
    while len(await bench.providers.seen("speaches")) < 6:
        await asyncio.sleep(0.01)
    full = await replica.call(replica.app, path=target, status=503)
    expect_equal((full.error()["code"], full.headers["Retry-After"]), ("overloaded", "1"), "code and wait")
    for _ in range(3):
        await replica.call(replica.app)
    await bench.providers.hold("speaches", False)
    await asyncio.gather(*held)


@check("SIGHUP: another key counts at once, what is in flight ends, and a bad file changes nothing")
async def reloads(bench):
    replica = await Replica(bench).start()
    await bench.upstream.behave(hold=True)
    await bench.upstream.forget()
    in_flight = asyncio.ensure_future(replica.call(replica.app))
    await bench.upstream.posts(1)
    new = bench.secrets.plant("a new access key", "access-new-" + secrets.token_hex(16))
    replica.relay.reload(replica.configuration(APP_KEY=new))
    await replica.relay.logged('"event":"reloaded"')
    await bench.upstream.behave(hold=False)
    await in_flight
    await replica.call(replica.app, status=401)
    await replica.call(new)
    replica.relay.reload(replica.configuration().replace("access_keys", "acess_keys"))
    failed = await replica.relay.logged('"event":"reload_failed"')
    expect_equal(failed["path"], "acess_keys", "path of the mistake")
    await replica.call(new)
