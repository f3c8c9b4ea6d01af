// SPDX-License-Identifier: MIT

internal import ICE

/// A candidate that is read is the same when it is written and read again, and so is an address.
@c(LLVMFuzzerTestOneInput)
public func fuzzCandidates(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let text = String(decoding: input, as: UTF8.self)
    if let address = IPAddress(text) {
        precondition(IPAddress(address.description) == address, "an address is another when read again")
        precondition(IPAddress(bytes: address.bytes.span) == address, "an address is another as bytes")
        _ = address.scope
    }
    if let address = TransportAddress(text) {
        precondition(TransportAddress(address.description) == address, "an address is another when read again")
    }
    guard let candidate = try? ICECandidate(parsing: text) else { return 0 }
    let isUsable = candidate.obstacle == nil
    precondition(!isUsable || candidate.address != nil, "a candidate without an address is none to use")
    let written = candidate.description
    // What is written may have become longer than what is read: a short address has a longer canonical text.
    guard written.utf8.count <= ICECandidate.maximumTextLength else { return 0 }
    precondition((try? ICECandidate(parsing: written)) == candidate, "a candidate is another when read again")
    return 0
}
