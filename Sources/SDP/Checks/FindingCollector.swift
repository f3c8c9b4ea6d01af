// SPDX-License-Identifier: MIT

/// Keeps the findings of a check, in bounded number.
struct FindingCollector {
    /// How a check treats what it finds.
    enum Purpose {
        /// Throw the first refusal; of each kind of warning keep the first.
        case verdict

        /// Keep refusals too and go on, for a person who mends a file.
        case report
    }

    let purpose: Purpose
    private(set) var findings: [SDPFinding] = []

    init(for purpose: Purpose) {
        self.purpose = purpose
    }

    /// The number of findings kept with the same code; the text may have a quarter of a million wrong lines.
    private var limitPerCode: Int {
        switch purpose {
        case .verdict: 1
        case .report: OfferCheck.maxFindingsPerCode
        }
    }

    mutating func add(_ finding: SDPFinding) throws(SDPFinding) {
        if purpose == .verdict, finding.severity == .refusal { throw finding }
        let kept = findings.count { $0.code == finding.code }
        if kept < limitPerCode { findings.append(finding) }
    }

    /// The findings in the order of the text.
    consuming func sorted() -> [SDPFinding] {
        if findings.count > 1 {
            findings.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        }
        return findings
    }
}
