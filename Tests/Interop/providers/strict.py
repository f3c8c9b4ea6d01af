# SPDX-License-Identifier: MIT
"""What the stand-ins have in common: exact requests, and answers in each provider's own words."""

import base64
import hashlib
import json
import secrets

from aiohttp import web

from strict_request import check_headers, check_offer, no_repeated_keys, split_form
from upstream import answer_without_media

SDP = "application/sdp"
JSON = "application/json"


class Refused(Exception):
    """A request that is not exactly what the provider documents; `rule` says which one it breaks."""

    def __init__(self, rule, status=400):
        super().__init__(rule)
        self.rule, self.status = rule, status


class Exchange:
    """A request as it came, with what is checked of it everywhere."""

    def __init__(self, request, body, host, also=frozenset()):
        self.request, self.body = request, body
        pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.raw_headers]
        self.headers = check_headers(pairs, host, also, has_body=request.method == "POST")
        self.query = request.rel_url.raw_query_string

    def require(self, condition, rule, status=400):
        if not condition:
            raise Refused(rule, status)

    def require_field(self, name, value, status=400):
        self.require(self.headers.get(name) == value, f"{name} must be exactly {value}", status)

    def require_no_credential(self):
        for name in ("authorization", "api-key"):
            self.require(name not in self.headers, f"{name} came without a key being configured")

    def require_query(self, query):
        self.require(self.query == query, f"the query must be exactly '{query}'")

    def raw_offer(self):
        """The body as an offer alone."""
        self.require_field("content-type", SDP, 415)
        self.require_field("accept", SDP)
        return self.offer(self.body)

    def json_object(self, members):
        """The body as a compact object with these members, in this order."""
        self.require_field("content-type", JSON, 415)
        self.require_field("accept", JSON)
        try:
            value = json.loads(self.body.decode("utf-8"), object_pairs_hook=no_repeated_keys)
        except ValueError:
            raise Refused("the body is not JSON") from None
        self.require(isinstance(value, dict) and list(value) == members, f"the members must be {members}")
        return value

    def form(self):
        """The body as a form of offer and session, each part exactly as documented."""
        parts = split_form(self.headers["content-type"], self.body)
        expected = [("sdp", SDP), ("session", JSON)]
        heads = [f'Content-Disposition: form-data; name="{name}"\r\nContent-Type: {kind}'.encode() for name, kind in expected]
        self.require([head for head, _ in parts] == heads, "the parts must be sdp and session")
        return self.offer(parts[0][1]), json.loads(parts[1][1])

    def offer(self, offer):
        check_offer(offer)
        self.request["entry"]["offer_base64"] = base64.b64encode(offer).decode()
        return offer

    def answer(self, offer):
        """An answer, noted so that the caller's can be compared with it."""
        answer = answer_without_media(offer)
        self.request["entry"]["answer_base64"] = base64.b64encode(answer).decode()
        return answer


def new_id():
    return secrets.token_hex(16)


def sdp(status, answer, **headers):
    return web.Response(status=status, body=answer, headers={"Content-Type": SDP, **headers})


def entry_of(request, body):
    return {
        "method": request.method,
        "path": request.rel_url.raw_path,
        "query": request.rel_url.raw_query_string,
        "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in request.raw_headers],
        "body_sha256": hashlib.sha256(body).hexdigest(),
        "body": body.decode("utf-8", "replace"),
    }
