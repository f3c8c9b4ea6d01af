// SPDX-License-Identifier: MIT

/// What a request must look like before any of it reaches libcurl.
///
/// libcurl writes field lines and URLs out as they are given: a line end inside one would let whoever chose its
/// content write fields, or a second request, of their own.
enum RequestRules {
    static func checkURL(_ url: String) throws(UpstreamHTTPError) {
        let lowercased = url.prefix(8).lowercased()
        guard lowercased.hasPrefix("http://") || lowercased == "https://" else {
            throw UpstreamHTTPError(.badRequest, "the URL is not an absolute http or https URL")
        }
        guard let first = url.dropFirst(lowercased.hasPrefix("http://") ? 7 : 8).first, !"/?#".contains(first) else {
            throw UpstreamHTTPError(.badRequest, "the URL has no host")
        }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else {
            throw UpstreamHTTPError(.badRequest, "the URL has a space or a control character")
        }
    }

    /// The URL of the root of `url`'s origin.
    static func root(of url: String) -> String {
        guard let slash = url.firstIndex(of: "/") else { return url }
        let authority = url[slash...].drop { $0 == "/" }
        return String(url[..<authority.startIndex] + authority.prefix { !"/?#".contains($0) } + "/")
    }

    static func checkField(_ line: String) throws(UpstreamHTTPError) {
        let bytes = line.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon != bytes.startIndex else {
            throw UpstreamHTTPError(.badRequest, "a field line has no name")
        }
        guard UpstreamHTTPRequest.isFieldName(line[..<colon]) else {
            throw UpstreamHTTPError(.badRequest, "a field name has a character that is not allowed")
        }
        guard bytes[colon...].allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
            throw UpstreamHTTPError(.badRequest, "a field value has a control character")
        }
        guard !UpstreamHTTPRequest.connectionFields.contains(line[..<colon].lowercased()) else {
            throw UpstreamHTTPError(.badRequest, "a field belongs to the connection")
        }
    }

    static func checkBody(_ request: UpstreamHTTPRequest) throws(UpstreamHTTPError) {
        guard request.body.isEmpty || request.method.mayHaveBody else {
            throw UpstreamHTTPError(.badRequest, "the method takes no content")
        }
    }
}

extension UpstreamHTTPRequest.Method {
    /// Whether a request with this method may carry content.
    var mayHaveBody: Bool {
        switch self {
        case .get, .head: false
        case .post, .put, .patch, .delete: true
        }
    }

    /// Whether content is announced even when it is empty.
    var alwaysHasBody: Bool {
        switch self {
        case .get, .head, .delete: false
        case .post, .put, .patch: true
        }
    }
}
