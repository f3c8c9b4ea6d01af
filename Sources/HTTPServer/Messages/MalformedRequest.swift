// SPDX-License-Identifier: MIT

/// Why a request is malformed; the raw value says it in words.
public enum MalformedRequest: String, Error, Hashable, Sendable, CaseIterable {
    // The request line, RFC 9112 section 3.

    /// RFC 9110 section 9.1.
    case invalidMethod = "the method is not a token of at most 32 characters followed by a space"
    /// RFC 9112 section 3.2.
    case invalidTarget = "the target is neither a path nor an http URL"
    /// RFC 9112 section 2.3.
    case invalidVersion = "the request line does not end in HTTP/1.1"

    // Lines and fields, RFC 9112 sections 2.2 and 5.

    /// RFC 9112 section 2.2.
    case bareCarriageReturn = "a carriage return without a line feed"
    /// RFC 9112 section 2.2.
    case bareLineFeed = "a line feed without a carriage return"
    /// RFC 9112 section 5.2 (obs-fold) and 2.2 (white space before the first field).
    case foldedLine = "a header line starts with white space"
    /// RFC 9112 section 5.1.
    case invalidFieldName = "a header field name is not a token followed by a colon"
    /// RFC 9110 section 5.5.
    case controlCharacter = "a control character in a header field value"

    // Meaning of single fields.

    /// RFC 9112 section 3.2.
    case missingHost = "no Host field"
    /// RFC 9112 section 3.2.
    case repeatedHost = "more than one Host field"
    /// RFC 9112 section 3.2.
    case invalidHost = "the Host field is not a host with an optional port"
    /// RFC 9110 section 8.6.
    case invalidContentLength = "the Content-Length is not a number of at most 18 digits"
    /// RFC 9112 section 6.3.
    case repeatedContentLength = "more than one Content-Length field"
    /// RFC 9112 section 6.3.
    case lengthAndTransferCoding = "both Content-Length and Transfer-Encoding"
    /// RFC 9112 section 6.3.
    case invalidTransferCoding = "chunked is not the last and only chunked transfer coding"
    /// RFC 9112 section 6.1.
    case transferCodingInVersion10 = "Transfer-Encoding in an HTTP/1.0 request"

    // The chunked coding, RFC 9112 section 7.1, and the end of the input.

    /// RFC 9112 section 7.1.
    case invalidChunkSize = "a chunk size is not a hexadecimal number of at most 15 digits"
    /// RFC 9112 section 7.1.1.
    case chunkExtensionTooLong = "a chunk extension of more than 256 bytes"
    /// RFC 9112 section 7.1.
    case unterminatedChunk = "chunk data is not followed by the end of its line"
    /// RFC 9112 section 8.
    case endOfInput = "the input ends in the middle of a request"
}
