# SPDX-License-Identifier: MIT
"""The other providers' stand-ins, asked directly: what each must refuse, it refuses by the rule that is broken."""

from checks_calls import OFFER
from harness import check, expect, expect_equal
from voice_client import sample_offer

AZURE = "/azure/openai/v1/realtime"
JSON = "application/json"
MINT = b'{"session":{"type":"realtime","model":"my-deployment"}}'


async def send(bench, path, data, **fields):
    """One request with exactly these fields besides Host and Content-Length."""
    headers = {name.replace("_", "-"): value for name, value in fields.items()}
    skipped = ("Accept-Encoding", "Accept") if "Accept" not in headers else ("Accept-Encoding",)
    async with bench.providers.http.post(path, data=data, headers=headers, skip_auto_headers=skipped) as response:
        return response.status, await response.text()


@check("the other stand-ins refuse a request with one thing wrong, by that rule")
async def refuse(bench):
    key, offer = bench.upstream.key, await sample_offer(bench)
    sdp, json = {"Content_Type": OFFER, "Accept": OFFER}, {"Content_Type": JSON, "Accept": JSON}
    bearer = {"Authorization": f"Bearer {key}"}
    ephemeral = "This operation requires ephemeral tokens for authentication"
    alibaba = "/alibaba/api/v1/webrtc/realtime"
    for path, data, fields, status, rule in (
        (AZURE + "/calls", offer, {**sdp, "api_key": key}, 401, ephemeral),
        (AZURE + "/calls", offer, {**sdp, **bearer}, 401, ephemeral),
        (AZURE + "/calls?api-version=v1", offer, {**sdp, **bearer}, 400, "only webrtcfilter=on is taken"),
        (AZURE + "/client_secrets?api-version=v1", MINT, {**json, "api_key": key}, 400, "takes no api-version"),
        (AZURE + "/client_secrets", MINT, {**json, "api_key": "wrong"}, 401, "api-key must be exactly"),
        (AZURE + "/client_secrets", MINT, {**json, **bearer}, 400, "there must be one credential"),
        (AZURE + "/client_secrets", MINT.replace(b"my-", b"no-"), {**json, "api_key": key}, 404, "no such deployment"),
        ("/localai/v1/realtime/calls", offer, sdp, 415, "content-type must be exactly"),
        ("/localai/v1/realtime/calls", b'{"model":"my-model","sdp":""}', json, 400, "the members must be"),
        ("/speaches/v1/realtime?model=another", offer, sdp, 400, "the query must be exactly"),
        ("/huggingface/v1/realtime/calls", offer, {**sdp, **bearer}, 400, "without a key being configured"),
        (alibaba + "?model=qwen3-omni-flash-realtime", offer, sdp, 401, "authorization must be exactly"),
        (alibaba, offer, {**sdp, **bearer}, 400, "the query must be exactly"),
    ):
        answered, text = await send(bench, path, data, **fields)
        expect_equal(answered, status, f"status of {path} ({text[:200]})")
        expect(rule in text, f"{path} says {text[:200]} instead of {rule}")


@check("the other stand-ins take what is right")
async def take(bench):
    offer = await sample_offer(bench)
    bearer = f"Bearer {bench.upstream.key}"
    path = "/alibaba/api/v1/webrtc/realtime?model=qwen3-omni-flash-realtime"
    status, text = await send(bench, path, offer, Content_Type=OFFER, Accept=OFFER, Authorization=bearer)
    expect_equal((status, text[:3]), (200, "v=0"), "alibaba")
    status, text = await send(
        bench, AZURE + "/client_secrets", MINT, Content_Type=JSON, Accept=JSON, api_key=bench.upstream.key
    )
    expect_equal(status, 200, f"azure ({text[:200]})")
