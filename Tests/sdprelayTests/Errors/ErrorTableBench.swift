// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Every row of the error table, produced by an upstream process that does the thing.
@Suite(.bench(ErrorTableBench.start))
struct ErrorTable {}

/// The processes behind the error table: two upstreams, and a relay with one provider for each thing they do.
enum ErrorTableBench {
    static let key = "sk-the-relays-own-key"
    static let callerToken = "ek_the-callers-own-token"

    /// An answer to the offer of two sections, as a provider gives it.
    static let answer = """
        v=0\r
        o=- 1 2 IN IP4 127.0.0.1\r
        s=-\r
        t=0 0\r
        m=audio 9 UDP/TLS/RTP/SAVPF 111\r
        a=setup:active\r
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r
        a=setup:active\r\n
        """

    /// An OpenAI error envelope.
    static func envelope(
        type: String = "invalid_request_error",
        code: String = "their_code"
    ) -> String {
        #"{"error":{"message":"their words","type":"\#(type)","code":"\#(code)","param":"their.param"}}"#
    }

    private typealias Answer = UpstreamProcess.Answer

    /// What the canned upstream answers; the names are also those of the providers.
    private static let answers: [String: Answer] = {
        var answers: [String: Answer] = [
            "good": Answer(headers: ["Location": "/v1/realtime/calls/rtc_1"], body: answer),
            "ok-200": Answer(status: 200, body: answer),
            "ok-three-sections": Answer(body: answer + "m=audio 9 RTP/AVP 0\r\n"),
            "ok-one-section": Answer(
                body: String(answer.prefix(upTo: answer.firstRange(of: "m=app")?.lowerBound ?? answer.startIndex))
            ),
            "ok-without-setup": Answer(body: answer.replacing("a=setup:active", with: "a=setup:actpass")),
            "ok-json": Answer(headers: ["Content-Type": "application/json"], body: #"{"sdp":"v=0"}"#),
            "ok-offer-words": Answer(body: "v=1\r\n" + answer.dropFirst(5)),
            "rate-limit": Answer(
                status: 429,
                headers: ["Retry-After": "7", "x-request-id": "req_theirs"],
                body: envelope(type: "tokens", code: "rate_limit_exceeded")
            ),
            "rate-limit-ms": Answer(status: 429, headers: ["Retry-After": "9", "retry-after-ms": "1500"]),
            "rate-limit-date": Answer(status: 429, headers: ["Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"]),
            "quota-by-code": Answer(
                status: 429,
                headers: ["Retry-After": "7"],
                body: envelope(type: "tokens", code: "insufficient_quota")
            ),
            "quota-by-type": Answer(status: 429, body: envelope(type: "insufficient_quota", code: "billing")),
            "overloaded": Answer(status: 503, headers: ["Retry-After": "30"], body: envelope()),
            "overloaded-500": Answer(status: 500, headers: ["Retry-After": "2"]),
            "overloaded-408": Answer(status: 408, headers: ["Retry-After": "2"]),
            "busy": Answer(status: 503, body: envelope()),
            "beta-off": Answer(status: 400, body: envelope(code: "beta_api_shape_disabled")),
            "huge-value": Answer(status: 400, body: String(repeating: "x", count: 1 << 20 + 1)),
        ]
        for status in [400, 401, 403, 404, 409, 413, 415, 418, 422, 429, 408, 500, 502, 503, 504] {
            answers["told-\(status)"] = Answer(
                status: status,
                headers: ["x-request-id": "req_theirs"],
                body: envelope()
            )
            answers["mute-\(status)"] = Answer(status: status, body: "<html>no envelope</html>")
        }
        return answers
    }()

    private static let hostileBehaviours = [
        "garbage", "html", "empty", "drip", "hang", "hang-after-head", "reset-before", "close-before", "reset-mid",
        "close-mid", "huge", "huge-length", "huge-header", "huge-line", "not-http", "redirect/300", "redirect/301",
        "redirect/302", "redirect/303", "redirect/307", "redirect/308",
    ]

    static let start: @Sendable () async throws -> Bench = {
        async let startingHostile = UpstreamProcess.hostile(tls: true)
        async let startingCanned = UpstreamProcess.canned(answers)
        let (hostile, canned) = try await (startingHostile, startingCanned)
        let relay = try await RelayProcess(
            configuration: "{ default_provider: 'good', providers: { \(try providers(hostile, canned)) } }"
        )
        return Bench(relay: relay, hostile: hostile, canned: canned)
    }

    private static func providers(_ hostile: UpstreamProcess, _ canned: UpstreamProcess) throws -> String {
        let (cannedPort, hostilePort) = (try canned.port(), try hostile.port())
        var entries = answers.keys.map { entry($0, "http://127.0.0.1:\(cannedPort)/\($0)") }
        entries += hostileBehaviours.map { behaviour in
            entry(
                behaviour.replacing("/", with: "-"),
                "http://127.0.0.1:\(hostilePort)/\(behaviour)",
                timeouts[behaviour].map { "timeouts: { \($0): '300ms' }" } ?? ""
            )
        }
        for certificate in ["good", "self_signed", "expired", "wrong_host"] {
            let url = "https://127.0.0.1:\(try hostile.port(certificate))/ok"
            let authority = "ca_file: '\(hostile.authorityFile ?? "")'"
            entries.append(entry("tls-\(certificate)", url, authority))
            if certificate == "good" { entries.append(entry("tls-unknown-authority", url)) }
        }
        entries += [
            entry("refused", "http://127.0.0.1:1"),
            // A label of over 63 bytes: the resolver fails without asking anyone.
            entry("no-such-host", "http://\(String(repeating: "n", count: 64)).example"),
            entry("not-tls", "https://127.0.0.1:\(cannedPort)/good"),
            // It waits for more of what it takes for a request.
            entry("silent-handshake", "https://127.0.0.1:\(hostilePort)/ok", "timeouts: { connect: '300ms' }"),
            entry("blocked", "http://127.0.0.1:\(cannedPort)/good", "allow_private_network: false"),
            entry("blocked-by-name", "http://localhost:\(cannedPort)/good", "allow_private_network: false"),
            entry("blocked-ipv6", "http://[::1]:\(cannedPort)/good", "allow_private_network: false"),
            "'blocked-openai': { kind: 'openai', base_url: 'http://127.0.0.1:\(cannedPort)/good', prewarm: false, "
                + "keys: [{ value: '\(key)' }] }",
            "'no-key': { kind: 'openai', base_url: 'http://127.0.0.1:\(cannedPort)/good', prewarm: false }",
        ]
        return entries.joined(separator: ",\n")
    }

    private static let timeouts = ["hang": "first_byte", "hang-after-head": "total", "drip": "total"]

    static func entry(_ name: String, _ url: String, _ more: String = "") -> String {
        """
        '\(name)': { kind: 'compatible', base_url: '\(url)', keys: [{ value: '\(key)' }], prewarm: false,
          legacy: 'beta', \(more) }
        """
    }
}
