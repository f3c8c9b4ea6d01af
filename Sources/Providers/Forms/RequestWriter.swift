// SPDX-License-Identifier: MIT

/// Puts the parts of an exchange together to a request to one endpoint.
struct RequestWriter {
    let exchange: ProviderExchange
    let provider: ConfiguredProvider
    let endpoint: ProviderEndpoint
    /// Whether `OpenAI-Beta` may travel: it makes current endpoints answer `beta_api_shape_disabled`.
    var sendsBetaField = false

    /// The offer alone, as `application/sdp`.
    func raw(_ offer: ArraySlice<UInt8>, model: String?) -> UpstreamRequest {
        request(
            query: query(model: model),
            ["Content-Type: application/sdp", "Accept: application/sdp"],
            body: Array(offer)
        )
    }

    /// The offer and its session as a form.
    func form(_ offer: ArraySlice<UInt8>, session: [UInt8], model: String?) -> UpstreamRequest {
        let boundary = exchange.boundary.avoiding(offer.span, session.span)
        return request(
            query: query(model: model),
            ["Content-Type: multipart/form-data; boundary=" + boundary.text, "Accept: application/sdp"],
            body: OfferForm.body(offer: offer, session: session, boundary: boundary)
        )
    }

    /// A JSON text; nothing of the caller's query goes with it but what `query` says.
    func json(_ body: [UInt8], query: String = "") -> UpstreamRequest {
        request(query: query, ["Content-Type: application/json", "Accept: application/json"], body: body)
    }

    /// What to do with a call; its response has no content.
    func control(callID: String, body: [UInt8]) -> UpstreamRequest {
        let type = body.isEmpty ? [] : ["Content-Type: application/json"]
        return UpstreamRequest(
            endpoint.method,
            url: provider.baseURL + endpoint.path(id: callID),
            fields: fields(type + ["Accept: */*"]),
            body: body
        )
    }

    /// The query of a call: the model, if it goes there, then what is handed on, then what the operator adds.
    func query(model: String?) -> String {
        var parameters: [String] = []
        if let model { parameters.append("model=" + PercentEncoding.encode(model)) }
        if let passed = exchange.query { parameters.append(passed) }
        parameters += provider.extraQuery.lazy.map(\.text)
        return parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")
    }

    private func request(query: String, _ content: [String], body: [UInt8]) -> UpstreamRequest {
        UpstreamRequest(
            endpoint.method,
            url: provider.baseURL + endpoint.path + query,
            fields: fields(content),
            body: body
        )
    }

    /// The credential, then the caller's fields, then the operator's, then those of the content.
    private func fields(_ content: [String]) -> [String] {
        var fields: [String] = []
        fields.reserveCapacity(exchange.fields.count + provider.extraFields.count + content.count + 1)
        if let credential = exchange.credential.field(provider.authentication) { fields.append(credential) }
        for field in exchange.fields {
            if !sendsBetaField, Self.haveSameName(field, "OpenAI-Beta:") { continue }
            // What the operator has set is not the caller's to say.
            if provider.extraFields.contains(where: { Self.haveSameName(field, $0) }) { continue }
            fields.append(field)
        }
        fields.append(contentsOf: provider.extraFields)
        fields.append(contentsOf: content)
        return fields
    }

    /// Whether two field lines have the same name; names are tokens, whose letters are compared without their case.
    private static func haveSameName(_ left: String, _ right: String) -> Bool {
        func name(_ line: String) -> some Sequence<UInt8> {
            line.utf8.prefix { $0 != UInt8(ascii: ":") }.lazy.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
        }
        return name(left).elementsEqual(name(right))
    }
}
