# SPDX-License-Identifier: MIT
"""Who may call: access keys, callers' own tokens, and what a refusal tells."""

import hashlib
import json

from checks_calls import OFFER
from harness import Relay, check, expect, expect_equal
from replica import Replica

LOCAL = 'local: { kind: "compatible", base_url: "BASE_URL" },'


@check("access keys: as bearer token, as api-key, by digest; the same refusal for all others")
async def lets_in(bench):
    digest = hashlib.sha256(b"a-key-that-only-its-digest-tells").hexdigest()
    replica = Replica(bench, providers=LOCAL)
    text = replica.configuration().replace("access_keys: [", f'access_keys: [{{ name: "digest", sha256: "{digest}" }},')
    replica.relay = await bench.start_relay(text)
    await replica.call(replica.app)
    await replica.call("a-key-that-only-its-digest-tells")
    await replica.call(None, headers={"api-key": replica.other})
    await bench.upstream.forget()
    for path in ("/v1/realtime/calls?model=x", "/nobody/v1/realtime/calls?model=x", "/whip/local/x"):
        for key in (None, "wrong", replica.app[:-1], replica.app + "x"):
            refused = await replica.call(key, path=path, status=401)
            expect_equal(refused.error()["code"], "invalid_access_key", "code")
            expect_equal(refused.headers["WWW-Authenticate"], "Bearer", "challenge")
            expect(b"local" not in refused.body and b"openai" not in refused.body, "a provider is told of")
    expect_equal(await bench.upstream.posts(), [], "requests upstream")
    log = await replica.relay.logged('"status":201', '"access_key":"digest"')
    expect_equal(log["provider"], "openai", "provider in the log")


@check("access keys: a key for some providers or models opens no others")
async def restricts(bench):
    replica = Replica(bench, providers=LOCAL)
    text = replica.configuration().replace('name: "app",', 'name: "app", providers: ["openai"], models: ["gpt-realtime"],')
    replica.relay = await bench.start_relay(text)
    await replica.call(replica.app)
    refusals = set()
    for path in (
        "/v1/realtime/calls?model=gpt-realtime-mini",
        "/v1/realtime/calls?model=local/gpt-realtime",
        "/local/v1/realtime/calls?model=gpt-realtime",
        "/nobody/v1/realtime/calls?model=gpt-realtime",
    ):
        refused = await replica.call(replica.app, path=path, status=403)
        error = refused.error()
        refusals.add((error["code"], error["message"], error["relay"].get("provider")))
    expect_equal(len(refusals), 1, "kinds of refusals")
    listed = await replica.request("GET", "/v1/realtime/providers", replica.app)
    expect(b'"name":"openai"' in listed.body and b"local" not in listed.body, "the registry tells too much or too little")


@check("access keys: trusted callers name the end user, others do not")
async def trusts(bench):
    replica = await Replica(bench).start()
    for key, expected in ((replica.server, "user-1"), (replica.app, None)):
        await bench.upstream.forget()
        await replica.call(key, headers={"OpenAI-Safety-Identifier": "user-1"})
        headers = dict((name.lower(), value) for name, value in (await bench.upstream.only_post())["headers"])
        expect_equal(headers.get("openai-safety-identifier"), expected, "safety identifier upstream")


@check("callers' tokens: taken by providers that look at them, by no others, and not at all if that is said")
async def takes_tokens(bench):
    replica = await Replica(bench, providers=LOCAL).start()
    minted = await replica.request(
        "POST", "/v1/realtime/client_secrets", replica.app, json={"session": {"type": "realtime", "model": "gpt-realtime"}}
    )
    expect_equal(minted.status, 200, "status of a client secret")
    token = json.loads(minted.body)["value"]
    bench.secrets.plant_answered("the page's token", token)
    answered = await replica.call(token, path="/v1/realtime/calls")
    ended = await replica.request("DELETE", answered.headers["Location"], token)
    # The stand-in, like the provider, lets a token control what it has made.
    expect_equal(ended.status, 200, "status of the end by the token")
    for path in ("/local/v1/realtime/calls?model=gpt-realtime", "/nobody/v1/realtime/calls?model=gpt-realtime"):
        refused = await replica.call("ek_made_up", path=path, status=403)
        expect_equal(refused.error()["code"], "access_denied", "code")
    closed = await Replica(bench, "allow_caller_tokens: false,").start(like=replica)
    await closed.call(token, path="/v1/realtime/calls", status=401)


@check("without access keys the relay keeps to this machine, unless it is told to be open")
async def keeps_to_this_machine(bench):
    text = '{ listen: "0.0.0.0:0", OPEN providers: { openai: { kind: "openai", base_url: "BASE" } } }'
    text = text.replace("BASE", bench.upstream.base_url)
    relay = Relay(bench.options.relay, bench.directory, text.replace("OPEN", ""))
    bench.relays.append(relay)
    expect_equal(await relay.exit_code(), 1, "exit code")
    expect(b"access_keys" in relay.output(), f"it says {relay.tail()}")
    relay = Relay(bench.options.relay, bench.directory, text.replace("OPEN", "open: true,"))
    bench.relays.append(relay)
    await relay.logged('"event":"listening"')


@check("a large body of a caller without a key is not waited for")
async def refuses_early(bench):
    replica = await Replica(bench).start()
    answered = await replica.request(
        "POST", "/v1/realtime/calls", "wrong", data=b"x" * 3_000_000, headers={"Content-Type": OFFER, "Expect": "100-continue"}
    )
    expect_equal(answered.status, 401, "status")
