// SPDX-License-Identifier: MIT

public import Providers
internal import SDP

extension RelayError {
    /// The error for an offer that the check refused.
    init(offer finding: SDPFinding, provider: String) {
        // Every refusal has a row of its own; a test holds the two sets equal.
        let code = ErrorCode(rawValue: finding.code.rawValue) ?? .notSDP
        self.init(
            code,
            stage: .offer,
            message: finding.message,
            param: "sdp",
            provider: provider,
            line: finding.line
        )
    }

    /// The error for a session that is none.
    public init(session error: SessionError) {
        self.init(.invalidSession, stage: .session, param: "session")
        switch error {
        case .notJSON(let offset, let reason): message = "Not JSON: \(reason) at byte \(offset)."
        case .notAnObject: message = "The session must be a JSON object."
        case .wrongType(let member, let expected):
            message = "\(member) must be \(expected)."
            param = member
        case .missing(let member):
            message = "\(member) is missing."
            param = member
        case .duplicateMember(let member):
            message = "\(member) stands there twice."
            param = member
        }
    }

    /// The error for a JSON body that is no session or client secret request.
    init(body error: SessionError) {
        switch error {
        case .notJSON(let offset, let reason):
            self.init(.invalidJSON, stage: .request, message: "Not JSON: \(reason) at byte \(offset).")
        case .notAnObject:
            self.init(.invalidSession, stage: .request, message: "The body must be a JSON object.")
        case .missing, .wrongType, .duplicateMember:
            self.init(session: error)
        }
    }

    /// The error for an exchange that the provider cannot do.
    init(building error: ProviderRequestError, provider: String) {
        switch error {
        case .unsupportedOperation(let operation):
            self.init(
                .operationNotSupported,
                stage: .provider,
                message: "The provider has no endpoint for \(operation.rawValue).",
                provider: provider
            )
        case .webRTCUnsupported:
            self.init(.providerDoesNotSupportWebRTC, stage: .provider, provider: provider)
        case .invalidSession(let error):
            self.init(session: error)
            self.provider = provider
        }
    }
}
