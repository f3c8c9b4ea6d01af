// SPDX-License-Identifier: MIT

/// What parses as a control message of a data channel serialises to the same bytes.
@c(LLVMFuzzerTestOneInput)
public func fuzzDataChannel(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let message = ChannelControlMessage(parsing: input.span, maxNameCount: 1024) else { return 0 }
    var expected = input
    switch message {
    case .acknowledge: expected = [2]
    case .open(let parameters):
        // The reliability parameter of a reliable channel says nothing.
        if parameters.reliability == .reliable { expected.replaceSubrange(4..<8, with: [0, 0, 0, 0]) }
    }
    precondition(message.serialized == expected, "serialising has changed the bytes")
    return 0
}
