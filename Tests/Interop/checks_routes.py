# SPDX-License-Identifier: MIT
"""Every door: the paths that clients append to a base URL, what a browser may ask, and what is refused where."""

import json

from checks_calls import OFFER
from harness import check, expect, expect_equal
from voice_client import sample_offer

PREFIXES = ("/v1", "/openai/v1", "/openai", "/openai/openai/v1", "/openai/openai")
PATHS = (
    "/realtime/calls",
    "/realtime",
    "/realtimertc",
    "/realtime/translations/calls",
    "/live/sessions",
    "/realtime/client_secrets",
    "/realtime/translations/client_secrets",
    "/realtime/sessions",
    "/realtime/transcription_sessions",
    *(f"/realtime/calls/rtc_x/{verb}" for verb in ("accept", "hangup", "refer", "reject")),
    *(f"/live/sessions/live_x/{verb}" for verb in ("accept", "hangup", "refer", "reject")),
)
DOORS = [prefix + path for prefix in PREFIXES for path in PATHS] + ["/openai/realtimeapi/sessions"]
# What the SDKs' own code and the agents SDK send from a page.
PAGE_FIELDS = (
    "authorization, content-type, x-openai-agents-sdk, openai-organization, openai-project, openai-beta, "
    "x-stainless-lang, x-stainless-package-version, x-stainless-os, x-stainless-arch, x-stainless-runtime, "
    "x-stainless-runtime-version, x-stainless-retry-count, x-stainless-timeout"
)


def listed(value):
    return {entry.strip().lower() for entry in value.split(",")}


async def preflight(bench, path, method, fields=PAGE_FIELDS):
    headers = {
        "Origin": bench.page_origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": fields,
    }
    return await bench.request("OPTIONS", path, name=f"preflight of {method} {path}", headers=headers)


@check("routes: an offer is taken under each prefix that SDKs append")
async def takes_offers(bench):
    offer = await sample_offer(bench)
    for prefix in PREFIXES:
        for path in ("/realtime/calls", "/realtime", "/realtimertc"):
            door = f"{prefix}{path}?model=gpt-realtime"
            (await bench.post(door, offer, OFFER, name=door)).expect_answer()


@check("routes: a page may post to every door, with all that SDKs add")
async def lets_pages_in(bench):
    for door in DOORS:
        answered = await preflight(bench, door, "POST")
        expect_equal(answered.status, 204, f"status of the preflight of {door}")
        expect_equal(answered.headers.get("Access-Control-Allow-Origin"), bench.page_origin, f"origin at {door}")
        expect("post" in listed(answered.headers["Access-Control-Allow-Methods"]), f"POST is not allowed at {door}")
        missing = listed(PAGE_FIELDS) - listed(answered.headers["Access-Control-Allow-Headers"])
        expect(not missing, f"not allowed at {door}: {missing}")


@check("routes: a page may end its call, and sees where it is")
async def lets_pages_end(bench):
    for path in ("/v1/realtime/calls/rtc_x", "/v1/live/sessions/live_x", "/openai/v1/realtime/calls/rtc_x"):
        answered = await preflight(bench, path, "DELETE", "authorization")
        expect("delete" in listed(answered.headers["Access-Control-Allow-Methods"]), f"DELETE is not allowed at {path}")
    answered = await bench.post(
        "/v1/realtime/calls?model=gpt-realtime",
        await sample_offer(bench),
        OFFER,
        name="a page's call",
        headers={"Origin": bench.page_origin},
    )
    exposed = listed(answered.expect_answer().headers["Access-Control-Expose-Headers"])
    expect({"location", "x-request-id", "retry-after"} <= exposed, f"exposed are {exposed}")


@check("routes: another method is a 405 with Allow, at every door and without a request upstream")
async def refuses_methods(bench):
    await bench.upstream.forget()
    for door in DOORS:
        answered = await bench.request("PUT", door, name=f"PUT {door}", data=b"")
        expect_equal((answered.status, answered.error()["code"]), (405, "method_not_allowed"), f"PUT {door}")
        expect("post" in listed(answered.headers["Allow"]), f"Allow at {door}: {answered.headers['Allow']}")
    for path in ("/v1/realtime/calls/rtc_x", "/v1/live/sessions/live_x"):
        answered = await bench.request("PATCH", path, name=f"PATCH {path}", data=b"")
        expect_equal((answered.status, answered.error()["code"]), (405, "method_not_allowed"), f"PATCH {path}")
        expect("delete" in listed(answered.headers["Allow"]), f"Allow at {path}: {answered.headers['Allow']}")
    expect_equal(await bench.upstream.posts(), [], "requests upstream")


@check("routes: an unknown path is a 404, an unknown content type a 415, both in the envelope")
async def refuses_paths(bench):
    await bench.upstream.forget()
    offer = await sample_offer(bench)
    for path in ("/v1", "/v1/realtime/call", "/v2/realtime/calls", "/openai/v1/realtime/calls/a/b/c", "/whip/openai"):
        answered = await bench.post(path, offer, OFFER, name=path)
        expect_equal(answered.status, 404, f"status of {path}")
        answered.error()
    for path in ("/v1/realtime/calls", "/v1/realtime", "/v1/realtimertc", "/v1/live/sessions"):
        answered = await bench.post(path, offer, "text/html", name=f"{path} as HTML")
        expect_equal((answered.status, answered.error()["code"]), (415, "unsupported_media_type"), path)
    answered = await bench.post("/v1/live/sessions", offer, OFFER, name="a live session as SDP")
    expect_equal(answered.status, 415, "status of a live session that is not JSON")
    expect_equal(await bench.upstream.posts(), [], "requests upstream")


@check("routes: the registry tells of one provider by its name, and of no others")
async def tells_of_providers(bench):
    answered = await bench.request("GET", "/v1/realtime/providers/openai", name="one provider")
    expect_equal((answered.status, json.loads(answered.body)["name"]), (200, "openai"), "the provider")
    answered = await bench.request("GET", "/v1/realtime/providers/nobody", name="a provider that is not there")
    expect_equal(answered.status, 404, "status of a provider that is not there")
    answered.error()
