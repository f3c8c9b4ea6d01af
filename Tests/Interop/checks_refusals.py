# SPDX-License-Identifier: MIT
"""What is wrong with a request is said in the one envelope, and costs no upstream call."""

import json

from checks_calls import OFFER
from harness import check, expect, expect_equal
from voice_client import sample_offer

CALLS = "/v1/realtime/calls?model=gpt-realtime"


async def refused(bench, name, status, code, body, *, path=CALLS, content_type=OFFER, method="POST"):
    """Sends it and expects that status and code in an envelope with a message and a request id."""
    headers = {"Content-Type": content_type, "Authorization": f"Bearer {bench.caller_key}"}
    answered = await bench.request(method, path, name=name, data=body, headers=headers)
    error = answered.error()
    expect_equal(answered.status, status, f"{name}: status")
    if code:
        expect_equal(error["code"], code, f"{name}: code")
    expect(error["message"], f"{name}: no message")
    expect_equal(error["relay"]["request_id"], answered.headers.get("x-request-id"), f"{name}: request id")
    return answered


@check("bad offers: each is refused with its own code, and none reaches the provider")
async def refuses_bad_offers(bench):
    offer = await sample_offer(bench)
    await bench.upstream.forget()
    as_json = json.dumps({"type": "offer", "sdp": offer.decode()}).encode()
    no_password = b"".join(line for line in offer.splitlines(True) if not line.startswith(b"a=ice-pwd"))
    no_fingerprint = b"".join(line for line in offer.splitlines(True) if not line.startswith(b"a=fingerprint"))
    await refused(bench, "an empty body", 400, "empty_offer", b"")
    await refused(bench, "JSON as SDP", 400, "json_offer", as_json)
    await refused(bench, "no SDP", 400, "not_sdp", b"hello\r\n")
    await refused(bench, "not UTF-8", 400, "not_utf8", offer.replace(b"s=-", b"s=\xff"))
    await refused(bench, "a NUL", 400, "control_character", offer.replace(b"s=-", b"s=\x00"))
    await refused(bench, "an answer", 400, "answer_as_offer", offer.replace(b"setup:actpass", b"setup:active"))
    await refused(bench, "no audio", 400, "no_audio", offer.replace(b"m=audio", b"m=video"))
    await refused(bench, "no ICE password", 400, "missing_ice_credentials", no_password)
    await refused(bench, "no fingerprint", 400, "missing_fingerprint", no_fingerprint)
    expect_equal(await bench.upstream.posts(), [], "requests upstream")


@check("bad offers: 300 KB is refused as too large, and the client sees it")
async def refuses_a_large_offer(bench):
    offer = await sample_offer(bench)
    await bench.upstream.forget()
    large = offer + b"a=x-padding:" + b"x" * 300_000 + b"\r\n"
    answered = await refused(bench, "300 KB", 413, None, large)
    expect("too_large" in answered.error()["code"], f"the code is {answered.error()['code']}")
    expect_equal(await bench.upstream.posts(), [], "requests upstream")


@check("bad requests: wrong path, method and content type are told apart")
async def refuses_bad_requests(bench):
    offer = await sample_offer(bench)
    await bench.upstream.forget()
    await refused(bench, "an unknown path", 404, None, offer, path="/v1/realtime/nothing")
    answered = await refused(bench, "a PUT", 405, None, None, method="PUT")
    expect("POST" in answered.headers.get("Allow", ""), f"Allow is {answered.headers.get('Allow')!r}")
    await refused(bench, "a wrong content type", 415, None, offer, content_type="text/html")
    await refused(bench, "a session that is no JSON", 400, None, b'{"sdp":', content_type="application/json")
    expect_equal(await bench.upstream.posts(), [], "requests upstream")


@check("CORS: a preflight is granted to the configured origin, and to no other")
async def answers_preflights(bench):
    wanted = "authorization, content-type, x-openai-agents-sdk, openai-beta, x-stainless-lang"
    for origin, granted in ((bench.page_origin, True), ("https://elsewhere.example", False)):
        headers = {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": wanted,
        }
        answered = await bench.request("OPTIONS", "/v1/realtime/calls", name="a preflight", headers=headers)
        allowed = answered.headers.get("Access-Control-Allow-Origin")
        expect_equal(allowed in (origin, "*"), granted, f"origin {origin} allowed")
        if granted:
            expect_equal(answered.status, 204, "status of the preflight")
            names = answered.headers.get("Access-Control-Allow-Headers", "").lower().replace(" ", "").split(",")
            missing = [name for name in wanted.split(", ") if name not in names]
            expect(not missing, f"headers not allowed: {missing}")
            expect("POST" in answered.headers.get("Access-Control-Allow-Methods", ""), "POST is not allowed")
