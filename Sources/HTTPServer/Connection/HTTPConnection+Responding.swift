// SPDX-License-Identifier: MIT

internal import EventLoop

extension HTTPConnection {
    private static let continueResponse = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// Takes the handler's response.
    func complete(_ response: HTTPResponse) {
        // Closed: the client has gone, nobody wants the response.
        guard phase == .working else {
            response.stream?.detach()?()
            return
        }
        task = nil
        respond(response)
        if phase == .receiving { resumeReceiving() }
    }

    /// Answers a failure; the connection closes after it.
    func fail(_ failure: HTTPServerFailure) {
        // Without a head, what is known of the request before does not hold for this one.
        if head == nil { context = ResponseHeadWriter.Context() }
        context.keepsAlive = false
        let response = server.handler.response(to: failure, head: head)
        head = nil
        respond(response)
    }

    /// Writes a response, as far as the kernel takes it now.
    func respond(_ response: HTTPResponse) {
        if server.isDraining { context.keepsAlive = false }
        if let stream = response.stream { return respond(response, streaming: stream) }
        server.responseWriter.write(response, context)
        transmit(server.responseWriter.bytes, ResponseHeadWriter.sendsBody(response, context) ? response.body : [])
        finishWriting()
    }

    /// Hands bytes to the kernel, and keeps those that it has no room for; closes if the client has gone.
    func transmit(_ head: [UInt8], _ body: [UInt8]) {
        guard output.isEmpty else { return output.append(head, body, sent: 0) }
        switch PendingOutput.send(head.span, body.span, to: descriptor) {
        case .sent(let count) where count == head.count + body.count: break
        case .sent(let count): output.append(head, body, sent: count)
        case .wouldBlock: output.append(head, body, sent: 0)
        case .failed: close()
        }
    }

    /// Ends the response, at once or when the kernel has taken the rest of it.
    func finishWriting() {
        guard phase != .closed else { return }
        if output.isEmpty { endResponse() } else { waitForRoom() }
    }

    /// Writes on when the kernel has room again.
    func flush() {
        switch output.flush(to: descriptor) {
        case .sent:
            guard output.isEmpty else { return }
            endResponse()
            if phase == .receiving { resumeReceiving() }
        case .wouldBlock: break
        case .failed: close()
        }
    }

    /// Sends a `100 Continue`, if there is room for it: no client may wait for one for ever.
    func sendContinue() {
        guard output.isEmpty else { return }
        switch PendingOutput.send(Self.continueResponse.span, Span(), to: descriptor) {
        case .sent(let count):
            if count < Self.continueResponse.count { output.append(Self.continueResponse, [], sent: count) }
        case .wouldBlock: break
        case .failed: close()
        }
    }

    private func waitForRoom() {
        phase = .writing
        setDeadline(after: server.limits.writeTimeout)
        setInterest(.writable)
    }

    private func endResponse() {
        if context.keepsAlive {
            phase = .receiving
            deadlineStage = nil
        } else {
            linger()
        }
    }
}
