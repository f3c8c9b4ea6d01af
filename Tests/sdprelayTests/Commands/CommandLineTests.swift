// SPDX-License-Identifier: MIT

import Testing

/// The command line of the real program.
struct CommandLineTests {
    @Test func printsItsVersion() async throws {
        let run = try await CommandRun("--version")
        #expect(run.exitCode == 0)
        #expect(run.output.wholeMatch(of: /sdprelay \d+\.\d+\.\d+\n/) != nil)
        #expect(run.errorOutput == "")
    }

    @Test(
        "Every command explains itself",
        arguments: [
            ["--help"]: "sdprelay serve [--config FILE] [--listen HOST:PORT]", ["-h"]: "sdprelay COMMAND --help",
            ["help"]: "sdprelay check-config FILE", ["serve", "--help"]: "--listen HOST:PORT  where to listen",
            ["serve", "--config", "x", "-h"]: "Usage: sdprelay serve",
            ["check-config", "--help"]: "Usage: sdprelay check-config FILE",
            ["sdp", "--help"]: "Usage: sdprelay sdp check FILE|- [--json]",
            ["sdp", "check", "--help"]: "Usage: sdprelay sdp check FILE|- [--json]",
            ["events", "--help"]: "sdprelay events translate --from VOCABULARY --to VOCABULARY",
            ["events", "translate", "-h"]: "Usage: sdprelay events translate --from VOCABULARY",
        ]
    )
    func explainsItself(arguments: [String], words: String) async throws {
        let process = try ChildProcess(PackageFolder.program, arguments)
        #expect(try await process.exitCode() == 0)
        let output = try await process.standardOutput.all()
        #expect(output.contains(words))
        #expect(output.contains("Exit codes:"))
        #expect(try await process.standardError.all() == "")
    }

    @Test(
        "Wrong usage is told on standard error, with what is right",
        arguments: [
            ([], "Usage:"), (["srve"], "unknown command \"srve\""), (["--verbose"], "unknown command \"--verbose\""),
            (["serve", "--port", "1"], "unknown argument \"--port\""), (["serve", "x"], "unknown argument \"x\""),
            (["serve", "--config"], "--config needs a value"), (["serve", "--listen"], "--listen needs a value"),
            (["serve", "--listen", "example.com:80"], "--listen takes HOST:PORT"),
            (["serve", "--listen=8080"], "--listen takes HOST:PORT"), (["check-config"], "expected one file"),
            (["check-config", "a", "b"], "expected one file"), (["check-config", "--json"], "expected one file"),
            (["sdp"], "expected \"sdp check\""), (["sdp", "print"], "expected \"sdp check\""),
            (["sdp", "check"], "expected one file"), (["sdp", "check", "a", "b"], "expected one file"),
            (["sdp", "check", "--xml", "a"], "unknown option \"--xml\""),
            (["events"], "expected \"events check\" or \"events translate\""),
            (["events", "print"], "expected \"events check\" or \"events translate\""),
            (["events", "translate", "a"], "--from and --to are required"),
            (["events", "translate", "--from", "beta", "a"], "--from and --to are required"),
            (["events", "translate", "--from", "beta", "--to", "alpha", "a"], "--to is one of ga, beta, "),
            (["events", "translate", "--from"], "--from is one of ga, beta, "),
            (["events", "translate", "--from", "beta", "--to", "ga"], "expected one file"),
            (["events", "translate", "--from", "beta", "--to", "ga", "a", "b"], "expected one file"),
            (["events", "translate", "--from", "beta", "--to", "live", "a"], "no translation from beta to live"),
            (["events", "translate", "--direction", "up", "a"], "--direction is client or server"),
            (["events", "translate", "--json", "a"], "unknown option \"--json\""),
        ]
    )
    func refusesWrongUsage(arguments: [String], words: String) async throws {
        let process = try ChildProcess(PackageFolder.program, arguments)
        #expect(try await process.exitCode() == 2)
        let told = try await process.standardError.all()
        #expect(told.contains(words))
        #expect(told.contains("Usage:"))
        #expect(try await process.standardOutput.all() == "")
    }

    @Test(
        "A file that cannot be read is wrong usage too",
        arguments: [
            ["serve", "--config", "/no/such"], ["check-config", "/no/such"], ["sdp", "check", "/no/such"],
            ["events", "translate", "--from", "beta", "--to", "ga", "/no/such"],
        ]
    )
    func refusesUnreadableFiles(arguments: [String]) async throws {
        let process = try ChildProcess(PackageFolder.program, arguments)
        #expect(try await process.exitCode() == 2)
        #expect(try await process.standardError.all().contains("cannot read /no/such"))
    }
}
