// SPDX-License-Identifier: MIT

@testable import DTLS

extension DTLSConnection {
    func receive(_ datagram: [UInt8], now: Duration) { receive(datagram.span, now: now) }

    func send(_ record: [UInt8]) throws(DTLSError) { try send(record.span) }
}
