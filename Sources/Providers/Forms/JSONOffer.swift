// SPDX-License-Identifier: MIT

internal import JSONText

/// Offers and answers as members of JSON objects.
enum JSONOffer {
    /// `{"sdp": "…"}`, to be completed.
    ///
    /// Escaping keeps every character of the offer, its line ends too.
    static func writer(for offer: ArraySlice<UInt8>) -> JSONObjectWriter {
        var writer = JSONObjectWriter(capacity: offer.count + 512)
        // Offers are checked for UTF-8 before they come here.
        writer.write("sdp", String(decoding: offer, as: UTF8.self))
        return writer
    }

    /// Reads `{"sdp": "…"}` and the id of the call, wherever the provider puts it.
    static func answer(from body: [UInt8], idMember: StaticString) -> ProviderReply {
        guard let document = try? JSONDocument(parsing: body),
            let sdp = document.value(at: "sdp").flatMap(document.string)
        else { return .unusable("The upstream's response has no member sdp.") }
        let id = document.member(idMember, of: document.root).flatMap(document.string)
        return .answer(sdp: Array(sdp.utf8), callID: id.flatMap { UpstreamID.isSafe($0) ? $0 : nil })
    }
}
