// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Signaling

/// What is known about a request while it is being answered.
struct RequestScope {
    let id: String
    /// The head; nil if it never became complete.
    let head: RequestHead?
    /// When the head was complete.
    let start: Duration
    var route: String?
    var bodyBytes = 0
    var parse: Duration?
    var exchange = ExchangeRecord()

    init(id: String, head: RequestHead?, start: Duration) {
        self.id = id
        self.head = head
        self.start = start
    }
}
