// SPDX-License-Identifier: MIT

import Testing

/// How `sdprelay serve` starts, with and without a file.
struct ServeCommandTests {
    private static let file =
        "{ open: true, providers: { here: { kind: 'compatible', base_url: 'http://127.0.0.1:1' } } }"

    private func serve(
        _ arguments: String...,
        environment: [String: String] = [:],
        _ body: (ChildProcess, UInt16) async throws -> Void
    ) async throws {
        let process = try ChildProcess(
            PackageFolder.program,
            ["serve"] + arguments,
            environment: ChildProcess.plainEnvironment.merging(environment) { $1 }
        )
        try await body(process, try await RelayProcess.port(of: process))
        process.kill(15)
        #expect(try await process.exitCode() == 0)
        #expect(try await process.standardOutput.all() == "")
    }

    private func status(_ port: UInt16, _ call: HTTPCall) async throws -> Int {
        try await blocking {
            let socket = try ClientSocket(port: port)
            try socket.send(call.bytes)
            return try HTTPReply(from: socket).status
        }
    }

    @Test func startsWithoutAKeyAndSaysWhatToSet() async throws {
        // Nothing of the test should reach out to the real provider.
        try await serve(
            "--listen",
            "127.0.0.1:0",
            environment: ["OPENAI_BASE_URL": "http://127.0.0.1:1"]
        ) { process, port in
            let line = try await process.standardError.line(containing: "no_key")
            #expect(line.contains("OPENAI_API_KEY"))
            #expect(line.contains("call the provider \\\"loopback\\\""))
            var call = try HTTPCall.offer(to: "openai")
            #expect(try await status(port, call) == 401)
            call = HTTPCall(method: "GET", target: "/readyz")
            #expect(try await status(port, call) == 200)
        }
    }

    @Test func takesTheVariablesOfTheSDKs() async throws {
        let canned = try await UpstreamProcess.canned(["v1": .init(body: ErrorTableBench.answer)])
        let url = "http://127.0.0.1:\(try canned.port())/v1"
        try await serve(
            "--listen",
            "127.0.0.1:0",
            environment: ["OPENAI_API_KEY": "sk-from-environment", "OPENAI_BASE_URL": url]
        ) { process, port in
            // Loopback is only reached by leave of a file; that it is blocked shows that the variables count.
            let call = try HTTPCall.offer(to: "openai")
            #expect(try await status(port, call) == 502)
            #expect(try await process.standardError.line(containing: "upstream_address_blocked").contains("openai"))
            #expect(!process.standardError.text.contains("no_key"))
        }
    }

    @Test(
        "A wrong variable is told by its name",
        arguments: [
            ["OPENAI_API_KEY": "two words"]: "OPENAI_API_KEY: the key must be visible ASCII",
            ["OPENAI_BASE_URL": "api.openai.com"]: "OPENAI_BASE_URL: must be an http or https URL",
        ]
    )
    func refusesWrongVariables(environment: [String: String], words: String) async throws {
        let run = try await CommandRun("serve", "--listen", "127.0.0.1:0", environment: environment)
        #expect(run.exitCode == 1)
        #expect(run.errorOutput.hasPrefix("sdprelay: \(words)"))
        #expect(run.errorOutput.split(separator: "\n").count == 1)
    }

    @Test(
        "The forms of --listen",
        arguments: [
            ["--listen", "127.0.0.1:0"], ["--listen=127.0.0.1:0"], ["--listen", "localhost:0"], ["--listen", ":0"],
        ]
    )
    func takesEveryFormOfAnAddress(arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.file, to: "config.json5")
        let process = try ChildProcess(PackageFolder.program, ["serve", "--config=\(path)"] + arguments)
        let port = try await RelayProcess.port(of: process)
        #expect(try await status(port, HTTPCall(method: "GET", target: "/healthz")) == 200)
    }

    @Test func namesAnIPv6AddressInBrackets() async throws {
        try await serve("--listen", "[::1]:0") { process, _ in
            #expect(process.standardError.text.contains("http://[::1]:"))
        }
    }

    @Test func putsTheCommandLineBeforeTheFile() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("{ listen: '192.0.2.1:1', \(Self.file.dropFirst())", to: "config.json5")
        try await serve("--config", path, "--listen", "127.0.0.1:0") { process, _ in
            #expect(process.standardError.text.contains("http://127.0.0.1:"))
        }
    }

    @Test func tellsWarningsAtTheStart() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "{ providers: { a: { kind: 'compatible', base_url: 'http://192.0.2.1', keys: [{ value: 'k' }] } } }",
            to: "config.json5"
        )
        try await serve("--config", path, "--listen", "127.0.0.1:0") { process, _ in
            let line = try await process.standardError.line(containing: "\"event\":\"warning\"")
            #expect(line.contains("\"path\":\"providers.a.base_url\""))
        }
    }

    @Test(
        "Whoever could be reached from elsewhere needs access keys, or leave to be open",
        arguments: ["0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:80"]
    )
    func refusesToBeOpenByAccident(address: String) async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.file.replacing("open: true, ", with: ""), to: "config.json5")
        let run = try await CommandRun("serve", "--config", path, "--listen", address)
        #expect(run.exitCode == 1)
        #expect(run.errorOutput.hasPrefix("\(path): listen: callers from elsewhere could use the provider's keys"))
        #expect(run.errorOutput.split(separator: "\n").count == 1)
        let check = try folder.write(
            "{ listen: '\(address)', providers: { a: { kind: 'openai' } } }",
            to: "check.json5"
        )
        let checked = try await CommandRun("check-config", check)
        #expect(checked.exitCode == 1)
        #expect(checked.output.contains("access_keys"))
    }

    @Test("An address that cannot be had", arguments: ["in use", "not this machine's"])
    func cannotStart(why: String) async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.file, to: "config.json5")
        let first = try await RelayProcess(configuration: Self.file)
        let address = why == "in use" ? "127.0.0.1:\(first.port)" : "192.0.2.1:80"
        let run = try await CommandRun("serve", "--config", path, "--listen", address)
        #expect(run.exitCode == 3)
        #expect(run.errorOutput.hasPrefix("sdprelay: cannot start: \(address): "))
        #expect(run.errorOutput.split(separator: "\n").count == 1)
    }
}
