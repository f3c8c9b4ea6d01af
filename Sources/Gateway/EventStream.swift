// SPDX-License-Identifier: MIT

internal import EventLoop
internal import HTTPServer
internal import Signaling

/// The news of calls as server-sent events (HTML Living Standard section 9.2), for as long as the client listens.
///
/// Confined to its loop. It is kept by its stream until that closes.
final class EventStream {
    /// How often something is sent where nothing happens: proxies close what is silent.
    static let keepAliveInterval = Duration.seconds(15)
    private static let keepAlive = Array(": keep-alive\n\n".utf8)

    let stream: HTTPBodyStream
    private var timer: LoopTimer?

    init(loop: EventLoop) {
        stream = HTTPBodyStream(loop: loop)
        timer = LoopTimer(loop: loop) { [unowned self] in
            stream.write(Self.keepAlive)
            timer?.arm(after: Self.keepAliveInterval)
        }
    }

    /// Begins; `onClose` is called when the client has gone.
    func open(onClose: @escaping () -> Void) {
        stream.onClose = { [self] in
            timer?.disarm()
            timer = nil
            onClose()
        }
        // So that a client, and each proxy before it, has something at once.
        stream.write(Self.keepAlive)
        timer?.arm(after: Self.keepAliveInterval)
    }

    func tell(_ news: CallNews) {
        var text = Array("event: \(news.kind.rawValue)\ndata: ".utf8)
        text += news.report
        text += Array("\n\n".utf8)
        stream.write(text)
    }
}
