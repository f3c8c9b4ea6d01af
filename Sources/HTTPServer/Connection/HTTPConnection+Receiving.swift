// SPDX-License-Identifier: MIT

internal import EventLoop

extension HTTPConnection {
    /// Reads once and handles what came.
    func receive() {
        switch server.input.receive(from: descriptor) {
        case .bytes(let count): server.input.withBytes(count) { take($0) }
        case .wouldBlock: break
        case .endOfStream: parser.stage == .idle ? close() : fail(.malformedRequest(.endOfInput))
        case .failed: close()
        }
    }

    /// Waits for the next request, after those that have come already.
    func resumeReceiving() {
        guard !isParsing else { return }
        // A copy of the reference: closing drops the backlog in the middle of its use.
        let bytes = backlog.bytes
        let used = parse(bytes.span.extracting(backlog.range))
        guard phase != .closed, phase != .lingering else { return }
        backlog.consume(used)
        guard phase == .receiving else { return }
        setInterest([.readable, .peerHalfClosed])
        updateReceivingDeadline()
    }

    private func take(_ input: Span<UInt8>) {
        let used = parse(input)
        guard phase != .closed, phase != .lingering else { return }
        if used < input.count { backlog.append(input.extracting(used..<input.count)) }
        if phase == .receiving { updateReceivingDeadline() }
    }

    /// Parses requests and starts them, until one is in work or the input is used up.
    ///
    /// - Returns: how many bytes were used.
    private func parse(_ input: Span<UInt8>) -> Int {
        isParsing = true
        defer { isParsing = false }
        var offset = 0
        do {
            while phase == .receiving {
                switch try parser.parse(input, from: &offset) {
                case .needsInput: return offset
                case .head(let head): try admit(head, bodyHasBegun: offset < input.count)
                case .body(let body): startWork(body)
                }
            }
        } catch {
            fail(error)
        }
        return offset
    }

    private func admit(_ head: RequestHead, bodyHasBegun: Bool) throws(HTTPServerFailure) {
        context = ResponseHeadWriter.Context(
            minorVersion: head.minorVersion,
            isForHead: head.method == .head,
            keepsAlive: head.keepsAlive
        )
        let isEmpty = !head.hasBody
        switch server.handler.admission(of: head, from: peer) {
        case .readBody(let limit, let finding):
            self.head = head
            self.finding = finding
            headCompletedAt = server.loop.now
            try parser.readBody(limit: limit)
            if head.expectsContinue, !isEmpty, !bodyHasBegun { sendContinue() }
        case .reject(let response):
            if isEmpty { parser.skipEmptyBody() } else { context.keepsAlive = false }
            respond(response)
        }
    }

    private func startWork(_ body: [UInt8]) {
        guard let head else { preconditionFailure("a body without a head") }
        let request = HTTPRequest(
            head: head,
            body: body,
            receivedAt: headCompletedAt,
            remoteAddress: peer,
            finding: finding
        )
        self.head = nil
        finding = nil
        phase = .working
        clearDeadline()
        let connection = LoopBound(self, to: server.loop)
        let task = Task.immediate(executorPreference: server.loop) {
            let connection = connection.value
            connection.complete(await connection.server.handler.respond(to: request))
        }
        // The handler may have answered without ever waiting.
        if phase == .working { self.task = task }
    }

    /// Gives each stage of a request its time in all, however the bytes drip in.
    private func updateReceivingDeadline() {
        let stage = parser.stage
        guard stage != deadlineStage else { return }
        // The time for the first head runs from the beginning of the connection.
        if stage == .idle, deadlineStage == .head { return }
        deadlineStage = stage
        switch stage {
        case .idle: setDeadline(after: server.limits.idleTimeout)
        case .head: setDeadline(after: server.limits.headerTimeout)
        case .body: setDeadline(after: server.limits.bodyTimeout)
        }
    }
}
