// SPDX-License-Identifier: MIT

internal import Cryptography

/// An answer to a check that is still to be sent.
struct BindingResponse {
    enum Content {
        case success
        case roleConflict
        case unknownAttributes(UnknownAttributes)
    }

    /// How many wait at most; a check that comes then is not answered, and will be sent again.
    static let maximumPending = 32

    let transactionID: STUNTransactionID
    let pair: ICEPair
    let content: Content
    /// Which credentials protect it.
    let generation: Int

    /// How long it will be; an answer is never longer than its request.
    var size: Int {
        let body =
            switch content {
            case .success: pair.remote.ip.family == .ipv4 ? 12 : 24
            case .roleConflict: 8
            case .unknownAttributes(let types): 8 + 4 + (2 * types.count + 3) & ~3
            }
        return STUNMessage.headerSize + body + 24 + 8
    }

    func write(with key: HMACSHA1, in buffer: inout MutableSpan<UInt8>) -> Int? {
        var writer: STUNWriter
        switch content {
        case .success:
            writer = STUNWriter(.bindingSuccess, transactionID, in: &buffer)
            writer.appendMappedAddress(pair.remote, in: &buffer)
        case .roleConflict:
            writer = STUNWriter(.bindingError, transactionID, in: &buffer)
            writer.appendErrorCode(STUNErrorCode.roleConflict, in: &buffer)
        case .unknownAttributes(let types):
            writer = STUNWriter(.bindingError, transactionID, in: &buffer)
            writer.appendErrorCode(STUNErrorCode.unknownAttribute, in: &buffer)
            writer.appendUnknownAttributes(types, in: &buffer)
        }
        return writer.finish(with: key, in: &buffer)
    }
}
