// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import JSONText
internal import Signaling

/// An offer and its session, taken out of whichever body a caller sent.
struct OfferBody {
    /// The offer, byte for byte.
    var offer: ArraySlice<UInt8>
    /// The session object; nil if there is none or it is blank.
    var session: [UInt8]?
    /// `model` beside the offer in a JSON body.
    var model: String?

    init(of request: HTTPRequest) throws(RelayError) {
        let body = request.body
        switch ContentType(of: request.head) {
        case .multipart: try self.init(multipart: body, boundary: ContentType.boundary(of: request.head))
        case .json: try self.init(json: body)
        // The route has refused other types already, so this is a raw offer.
        case .sdp, .sdpFragment, .none, .other: self.init(offer: body[...])
        }
    }

    private init(offer: ArraySlice<UInt8>) {
        self.offer = offer
    }

    /// A body that the use case takes apart itself.
    init(whole body: [UInt8]) {
        offer = body[...]
    }

    private init(multipart body: [UInt8], boundary: [UInt8]?) throws(RelayError) {
        guard let boundary else {
            throw RelayError(
                .invalidMultipart,
                stage: .request,
                message: "The content type has no boundary.",
                param: "content-type"
            )
        }
        var sdp: [Range<Int>] = []
        var session: [Range<Int>] = []
        do {
            try MultipartReader.forEachPart(of: body, boundary: boundary) { name, content in
                if name.elementsEqual("sdp".utf8) { sdp.append(content) }
                if name.elementsEqual("session".utf8) { session.append(content) }
            }
        } catch {
            throw RelayError(
                .invalidMultipart,
                stage: .request,
                message: "Broken multipart body: \(error.message) (byte \(error.offset))."
            )
        }
        guard let offer = try Self.single("sdp", sdp) else {
            throw RelayError(
                .missingSDP,
                stage: .request,
                message: "The form has no part named `sdp`.",
                param: "sdp"
            )
        }
        self.offer = body[offer]
        if let range = try Self.single("session", session), !body[range].allSatisfy(Self.isSpace) {
            self.session = Array(body[range])
        }
    }

    /// Two parts of one name would be read differently by different servers.
    private static func single(_ name: String, _ parts: [Range<Int>]) throws(RelayError) -> Range<Int>? {
        guard parts.count <= 1 else {
            throw RelayError(
                .invalidMultipart,
                stage: .request,
                message: "The form has two parts named `\(name)`.",
                param: name
            )
        }
        return parts.first
    }

    private init(json body: [UInt8]) throws(RelayError) {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: body)
        } catch {
            throw RelayError(
                .invalidJSON,
                stage: .request,
                message: "Not JSON: \(error.code.rawValue) at byte \(error.offset)."
            )
        }
        if let type = document.value(at: "type").flatMap(document.string), type != "offer" {
            throw RelayError(
                .answerAsOffer,
                stage: .request,
                message: "The object's `type` is not \"offer\".",
                param: "type"
            )
        }
        guard let sdp = document.value(at: "sdp").flatMap(document.string) else {
            throw RelayError(
                .missingSDP,
                stage: .request,
                message: "The object has no string member `sdp`.",
                param: "sdp"
            )
        }
        offer = Array(sdp.utf8)[...]
        if let node = document.value(at: "session"), node.kind != .null { session = Array(document.raw(node)) }
        model = document.value(at: "model").flatMap(document.string)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
    }
}
