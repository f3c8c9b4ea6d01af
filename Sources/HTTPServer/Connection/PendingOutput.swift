// SPDX-License-Identifier: MIT

internal import CLinux
internal import Glibc

/// What a send gave.
enum SendOutcome {
    case sent(count: Int)
    case wouldBlock
    case failed
}

/// Output that the kernel had no room for: the rest of one response, and of an interim response before it.
struct PendingOutput {
    private var head: [UInt8] = []
    private var body: [UInt8] = []
    private var sent = 0

    var isEmpty: Bool { sent == head.count + body.count }

    /// Adds bytes of which the first `sent` have gone already.
    ///
    /// Only the last addition may have a body.
    mutating func append(_ moreHead: [UInt8], _ body: [UInt8], sent: Int) {
        head.append(contentsOf: moreHead)
        self.body = body
        self.sent += sent
    }

    /// Sends as much as the kernel takes; frees the memory with the last byte.
    mutating func flush(to descriptor: Int32) -> SendOutcome {
        let headStart = min(sent, head.count)
        let outcome = Self.send(
            head.span.extracting(headStart..<head.count),
            body.span.extracting((sent - headStart)..<body.count),
            to: descriptor
        )
        if case .sent(let count) = outcome {
            sent += count
            if isEmpty { self = PendingOutput() }
        }
        return outcome
    }

    /// Sends two blocks with one system call.
    static func send(_ first: Span<UInt8>, _ second: Span<UInt8>, to descriptor: Int32) -> SendOutcome {
        let count = unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                unsafe clinux_send(descriptor, first.baseAddress, first.count, second.baseAddress, second.count)
            }
        }
        if count >= 0 { return .sent(count: count) }
        return errno == EAGAIN ? .wouldBlock : .failed
    }
}
