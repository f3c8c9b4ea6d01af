// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Providers
internal import Signaling

/// The query of a request target.
struct Query {
    /// `model`, decoded; nil if absent or empty.
    private(set) var model: String?
    /// `media`; nil if absent.
    private(set) var media: MediaMode?
    /// All others, as they came.
    private(set) var others: [QueryParameter] = []

    init(of head: RequestHead) throws(RelayError) {
        guard let range = head.queryRange, !range.isEmpty else { return }
        for parameter in head.bytes[range].split(separator: UInt8(ascii: "&")) {
            let name = parameter.prefix { $0 != UInt8(ascii: "=") }
            let value = parameter[name.endIndex...].dropFirst()
            guard let decodedName = PercentEncoding.decodeQueryValue(name),
                let decodedValue = PercentEncoding.decodeQueryValue(value)
            else {
                throw RelayError(
                    .invalidQuery,
                    stage: .request,
                    message: "A query parameter is not valid percent-encoded UTF-8."
                )
            }
            if decodedName == "model" {
                try setModel(decodedValue)
            } else if decodedName == "media" {
                try setMedia(decodedValue)
            } else {
                others.append(
                    QueryParameter(name: decodedName, text: String(decoding: parameter, as: UTF8.self))
                )
            }
        }
    }

    private mutating func setMedia(_ value: String) throws(RelayError) {
        guard let mode = MediaMode(rawValue: value), media == nil else {
            throw RelayError(
                .invalidQuery,
                stage: .request,
                message: "`media` must be \"direct\" or \"bridge\", once.",
                param: "media"
            )
        }
        media = mode
    }

    private mutating func setModel(_ value: String) throws(RelayError) {
        guard model == nil else {
            throw RelayError(
                .invalidQuery,
                stage: .request,
                message: "`model` stands in the query twice.",
                param: "model"
            )
        }
        if !value.isEmpty { model = value }
    }
}
