# SPDX-License-Identifier: MIT
"""The stand-in is only as good as its strictness: each of its rules is seen to fire, and to let the right form by."""

from harness import check, expect, expect_equal
from strict_request import Refusal, check_headers, check_offer, check_query, read_call, read_form, read_session

SDP = b"v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
SESSION = b'{"type":"realtime","model":"gpt-realtime"}'
SDP_PART = b'Content-Disposition: form-data; name="sdp"\r\nContent-Type: application/sdp\r\n\r\n' + SDP
SESSION_PART = b'Content-Disposition: form-data; name="session"\r\nContent-Type: application/json\r\n\r\n' + SESSION
TWO_MODALITIES = b'"output_modalities":["audio","text"]'
FORM = "multipart/form-data; boundary=B"


def form(*parts, before=b"", after=b"\r\n--B--\r\n"):
    return before + b"--B\r\n" + b"\r\n--B\r\n".join(parts) + after


def altered(part, old, new):
    """The two parts with a change in one of them, as a form."""
    return form(*(each.replace(old, new) if each is part else each for each in (SDP_PART, SESSION_PART)))


def with_member(member):
    return SESSION.replace(b"}", b"," + member + b"}")


def read(content_type, body, query=None, ephemeral=None):
    return read_call(content_type, body, query or {}, ephemeral_session=ephemeral)


GOOD_FORM = form(SDP_PART, SESSION_PART)
HEADERS = [("Host", "h"), ("Content-Length", "1"), ("Authorization", "Bearer k")]

REFUSED = [
    ("invalid_content_type", "a quoted boundary", lambda: read('multipart/form-data; boundary="B"', GOOD_FORM)),
    ("invalid_content_type", "another media type", lambda: read("application/json", b"{}")),
    ("invalid_multipart", "a preamble", lambda: read(FORM, form(SDP_PART, SESSION_PART, before=b"\r\n"))),
    ("invalid_multipart", "an epilogue", lambda: read(FORM, GOOD_FORM + b"\r\n")),
    ("invalid_multipart", "no closing delimiter", lambda: read(FORM, form(SDP_PART, SESSION_PART, after=b"\r\n--B"))),
    ("invalid_multipart", "bare LF in a part's header", lambda: read(FORM, form(b"A: b\n\n" + SDP, SESSION_PART))),
    ("boundary_in_content", "the boundary inside the SDP", lambda: read(FORM, altered(SDP_PART, b"v=0", b"B"))),
    ("wrong_part_count", "a missing session", lambda: read(FORM, form(SDP_PART))),
    ("wrong_part_count", "a third part", lambda: read(FORM, form(SDP_PART, SESSION_PART, SESSION_PART))),
    ("wrong_part_header", "session before sdp", lambda: read(FORM, form(SESSION_PART, SDP_PART))),
    ("wrong_part_header", "a file name", lambda: read(FORM, altered(SDP_PART, b'"sdp"', b'"sdp"; filename="a"'))),
    ("wrong_part_header", "SDP as application/plain", lambda: read(FORM, altered(SDP_PART, b"/sdp", b"/plain"))),
    ("raw_offer_needs_ephemeral_token", "a raw offer with the provider key", lambda: read("application/sdp", SDP)),
    ("model_and_session", "?model= beside a session", lambda: read(FORM, GOOD_FORM, {"model": "gpt-realtime"})),
    ("model_not_found", "a model with its provider's prefix", lambda: read_session(SESSION.replace(b"gpt", b"a/gpt"))),
    ("missing_required_parameter", "a session without type", lambda: read_session(b'{"model":"gpt-realtime"}')),
    ("missing_required_parameter", "a session without model", lambda: read_session(b'{"type":"realtime"}')),
    ("unknown_parameter", "a beta session", lambda: read_session(with_member(b'"modalities":["text"]'))),
    ("invalid_value", "two output modalities", lambda: read_session(with_member(TWO_MODALITIES))),
    ("invalid_value", "an unknown session type", lambda: read_session(b'{"type":"live"}')),
    ("invalid_value", "a dcid that is no number", lambda: check_query([("dcid", "x")], {"dcid"})),
    ("invalid_json", "a repeated key", lambda: read_session(with_member(b'"type":"realtime"'))),
    ("invalid_json", "a session that is no JSON", lambda: read_session(b"{")),
    ("invalid_offer", "an offer without its last line end", lambda: check_offer(SDP[:-2])),
    ("invalid_offer", "an offer without audio", lambda: check_offer(b"v=0\r\n")),
    ("invalid_offer", "no SDP", lambda: check_offer(b"m=audio \n")),
    ("unexpected_header", "a cookie", lambda: check_headers(HEADERS + [("Cookie", "a=b")], "h")),
    ("unexpected_header", "a chunked body", lambda: check_headers(HEADERS + [("Transfer-Encoding", "chunked")], "h")),
    ("repeated_header", "two Authorization headers", lambda: check_headers(HEADERS + HEADERS[2:], "h")),
    ("wrong_host", "another host", lambda: check_headers(HEADERS, "other")),
    ("missing_content_length", "no Content-Length", lambda: check_headers(HEADERS[:1], "h")),
    ("unknown_query_parameter", "an unknown query parameter", lambda: check_query([("a", "b")], {"model"})),
    ("repeated_query_parameter", "a repeated query parameter", lambda: check_query([("dcid", "1")] * 2, {"dcid"})),
]


@check("the stand-in takes the documented form of a create request")
async def takes_the_documented_form(bench):
    call = read(FORM, GOOD_FORM)
    expect_equal(call.offer, SDP, "offer")
    expect_equal(call.session, {"type": "realtime", "model": "gpt-realtime"}, "session")
    expect_equal(read("application/sdp", SDP, ephemeral={}).offer, SDP, "raw offer")
    expect_equal(read_form(FORM, GOOD_FORM)[0], SDP, "form")
    check_headers(HEADERS, "h")
    check_query([("dcid", "4"), ("model", "gpt-realtime")], {"dcid", "model"})


@check("the stand-in refuses every other form, and says which rule it broke")
async def refuses_every_other_form(bench):
    for code, what, attempt in REFUSED:
        try:
            attempt()
        except Refusal as refusal:
            expect_equal(refusal.code, code, what)
        else:
            expect(False, f"{what} was let by")
