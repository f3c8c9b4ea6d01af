# SPDX-License-Identifier: MIT
"""WHIP (RFC 9725): a client that knows nothing of the relay but an endpoint."""

import base64
import hashlib
import hmac
import json
import re
import time

from checks_calls import OFFER
from harness import check, expect, expect_equal
from voice_client import sample_offer
from whip_client import WHIPClient, ice_servers

ENDPOINT = "/whip/openai/gpt-realtime"


def requester(bench):
    async def request(method, url, **arguments):
        return await bench.request(method, url, name=f"{method} {url}", **arguments)

    return request


def expect_turn_credentials(bench, username, credential):
    """The password is the HMAC-SHA-1 of the name, which begins with the time when it ends."""
    expiry = int(username.split(":")[0])
    expect(590 <= expiry - time.time() <= 610, f"the credentials end in {expiry - time.time()} s")
    wanted = base64.b64encode(hmac.new(bench.turn_secret.encode(), username.encode(), hashlib.sha1).digest()).decode()
    expect_equal(credential, wanted, "credential")


@check("whip: publish, connect, and end it twice")
async def publishes(bench):
    await bench.upstream.forget()
    client = WHIPClient(requester(bench), ENDPOINT)
    try:
        answered = await client.publish()
        expect(re.fullmatch(r'"[^"]+"', answered.headers["ETag"]), "no strong ETag")
        await client.wait_until_connected()
        entry = await bench.upstream.only_post()
        expect_equal(entry["session"], {"type": "realtime", "model": "gpt-realtime"}, "session upstream")
        for _ in range(2):
            expect_equal((await client.unpublish()).status, 200, "status of DELETE")
    finally:
        await client.close()


@check("whip: OPTIONS, the ICE servers, and what is not there yet")
async def manners(bench):
    request = requester(bench)
    options = await request("OPTIONS", ENDPOINT)
    expect_equal(options.headers["Accept-Post"], OFFER, "Accept-Post")
    expect("Link" not in options.headers, "OPTIONS makes credentials")
    preflight = await request(
        "OPTIONS", ENDPOINT, headers={"Origin": bench.page_origin, "Access-Control-Request-Method": "POST"}
    )
    expect_equal(preflight.headers["Access-Control-Allow-Origin"], bench.page_origin, "allowed origin")
    offer = await sample_offer(bench)
    answered = await request(
        "POST", ENDPOINT, data=offer, headers={"Content-Type": OFFER, "Origin": bench.page_origin}
    )
    exposed = answered.headers["Access-Control-Expose-Headers"].split(", ")
    expect({"location", "etag", "link"} <= set(exposed), f"exposed are {exposed}")
    servers = ice_servers(answered.headers)
    expect_equal(
        [url for url, _ in servers], ["stun:stun.example:3478", "turn:turn.example:3478?transport=udp"], "ICE servers"
    )
    expect_turn_credentials(bench, servers[1][1]["username"], servers[1][1]["credential"])
    listed = json.loads((await request("GET", "/v1/realtime/ice-servers")).body)["ice_servers"]
    expect_equal(listed[0], {"urls": ["stun:stun.example:3478"]}, "the first of the list")
    expect_turn_credentials(bench, listed[1]["username"], listed[1]["credential"])
    for path in (ENDPOINT, answered.headers["Location"]):
        patch = await request("PATCH", path, data=b"", headers={"Content-Type": "application/trickle-ice-sdpfrag"})
        expect_equal((patch.status, patch.error()["code"]), (405, "method_not_allowed"), f"PATCH {path}")
        expect("Allow" in patch.headers, "no Allow")
    wrong = await request("POST", ENDPOINT, data=offer, headers={"Content-Type": "text/plain"})
    expect_equal((wrong.status, wrong.error()["code"]), (415, "unsupported_media_type"), "another content type")
