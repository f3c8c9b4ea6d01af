// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Providers

/// The media types that the relay tells apart (RFC 9110 section 8.3).
enum ContentType: Hashable {
    /// `application/sdp` (RFC 8866 section 8.1).
    case sdp
    /// `application/trickle-ice-sdpfrag` (RFC 8840 section 9).
    case sdpFragment
    /// `multipart/form-data` (RFC 7578).
    case multipart
    /// `application/json` or any `+json`.
    case json
    /// None was given.
    case none
    /// Any other.
    case other

    init(of head: RequestHead) {
        guard let value = head.valueRange(of: "content-type") else {
            self = .none
            return
        }
        let text = head.bytes.span
        let type = HeaderParameters.trimmed(HeaderParameters.upToSemicolon(value, text), text)
        if type.isEmpty {
            self = .none
        } else if ASCIICase.equal(text, type, lowercased: "application/sdp") {
            self = .sdp
        } else if ASCIICase.equal(text, type, lowercased: "application/trickle-ice-sdpfrag") {
            self = .sdpFragment
        } else if ASCIICase.equal(text, type, lowercased: "multipart/form-data") {
            self = .multipart
        } else if ASCIICase.equal(text, type, lowercased: "application/json")
            || ASCIICase.equal(text, type.suffix(5), lowercased: "+json")
        {
            self = .json
        } else {
            self = .other
        }
    }

    /// The `boundary` parameter of a multipart type; nil if there is none.
    static func boundary(of head: RequestHead) -> [UInt8]? {
        guard let value = head.valueRange(of: "content-type") else { return nil }
        return HeaderParameters.value(of: "boundary", in: value, of: head.bytes.span)
    }
}
