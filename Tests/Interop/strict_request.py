# SPDX-License-Identifier: MIT
"""What the provider accepts, as strictly as it can be said.

Everything here works on the raw bytes of a request, without a forgiving library in between: a relay that passes
these checks sends exactly what the provider's API documents. A request that does not is answered by a Refusal
whose code names the rule.
"""

import json
import re
from dataclasses import dataclass

# A call that has come in by telephone, as the provider's webhook would have told of it.
SIP_CALL = "rtc_sip_9c6574da8b8a41a18da9308f4ad974ce"

MODELS = {"gpt-realtime", "gpt-realtime-mini", "gpt-4o-realtime-preview"}
TRANSLATION_MODELS = {"gpt-realtime-translate"}
LIVE_MODELS = {"gpt-live-1"}
TRANSCRIPTION_MODELS = {"gpt-4o-transcribe", "gpt-4o-mini-transcribe", "whisper-1"}

# Every header that a relay may send to a provider. Cookies, Origin, X-Forwarded-*, X-Stainless-*, Accept-Encoding
# and the like belong to the hop between client and relay.
ACCEPTED_HEADERS = {
    "host",
    "content-type",
    "content-length",
    "authorization",
    "accept",
    "user-agent",
    "openai-organization",
    "openai-project",
    "openai-safety-identifier",
    "x-openai-agents-sdk",
    "x-request-id",
    "x-client-request-id",
}

REALTIME_KEYS = {
    "type",
    "audio",
    "include",
    "instructions",
    "max_output_tokens",
    "model",
    "output_modalities",
    "parallel_tool_calls",
    "prompt",
    "reasoning",
    "tool_choice",
    "tools",
    "tracing",
    "truncation",
}
TRANSCRIPTION_KEYS = {"type", "audio", "include"}
AUDIO_KEYS = {"input", "output"}
AUDIO_INPUT_KEYS = {"format", "noise_reduction", "transcription", "turn_detection"}
AUDIO_OUTPUT_KEYS = {"format", "speed", "voice"}


class Refusal(Exception):
    """A request that the provider does not take, in the terms of its error envelope."""

    def __init__(self, code, message, param=None, status=400):
        super().__init__(message)
        self.code, self.message, self.param, self.status = code, message, param, status

    def envelope(self):
        kind = "server_error" if self.status >= 500 else "invalid_request_error"
        return {"error": {"message": self.message, "type": kind, "param": self.param, "code": self.code}}


@dataclass
class Call:
    """A create request that passed: the offer's exact bytes and what the call shall be."""

    offer: bytes
    session: dict | None
    form: str


def check_headers(headers, host, also=frozenset(), has_body=True):
    """Takes (name, value) pairs in the order they came; refuses unknown, repeated and missing ones."""
    seen = {}
    for name, value in headers:
        lowered = name.lower()
        if lowered not in ACCEPTED_HEADERS | also:
            raise Refusal("unexpected_header", f"The header '{lowered}' is not one a relay sends.", lowered)
        if lowered in seen:
            raise Refusal("repeated_header", f"The header '{lowered}' came twice.", lowered)
        seen[lowered] = value
    if seen.get("host") != host:
        raise Refusal("wrong_host", f"Host must be '{host}'.", "host")
    if has_body and "content-length" not in seen:
        raise Refusal("missing_content_length", "Content-Length is required.", "content-length", 411)
    return seen


def check_query(pairs, accepted):
    """Takes the decoded (name, value) pairs; each name must be accepted and come once."""
    query = {}
    for name, value in pairs:
        if name not in accepted:
            raise Refusal("unknown_query_parameter", f"Unknown query parameter: '{name}'.", name)
        if name in query:
            raise Refusal("repeated_query_parameter", f"The query parameter '{name}' came twice.", name)
        query[name] = value
    if "dcid" in query and not re.fullmatch(r"[0-9]{1,5}", query["dcid"]):
        raise Refusal("invalid_value", "dcid must be an integer.", "dcid")
    return query


def split_form(content_type, body):
    """Cuts a multipart body into (header block, content) pairs; every delimiter byte must be in its place."""
    match = re.fullmatch(r"multipart/form-data; boundary=([0-9A-Za-z'()+_,\-./:=?]{1,70})", content_type)
    if match is None:
        raise Refusal("invalid_content_type", "Content-Type must be exactly multipart/form-data; boundary=…")
    delimiter = b"--" + match[1].encode()
    closing = b"\r\n" + delimiter + b"--\r\n"
    if not body.startswith(delimiter + b"\r\n"):
        raise Refusal("invalid_multipart", "The body does not start with the delimiter.")
    if not body.endswith(closing):
        raise Refusal("invalid_multipart", "The body does not end with the closing delimiter.")
    inner = body[len(delimiter) + 2 : -len(closing)]
    parts = inner.split(b"\r\n" + delimiter + b"\r\n")
    if body.count(match[1].encode()) != len(parts) + 1:
        raise Refusal("boundary_in_content", "The boundary occurs in a part's content, or a delimiter is malformed.")
    pairs = []
    for part in parts:
        head, separator, content = part.partition(b"\r\n\r\n")
        if not separator:
            raise Refusal("invalid_multipart", "A part has no blank line after its header.")
        pairs.append((head, content))
    return pairs


def read_form(content_type, body):
    """The offer and the session of a create request: these two parts, in this order, with these headers."""
    parts = split_form(content_type, body)
    if len(parts) != 2:
        raise Refusal("wrong_part_count", f"Expected the parts sdp and session, got {len(parts)}.")
    expected = [("sdp", "application/sdp"), ("session", "application/json")]
    for (head, _), (name, media_type) in zip(parts, expected):
        wanted = f'Content-Disposition: form-data; name="{name}"\r\nContent-Type: {media_type}'.encode()
        if head != wanted:
            raise Refusal("wrong_part_header", f"The header of the part '{name}' is not exactly as documented.", name)
    return parts[0][1], read_session(parts[1][1])


def no_repeated_keys(pairs):
    value = dict(pairs)
    if len(value) != len(pairs):
        raise Refusal("invalid_json", "A JSON object has a repeated key.")
    return value


def read_json(data):
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=no_repeated_keys)
    except ValueError:
        raise Refusal("invalid_json", "The body is not valid JSON.") from None
    if not isinstance(value, dict):
        raise Refusal("invalid_json", "Expected a JSON object.")
    return value


def check_keys(value, accepted, path):
    if not isinstance(value, dict):
        raise Refusal("invalid_type", f"'{path}' must be an object.", path)
    for key in value:
        if key not in accepted:
            raise Refusal("unknown_parameter", f"Unknown parameter: '{path}.{key}'.", f"{path}.{key}")


def check_model(model, accepted, path):
    if model is None:
        raise Refusal("missing_required_parameter", f"Missing required parameter: '{path}'.", path)
    if model not in accepted:
        raise Refusal("model_not_found", f"The model '{model}' does not exist or you do not have access to it.",
                      path, 404)


def read_session(data):
    return check_session(read_json(data))


def read_translation_session(session):
    """A translation session: a model, no type, and the language to speak."""
    check_keys(session, {"model", "audio"}, "session")
    check_model(session.get("model"), TRANSLATION_MODELS, "session.model")
    check_keys(session.get("audio", {}), AUDIO_KEYS, "session.audio")
    return session


def read_live_session(data):
    """The body that creates a Live session, and the offer in it."""
    value = read_json(data)
    check_keys(value, {"session", "transport"}, "body")
    check_model(value.get("session", {}).get("model"), LIVE_MODELS, "session.model")
    transport = value.get("transport") or {}
    check_keys(transport, {"type", "sdp", "dcid"}, "transport")
    if transport.get("type") != "webrtc" or not isinstance(transport.get("sdp"), str):
        raise Refusal("invalid_value", "transport must be of type webrtc and have an sdp.", "transport")
    offer = transport["sdp"].encode()
    check_offer(offer)
    return Call(offer=offer, session=value["session"], form="live"), transport.get("dcid")


def read_control(action, content_type, body, is_live):
    """What comes along with the control of a call; None where nothing does."""
    if not body:
        if action in ("accept", "refer") or content_type is not None:
            raise Refusal("missing_body", f"{action} has content, and a content type with it only.")
        return None
    if content_type != "application/json":
        raise Refusal("invalid_content_type", "Content-Type must be exactly application/json.")
    value = read_json(body)
    if action == "accept":
        session = value.get("session") if is_live else value
        check_keys(value, {"session"} if is_live else REALTIME_KEYS, "body")
        check_model((session or {}).get("model"), LIVE_MODELS if is_live else MODELS, "session.model")
    elif action == "refer" and not re.match(r"(tel|sip):", value.get("target_uri", "")):
        raise Refusal("invalid_value", "target_uri must be a tel: or sip: URI.", "target_uri")
    return value


def check_session(session):
    """A session object in the GA shape, whole: type, model, and no key that the GA API does not know."""
    kind = session.get("type")
    if kind is None:
        raise Refusal("missing_required_parameter", "Missing required parameter: 'session.type'.", "session.type")
    if kind not in ("realtime", "transcription"):
        raise Refusal("invalid_value", "'session.type' must be 'realtime' or 'transcription'.", "session.type")
    check_keys(session, REALTIME_KEYS if kind == "realtime" else TRANSCRIPTION_KEYS, "session")
    audio = session.get("audio", {})
    check_keys(audio, AUDIO_KEYS, "session.audio")
    check_keys(audio.get("input", {}), AUDIO_INPUT_KEYS, "session.audio.input")
    check_keys(audio.get("output", {}), AUDIO_OUTPUT_KEYS, "session.audio.output")
    transcription = audio.get("input", {}).get("transcription") or {}
    path = "session.audio.input.transcription.model"
    if kind == "realtime":
        if session.get("output_modalities", ["audio"]) not in (["audio"], ["text"]):
            raise Refusal("invalid_value", "'session.output_modalities' must be one of audio and text.",
                          "session.output_modalities")
        check_model(session.get("model"), MODELS, "session.model")
        if "model" in transcription:
            check_model(transcription["model"], TRANSCRIPTION_MODELS, path)
    else:
        check_model(transcription.get("model"), TRANSCRIPTION_MODELS, path)
    return session


def check_offer(offer):
    """What the provider's own parser says about an offer before it looks at the media."""
    if not offer.endswith(b"\n"):
        raise Refusal("invalid_offer", "Failed to parse offer: failed to unmarshal SDP: EOF", "sdp")
    if not re.match(rb"v=0\r?\n", offer):
        raise Refusal("invalid_offer", "Failed to parse offer: the first line must be v=0", "sdp")
    if not re.search(rb"^m=audio ", offer, re.MULTILINE):
        raise Refusal("invalid_offer", "Offer has no audio", "sdp")


def read_call(content_type, body, query, *, ephemeral_session):
    """A create request on the GA endpoint. `ephemeral_session` is what an ek_ token was minted with, or None."""
    if content_type == "application/sdp":
        if ephemeral_session is None:
            raise Refusal("raw_offer_needs_ephemeral_token", "Raw SDP is reserved for ephemeral tokens.")
        if "model" in query:
            check_model(query["model"], MODELS, "model")
        call = Call(offer=body, session=None, form="raw")
    else:
        offer, session = read_form(content_type, body)
        if "model" in query:
            raise Refusal("model_and_session", "?model= goes with a raw offer only; the session has the model.")
        call = Call(offer=offer, session=session, form="multipart")
    check_offer(call.offer)
    return call


def read_legacy_call(content_type, body, query):
    """A create request on the beta endpoint: raw or multipart, the model always in the query."""
    check_model(query.get("model"), MODELS, "model")
    if content_type == "application/sdp":
        call = Call(offer=body, session=None, form="raw")
    else:
        parts = split_form(content_type, body)
        names = [head.split(b"\r\n")[0] for head, _ in parts]
        wanted = [b'Content-Disposition: form-data; name="sdp"', b'Content-Disposition: form-data; name="session"']
        if names != wanted[: len(names)] or not names:
            raise Refusal("wrong_part_header", "Expected the part sdp and then, if any, session.")
        session = read_json(parts[1][1]) if len(parts) > 1 else None
        call = Call(offer=parts[0][1], session=session, form="multipart")
    check_offer(call.offer)
    return call
