// SPDX-License-Identifier: MIT

internal import CLinux
internal import Glibc

/// What a send gave.
enum SendOutcome {
    case sent(count: Int)
    case wouldBlock
    case failed
}

/// Output that the kernel had no room for: the rest of one response, of an interim response before it, or of a stream.
struct PendingOutput {
    private var head: [UInt8] = []
    private var body: [UInt8] = []
    private var sent = 0

    /// How many bytes have still to go.
    var count: Int { head.count + body.count - sent }

    /// How many bytes are held in memory; at most twice as many as have been pending at once.
    var heldCount: Int { head.count + body.count }

    var isEmpty: Bool { count == 0 }

    /// Adds bytes of which the first `sent` have gone already; only after none may any have gone.
    mutating func append(_ moreHead: [UInt8], _ body: [UInt8], sent: Int) {
        if !self.body.isEmpty {
            head.append(contentsOf: self.body)
            self.body = []
        }
        dropSent()
        head.append(contentsOf: moreHead)
        self.body = body
        self.sent += sent
    }

    /// Frees what has gone, once that is most of it: a stream may add for ever without a moment of nothing pending.
    private mutating func dropSent() {
        guard sent > head.count / 2 else { return }
        head.removeFirst(sent)
        sent = 0
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
