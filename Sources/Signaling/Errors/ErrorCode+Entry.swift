// SPDX-License-Identifier: MIT

extension ErrorCode {
    /// A row of the error table in `docs/errors.md`.
    public struct Entry: Hashable, Sendable {
        /// The HTTP status; failures that pass an upstream's status through name the usual one.
        public let status: Int
        /// The `type` of the envelope.
        public let type: ErrorType
        /// Whether the same request may succeed later; failures after the request was sent never may.
        public let isRetryable: Bool
        /// What happened.
        public let meaning: String
        /// What the caller can do.
        public let remedy: String
    }

    /// The `type` of the envelope, as SDKs know it.
    public enum ErrorType: String, Hashable, Sendable {
        /// The caller's to mend.
        case invalidRequest = "invalid_request_error"
        /// A credential is missing or was refused.
        case authentication = "authentication_error"
        /// Too much, too often, or not paid for.
        case rateLimit = "rate_limit_error"
        /// The upstream failed.
        case upstream = "upstream_error"
        /// The relay failed or is busy.
        case server = "server_error"
    }

    /// The row of this code.
    public var entry: Entry {
        switch self {
        case .malformedRequest: caller(400, "The HTTP message breaks the grammar.", "Mend the client.")
        case .requestTimeout:
            caller(408, "The request came too slowly.", "Send the whole request at once.", retryable: true)
        case .bodyTooLarge:
            caller(413, "The body is over the route's limit.", "Send less; the limit is in the message.")
        case .targetTooLong: caller(414, "The request target is over the limit.", "Shorten the query.")
        case .headerTooLarge: caller(431, "The header block is over a limit.", "Send fewer or shorter fields.")
        case .expectationFailed:
            caller(417, "`Expect` asks for something other than `100-continue`.", "Leave `Expect` out.")
        case .transferCodingNotSupported:
            caller(501, "The body has a transfer coding other than `chunked`.", "Use `chunked` or `Content-Length`.")
        case .versionNotSupported: caller(505, "The request is not HTTP/1.x.", "Speak HTTP/1.1.")
        case .notFound: caller(404, "No such path.", "See the route list in the documentation.")
        case .methodNotAllowed: caller(405, "The path does not take this method.", "`Allow` names those it takes.")
        case .unsupportedMediaType:
            caller(415, "The route does not take this content type.", "The message names those it takes.")
        case .originNotAllowed:
            caller(403, "The page's origin may not call the relay.", "Add the origin to `cors.origins`.")
        case .invalidAccessKey:
            Entry(
                status: 401,
                type: .authentication,
                isRetryable: false,
                meaning: "The relay asks for an access key, and the request has none that it knows.",
                remedy: "Send the access key as `Authorization: Bearer`."
            )
        case .accessDenied:
            caller(
                403,
                "The credential may not use this provider or model.",
                "Use another one, or ask the operator for access."
            )
        case .invalidMultipart: caller(400, "The multipart body is broken.", "The message says where.")
        case .missingSDP: caller(400, "There is no `sdp` part or member.", "Send the offer as `sdp`.")
        case .invalidJSON: caller(400, "The body is not JSON.", "The message says at which byte.")
        case .invalidSession:
            caller(400, "The session is no session object.", "The message says which member is wrong.")
        case .sessionFieldLocked:
            caller(
                400,
                "This field of the session is set by the operator and cannot be changed.",
                "Leave the field out; `param` names it."
            )
        case .invalidQuery: caller(400, "A query parameter is broken.", "Percent-encode the value.")
        case .invalidPath:
            caller(400, "A part of the path is not valid percent-encoded UTF-8.", "Percent-encode the id or name.")
        case .missingModel:
            caller(400, "Neither the session nor the query names a model.", "Send `session.model` or `?model=`.")
        case .providerNotFound:
            caller(404, "No provider of that name is configured.", "`GET /v1/realtime/providers` lists them.")
        case .operationNotSupported:
            caller(400, "The provider cannot do this.", "`GET /v1/realtime/providers` lists what each can do.")
        case .providerDoesNotSupportWebRTC:
            caller(
                400,
                "The provider exchanges no SDP over HTTP.",
                "Use a provider that `GET /v1/realtime/providers` shows with `webrtc`."
            )
        case .callNotFound:
            caller(
                404,
                "There is no such call, or it is not the caller's.",
                "Use the id that `Location` gave, with the credential that made the call."
            )
        case .missingCredential:
            Entry(
                status: 401,
                type: .authentication,
                isRetryable: false,
                meaning: "The relay has no key for the provider and the caller brought no ephemeral token.",
                remedy: "Configure a key, or send an `ek_` token as bearer."
            )
        case .mediaModeNotAvailable:
            caller(
                400,
                "The call cannot be made with the `media` that it asks for.",
                "Leave `media` out; the configuration says what callers may choose."
            )
        case .preconditionFailed:
            caller(412, "`If-Match` names another ICE session than the call has.", "Send the newest `ETag`, or `*`.")
        case .emptyOffer: caller(400, "The offer is empty.", "Post `pc.localDescription.sdp`.")
        case .offerTooLarge: caller(413, "The offer is over 256 KiB.", "Offer fewer codecs or candidates.")
        case .notUTF8: caller(400, "The offer is not UTF-8.", "Post the text unchanged.")
        case .controlCharacter: caller(400, "The offer contains a control character.", "Post the text unchanged.")
        case .jsonOffer:
            caller(
                400,
                "A JSON object was posted as `application/sdp`.",
                "Post `offer.sdp` alone, or the object as `application/json`."
            )
        case .notSDP: caller(400, "The offer does not start with `v=0`.", "Post the SDP text itself.")
        case .answerAsOffer: caller(400, "The SDP is an answer.", "Post the result of `createOffer()`.")
        case .noAudio: caller(400, "The offer has no audio section.", "Add an audio track or transceiver.")
        case .missingICECredentials:
            caller(400, "A section has no `a=ice-ufrag` or `a=ice-pwd`.", "Post the offer as the stack made it.")
        case .missingFingerprint:
            caller(400, "A section has no `a=fingerprint`.", "Post the offer as the stack made it.")
        case .tooManyMediaSections: caller(400, "The offer has over 64 media sections.", "Offer fewer.")
        case .unanswerableOffer:
            caller(
                400,
                "The relay is to be the client's peer, and cannot answer the offer.",
                "The message says what is missing; `line` says where."
            )
        case .upstreamRejected:
            caller(400, "The upstream refused the request.", "The message is the upstream's; mend the request.")
        case .upstreamAuthenticationFailed:
            upstream(502, "The upstream refused the relay's key.", "The operator must mend the key.")
        case .rateLimitExceeded:
            Entry(
                status: 429,
                type: .rateLimit,
                isRetryable: true,
                meaning: "The upstream's rate limit is reached.",
                remedy: "Wait as long as `Retry-After` says."
            )
        case .insufficientQuota:
            Entry(
                status: 429,
                type: .rateLimit,
                isRetryable: false,
                meaning: "The upstream account's quota is used up.",
                remedy: "The operator must raise the quota."
            )
        case .upstreamError:
            upstream(502, "The upstream failed.", "Try later, knowing that a session may have been created.")
        case .upstreamOverloaded:
            upstream(503, "The upstream is busy.", "Wait as long as `Retry-After` says.", retryable: true)
        case .legacyUpstreamRetired:
            upstream(
                502,
                "The upstream has switched its beta endpoint off.",
                "Set `legacy: \"ga\"` for the provider: beta requests are then carried over the current API."
            )
        case .upstreamRedirect:
            upstream(
                502,
                "The upstream redirected; redirects are never followed.",
                "The operator must mend `base_url`."
            )
        case .upstreamUnreachable:
            upstream(
                502,
                "No connection to the upstream: name, address or TLS.",
                "Try again; else see the relay's log.",
                retryable: true
            )
        case .upstreamAddressBlocked:
            upstream(
                502,
                "The upstream's address is loopback or private.",
                "If that is meant, set `allow_private_network` for the provider."
            )
        case .upstreamTimeout:
            upstream(
                504,
                "The upstream was too slow; the message says in which stage.",
                "Try again only if `retryable` says so."
            )
        case .upstreamConnectionLost:
            upstream(502, "The upstream closed the connection.", "A session may have been created.")
        case .invalidUpstreamAnswer:
            upstream(502, "The upstream said yes without a usable SDP answer.", "Report it to the operator.")
        case .upstreamAnswerTooLarge:
            upstream(502, "The upstream's response is over the limit.", "Report it to the operator.")
        case .tooManyConnections:
            relay(503, "The relay has as many connections as it takes.", "Wait as long as `Retry-After` says.")
        case .overloaded:
            relay(503, "The relay has as many exchanges in flight as it takes.", "Wait as long as `Retry-After` says.")
        case .callLimitReached:
            relay(503, "The relay has as many bridged calls as it takes.", "Wait as long as `Retry-After` says.")
        case .mediaUnavailable:
            relay(503, "The relay has no sockets or memory for media.", "Wait as long as `Retry-After` says.")
        case .shuttingDown: relay(503, "The relay is shutting down.", "Try again; another instance may answer.")
        case .internalError:
            Entry(
                status: 500,
                type: .server,
                isRetryable: false,
                meaning: "A fault of the relay's.",
                remedy: "Report it with the request id."
            )
        case .clientClosedRequest:
            Entry(
                status: 499,
                type: .invalidRequest,
                isRetryable: false,
                meaning: "The client went away before the answer; only ever seen in the log.",
                remedy: "Nothing: the upstream exchange was cancelled."
            )
        }
    }

    private func caller(_ status: Int, _ meaning: String, _ remedy: String, retryable: Bool = false) -> Entry {
        Entry(status: status, type: .invalidRequest, isRetryable: retryable, meaning: meaning, remedy: remedy)
    }

    private func upstream(_ status: Int, _ meaning: String, _ remedy: String, retryable: Bool = false) -> Entry {
        Entry(status: status, type: .upstream, isRetryable: retryable, meaning: meaning, remedy: remedy)
    }

    private func relay(_ status: Int, _ meaning: String, _ remedy: String) -> Entry {
        Entry(status: status, type: .server, isRetryable: true, meaning: meaning, remedy: remedy)
    }
}
