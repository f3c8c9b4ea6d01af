// SPDX-License-Identifier: MIT

internal import EventLoop

/// Responses whose content is still being written when their head leaves.
///
/// The write time-out runs only while bytes wait for the client; more of them do not prolong it.
extension HTTPConnection {
    /// Writes the head of a response and all that its stream has so far.
    func respond(_ response: HTTPResponse, streaming stream: HTTPBodyStream) {
        // Without the chunked coding only the end of the connection ends the content.
        if context.minorVersion == 0 { context.keepsAlive = false }
        server.responseWriter.write(response, context)
        guard ResponseHeadWriter.sendsBody(response, context) else {
            transmit(server.responseWriter.bytes, [])
            finishWriting()
            stream.detach()?()
            return
        }
        guard let written = stream.attach(to: self) else { return close() }
        phase = .streaming
        self.stream = stream
        clearDeadline()
        transmit(server.responseWriter.bytes, coded(written))
        if stream.isWhole || server.isDraining {
            endStream()
        } else {
            waitInStream()
        }
    }

    /// Writes more of the stream.
    func send(_ bytes: [UInt8]) {
        transmit(coded(bytes), [])
        waitInStream()
    }

    /// Writes on when the kernel has room again.
    func flushStream() {
        if case .failed = output.flush(to: descriptor) { return close() }
        waitInStream()
    }

    /// Ends the content properly, and begins with the next request if the connection is kept.
    ///
    /// The stream's owner is told, unless it is the one that ends it.
    func endStream() {
        guard phase == .streaming else { return }
        let action = stream?.detach()
        stream = nil
        if server.isDraining { context.keepsAlive = false }
        if context.minorVersion >= 1 { transmit(ChunkWriter.last, []) }
        finishWriting()
        if phase == .receiving { resumeReceiving() }
        action?()
    }

    private func coded(_ content: [UInt8]) -> [UInt8] {
        guard context.minorVersion >= 1 else { return content }
        server.chunkWriter.write(content)
        return server.chunkWriter.bytes
    }

    /// Waits for the client's end, and for room if bytes are left.
    ///
    /// Nothing is read: requests behind the stream wait in the kernel.
    private func waitInStream() {
        guard phase == .streaming else { return }
        if output.isEmpty {
            clearDeadline()
            setInterest(.peerHalfClosed)
        } else {
            if deadline == .never { setDeadline(after: server.limits.writeTimeout) }
            setInterest([.writable, .peerHalfClosed])
        }
    }
}
