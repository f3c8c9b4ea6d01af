// SPDX-License-Identifier: MIT

internal import JSONText
internal import SDP

/// The command `sdprelay sdp check FILE|-`.
enum SDPCheckCommand {
    /// More than any offer that could pass, so that the check itself says "too large".
    private static let readLimit = 16 * 1024 * 1024

    static func run(_ arguments: [String]) -> ExitCode {
        if arguments.contains("--help") || arguments.contains("-h") {
            Console.print(HelpText.sdpCheck)
            return .success
        }
        var rest = arguments
        guard rest.first == "check" else { return usage("expected \"sdp check\"") }
        rest.removeFirst()
        let isJSON = rest.contains("--json")
        rest.removeAll { $0 == "--json" }
        if let option = rest.first(where: { $0.hasPrefix("-") && $0 != "-" }) {
            return usage("unknown option \"\(option)\"")
        }
        guard rest.count == 1, let path = rest.first else { return usage("expected one file, or - for standard input") }
        guard let offer = Console.read(path, limit: readLimit) else {
            Console.printError("sdprelay: cannot read \(path), or it is over \(readLimit) bytes")
            return .usage
        }
        let findings = OfferCheck.allFindings(in: offer.span)
        let name = path == "-" ? "<stdin>" : path
        if isJSON {
            Console.print(String(decoding: json(findings, file: name), as: UTF8.self))
        } else {
            for finding in findings { Console.print("\(name):\(finding)") }
        }
        return findings.contains { $0.severity == .refusal } ? .refused : .success
    }

    private static func json(_ findings: [SDPFinding], file: String) -> [UInt8] {
        let entries = findings.map { finding in
            var entry = JSONObjectWriter()
            entry.write("severity", finding.severity.description)
            entry.write("code", finding.code.rawValue)
            entry.write("line", finding.line)
            entry.write("column", finding.column)
            entry.write("message", finding.message)
            return entry.finish()
        }
        var writer = JSONObjectWriter()
        writer.write("file", file)
        writer.write("accepted", !findings.contains { $0.severity == .refusal })
        writer.write("findings", array: entries)
        return writer.finish()
    }

    private static func usage(_ message: String) -> ExitCode {
        Console.printError("sdprelay: \(message)\n\n\(HelpText.sdpCheck)")
        return .usage
    }
}
