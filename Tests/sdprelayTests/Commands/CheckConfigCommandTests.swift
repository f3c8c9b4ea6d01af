// SPDX-License-Identifier: MIT

import Testing

/// `sdprelay check-config`, as a process.
struct CheckConfigCommandTests {
    @Test func saysThatAGoodFileIsGood() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("{ providers: { openai: { kind: 'openai' } } }", to: "good.json5")
        let run = try await CommandRun("check-config", file)
        #expect(run.exitCode == 0)
        #expect(run.output == "\(file): ok\n")
        #expect(run.errorOutput == "")
    }

    @Test func namesEveryMistakeOfABadFile() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("{ providers: { openai: { kind: 'openai', x: 1 } }, y: 1 }", to: "bad.json5")
        let run = try await CommandRun("check-config", file)
        let lines = run.output.split(separator: "\n")
        #expect(run.exitCode == 1)
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("\(file): providers.openai.x: unknown key; allowed here: "))
        #expect(lines[1].hasPrefix("\(file): y: unknown key; allowed here: "))
    }

    @Test func readsStandardInputAndTheEnvironment() async throws {
        let text = "{ providers: { openai: { kind: 'openai', keys: [{ env: 'PLANTED' }] } } }"
        let good = try await CommandRun("check-config", "-", input: Array(text.utf8), environment: ["PLANTED": "k"])
        let bad = try await CommandRun("check-config", "-", input: Array(text.utf8))
        #expect(good.exitCode == 0)
        #expect(bad.exitCode == 1)
        #expect(bad.output == "-: providers.openai.keys[0].env: the environment variable PLANTED is not set\n")
    }

    @Test func tellsWarningsOfAGoodFile() async throws {
        let text = "{ providers: { a: { kind: 'compatible', base_url: 'http://h.example', keys: [{ value: 'k' }] } } }"
        let run = try await CommandRun("check-config", "-", input: Array(text.utf8))
        #expect(run.exitCode == 0)
        #expect(run.output == "-: warning: providers.a.base_url: keys travel unencrypted over http\n-: ok\n")
    }

    @Test func servesNothingThatItRefuses() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("{ providers: { openai: { kind: 'openai', x: 1 } } }", to: "bad.json5")
        let run = try await CommandRun("serve", "--config", file)
        #expect(run.exitCode == 1)
        #expect(run.errorOutput.hasPrefix("\(file): providers.openai.x: unknown key"))
        #expect(run.output == "")
    }
}
