// SPDX-License-Identifier: MIT

internal import RecordFile

extension LogOutput {
    /// Writes what has become of the file of call records.
    func write(_ notice: RecordFileNotice) {
        switch notice {
        case .failed(let error): writeEvent("records_failing", [("message", error.description)])
        case .recovered(let refused): writeEvent("records_recovered", [("refused", String(refused))])
        }
    }
}
