// SPDX-License-Identifier: MIT

/// The `multipart/form-data` body (RFC 7578) in which OpenAI's form carries an offer and its session.
enum OfferForm {
    private static let sdpHead = Array(
        "\r\nContent-Disposition: form-data; name=\"sdp\"\r\nContent-Type: application/sdp\r\n\r\n".utf8
    )
    private static let sessionHead = Array(
        "\r\nContent-Disposition: form-data; name=\"session\"\r\nContent-Type: application/json\r\n\r\n".utf8
    )

    /// Writes the parts `sdp` and `session`, without filenames, each byte for byte.
    static func body(offer: ArraySlice<UInt8>, session: [UInt8], boundary: MultipartBoundary) -> [UInt8] {
        let delimiter = boundary.text.utf8
        var body: [UInt8] = []
        body.reserveCapacity(
            offer.count + session.count + sdpHead.count + sessionHead.count + 3 * (delimiter.count + 8)
        )
        body.append(contentsOf: "--".utf8)
        body.append(contentsOf: delimiter)
        body.append(contentsOf: sdpHead)
        body.append(contentsOf: offer)
        body.append(contentsOf: "\r\n--".utf8)
        body.append(contentsOf: delimiter)
        body.append(contentsOf: sessionHead)
        body.append(contentsOf: session)
        body.append(contentsOf: "\r\n--".utf8)
        body.append(contentsOf: delimiter)
        body.append(contentsOf: "--\r\n".utf8)
        return body
    }
}
