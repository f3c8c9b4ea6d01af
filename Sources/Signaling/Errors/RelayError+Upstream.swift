// SPDX-License-Identifier: MIT

internal import Providers

extension RelayError {
    /// The error for an upstream's failure response, by the table in `docs/errors.md`.
    init(
        report: UpstreamErrorReport,
        fields: FieldBlock,
        provider: ConfiguredProvider,
        credential: UpstreamCredential
    ) {
        let code = Self.code(for: report, credentialIsCallers: credential.isCallers, fields: fields)
        self.init(code, stage: .upstream, provider: provider.name)
        upstreamStatus = report.status
        upstreamRequestID = fields.value(of: "x-request-id")
        let isCallersToMend =
            code == .upstreamRejected || code == .rateLimitExceeded || code == .insufficientQuota
        if isCallersToMend {
            status = report.status
            let scrubber = SecretScrubber(provider: provider, credential: credential)
            message = report.message.map(scrubber.scrub) ?? "The upstream refused the request (\(report.status))."
            upstreamType = report.type.map(scrubber.scrub)
            upstreamCode = report.code.map(scrubber.scrub)
            param = report.param.map(scrubber.scrub)
        } else {
            message = "\(code.entry.meaning) It answered \(report.status)."
            if code == .legacyUpstreamRetired { message += " " + code.entry.remedy }
        }
        if code == .rateLimitExceeded || code == .upstreamOverloaded {
            setRetryAfter(fields)
        }
    }

    private static func code(
        for report: UpstreamErrorReport,
        credentialIsCallers: Bool,
        fields: FieldBlock
    ) -> ErrorCode {
        if report.code == "beta_api_shape_disabled" { return .legacyUpstreamRetired }
        return switch report.status {
        case 400, 404, 409, 413, 415, 422: .upstreamRejected
        case 401, 403: credentialIsCallers ? .upstreamRejected : .upstreamAuthenticationFailed
        case 429:
            report.code == "insufficient_quota" || report.type == "insufficient_quota"
                ? .insufficientQuota : .rateLimitExceeded
        case 300..<400: .upstreamRedirect
        case 408, 500...: saysWhenToRetry(fields) ? .upstreamOverloaded : .upstreamError
        default: .upstreamError
        }
    }

    private static func saysWhenToRetry(_ fields: FieldBlock) -> Bool {
        fields.value(of: "retry-after") != nil || fields.value(of: "retry-after-ms") != nil
    }

    /// `retry-after-ms` counts more than `Retry-After`, as in OpenAI's SDKs; only seconds are read, dates are not.
    private mutating func setRetryAfter(_ fields: FieldBlock) {
        let limit = 86_400
        if let text = fields.value(of: "retry-after-ms"), let wait = Int(text), (0...limit * 1000).contains(wait) {
            retryAfterMilliseconds = wait
            retryAfterSeconds = (wait + 999) / 1000
        } else if let text = fields.value(of: "retry-after"), let wait = Int(text), (0...limit).contains(wait) {
            setRetryAfter(seconds: wait)
        } else if code == .upstreamOverloaded {
            setRetryAfter(seconds: 1)
        }
    }

    /// The error for an exchange that brought no response; a repeatable request may be sent again even if it has reached
    /// the provider.
    init(transport error: UpstreamTransportError, provider: String, isRepeatable: Bool = false) {
        let (code, text): (ErrorCode, String) =
            switch error.reason {
            case .unreachable: (.upstreamUnreachable, "No connection to the upstream")
            case .addressBlocked: (.upstreamAddressBlocked, "The upstream's address is loopback or private")
            case .connectTimeout: (.upstreamTimeout, "The upstream did not take the connection in time")
            case .firstByteTimeout: (.upstreamTimeout, "The upstream did not begin its response in time")
            case .totalTimeout: (.upstreamTimeout, "The upstream did not finish its response in time")
            case .connectionLost: (.upstreamConnectionLost, "The upstream closed the connection")
            case .malformedResponse: (.invalidUpstreamAnswer, "The upstream's response is not HTTP")
            case .responseTooLarge: (.upstreamAnswerTooLarge, "The upstream's response is over the limit")
            case .cancelled: (.clientClosedRequest, "The client went away")
            case .shuttingDown: (.shuttingDown, "The relay is shutting down")
            case .internalFault: (.internalError, "The request could not be sent")
            }
        self.init(code, stage: .upstream, provider: provider)
        message = error.detail.isEmpty ? text + "." : "\(text) (\(error.detail))."
        // Creating a session is billed: once the request was sent there may be one.
        isRetryable =
            !error.requestWasSent && (code.entry.isRetryable || error.reason == .connectTimeout)
            || isRepeatable && [.upstreamUnreachable, .upstreamTimeout, .upstreamConnectionLost].contains(code)
    }
}
