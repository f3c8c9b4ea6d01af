// SPDX-License-Identifier: MIT

internal import CCurl
internal import EventLoop

extension Transfer {
    /// What the exchange has come to, given libcurl's result.
    func outcome(of result: CURLcode, exchange: Exchange) -> Outcome {
        guard result == CURLE_OK, exchange.refusal == nil else {
            return .failure(error(for: result, exchange: exchange))
        }
        guard exchange.head.status >= 200 else {
            return .failure(error(.malformedResponse, "the response has no final status"))
        }
        return .success(
            UpstreamHTTPResponse(
                status: exchange.head.status,
                fieldBlock: exchange.head.fieldBlock,
                body: exchange.body,
                timings: exchange.clock.timings(
                    end: .current,
                    isNewConnection: !exchange.openedDescriptors.isEmpty
                )
            )
        )
    }

    /// An error of this module's own making.
    func error(_ code: UpstreamHTTPError.Code, _ detail: StaticString) -> UpstreamHTTPError {
        UpstreamHTTPError(code, detail.description, requestWasSent: requestWasSent)
    }

    private func error(for result: CURLcode, exchange: Exchange) -> UpstreamHTTPError {
        switch exchange.refusal {
        case .secondSending: return self.error(.connectionLost, "the connection ended with the request sent")
        case .overSizeLimit: return self.error(.responseTooLarge, "the response is over a size limit")
        case nil: break
        }
        let failure = TransferFailure(
            result: result,
            hasBegun: exchange.bytesSentBefore != nil,
            hasCompleteHead: exchange.head.isComplete,
            usesProxy: group.policy.proxy != nil,
            wasBlocked: exchange.hasBlockedAddress && exchange.openedDescriptors.isEmpty
        )
        let code = exchange.clock.expiredLimit(at: .current) ?? failure.code
        let detail = unsafe String(cString: curl_easy_strerror(result))
        return UpstreamHTTPError(code, detail, requestWasSent: requestWasSent)
    }
}

/// A result of libcurl's with the circumstances that decide what it means.
struct TransferFailure {
    let result: CURLcode
    /// Whether a connection was ready and the request about to be sent.
    let hasBegun: Bool
    let hasCompleteHead: Bool
    let usesProxy: Bool
    /// Whether addresses were refused and none was tried.
    let wasBlocked: Bool

    var code: UpstreamHTTPError.Code {
        switch result {
        case CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED: .badRequest
        case CURLE_OPERATION_TIMEDOUT: .totalTimeout
        default: hasBegun ? codeAfterConnecting : codeWhileConnecting
        }
    }

    private var codeWhileConnecting: UpstreamHTTPError.Code {
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST: .resolveFailed
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED,
            CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
            .tlsFailed
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxyFailed
        case CURLE_UNSUPPORTED_PROTOCOL: .badRequest
        default: wasBlocked ? .blockedAddress : usesProxy ? .proxyFailed : .connectFailed
        }
    }

    private var codeAfterConnecting: UpstreamHTTPError.Code {
        switch result {
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .malformedResponse
        case CURLE_FILESIZE_EXCEEDED, CURLE_WRITE_ERROR: .responseTooLarge
        // libcurl gathers one header line in a buffer of its own with a limit of its own.
        case CURLE_OUT_OF_MEMORY where !hasCompleteHead: .responseTooLarge
        default: .connectionLost
        }
    }
}
