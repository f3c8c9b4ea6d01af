// SPDX-License-Identifier: MIT

extension RTCPWriter {
    /// Writes what is due at regular times: a report with blocks on what is received, and the name of the sender.
    ///
    /// It is a sender report if packets were sent since the last, or else a receiver report
    /// ([RFC 3550, section 6.4](https://www.rfc-editor.org/rfc/rfc3550.html#section-6.4)). Feedback and BYE may be
    /// added behind it.
    public mutating func appendReport(
        of sender: inout RTPSender,
        on receivers: inout [RTPReceiver],
        cname: [UInt8],
        now: Duration
    ) {
        var blocks: [ReceptionReport] = []
        for index in receivers.indices where receivers[index].isValid && blocks.count < Self.maxBlocks {
            blocks.append(receivers[index].makeReport(now: now))
        }
        if sender.isActive, var report = sender.makeReport(now: now) {
            report.reports = blocks
            append(.senderReport(report))
        } else {
            append(.receiverReport(ReceiverReport(ssrc: sender.ssrc, reports: blocks)))
        }
        append(.sourceDescription([SourceDescription(ssrc: sender.ssrc, cname: cname)]))
    }
}
