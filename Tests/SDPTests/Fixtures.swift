// SPDX-License-Identifier: MIT

internal import Foundation
internal import SDP
internal import Testing

/// A file of session description text.
struct SDPFile: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]

    var testDescription: String { name }

    /// Whether the name says that it is an offer; in `generated` all others are answers.
    var isOffer: Bool { name.contains("offer") }
}

/// The files that tests read, found from the place of this file.
enum Fixtures {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let folder = repository.appending(path: "Fixtures/sdp")

    static let generated = files(in: folder.appending(path: "generated"))
    static let accepted = files(in: folder.appending(path: "accepted"))
    static let refused = files(in: folder.appending(path: "refused"))
    static let warned = files(in: folder.appending(path: "warned"))

    /// Samples of other projects, which lie beside a clone but are not part of it.
    static let published = files(
        in: repository.deletingLastPathComponent().appending(path: "shared/sdp/public").resolvingSymlinksInPath()
    )

    static var all: [SDPFile] { generated + accepted + refused + warned + published }

    static func file(_ name: String, in files: [SDPFile] = generated) throws -> SDPFile {
        guard let file = files.first(where: { $0.name == name }) else { throw CocoaError(.fileNoSuchFile) }
        return file
    }

    private static func files(in folder: URL) -> [SDPFile] {
        let urls = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return urls.filter { $0.pathExtension == "sdp" }.sorted { $0.path < $1.path }.compactMap { url in
            guard let data = try? Data(contentsOf: url) else { return nil }
            return SDPFile(name: url.deletingPathExtension().lastPathComponent, bytes: Array(data))
        }
    }
}
