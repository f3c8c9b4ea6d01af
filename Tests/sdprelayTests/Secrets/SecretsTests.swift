// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Plants secrets in every input, lets everything happen that can, and searches every output for them.
struct SecretsTests {
    private static let behaviours = [
        "garbage", "html", "hang", "drip", "reset-before", "reset-mid", "huge-header", "not-http", "redirect/307",
    ]

    /// What an upstream says when it repeats what it was sent.
    private static func echo(_ secret: String) -> UpstreamProcess.Answer {
        UpstreamProcess.Answer(
            status: 400,
            body: """
                {"error":{"message":"Incorrect API key provided: \(secret). You sent Authorization: Bearer \(secret) \
                and a=ice-pwd:\(PlantedSecrets.icePassword)","type":"\(secret)","code":"\(secret)","param":"\(secret)"}}
                """
        )
    }

    private static let answers: [String: UpstreamProcess.Answer] = [
        "good": UpstreamProcess.Answer(body: ErrorTableBench.answer),
        "secret": UpstreamProcess.Answer(status: 200, body: #"{"value":"ek_theirs","expires_at":1}"#),
        "echo-value": echo(PlantedSecrets.keyInFile),
        "echo-env": echo(PlantedSecrets.keyInEnvironment),
        "echo-file": echo(PlantedSecrets.keyFromFile),
        "echo-token": echo(PlantedSecrets.callerToken),
        "echo-401": UpstreamProcess.Answer(status: 401, body: echo(PlantedSecrets.keyInFile).body),
        "echo-500": UpstreamProcess.Answer(status: 500, body: echo(PlantedSecrets.keyInFile).body),
        "echo-text": UpstreamProcess.Answer(status: 400, body: #"{"error":"bad key \#(PlantedSecrets.keyInFile)"}"#),
    ]

    @Test("Nothing planted comes out", arguments: ["json", "text"])
    func keepsSecrets(format: String) async throws {
        let hostile = try await UpstreamProcess.hostile()
        let canned = try await UpstreamProcess.canned(Self.answers)
        let folder = try TemporaryFolder()
        let keyFile = try folder.write(PlantedSecrets.keyFromFile + "\n", to: "key")
        let relay = try await RelayProcess(
            configuration: Self.configuration(
                format,
                keyFile: keyFile,
                hostile: try hostile.port(),
                canned: try canned.port()
            ),
            environment: ["PLANTED_KEY": PlantedSecrets.keyInEnvironment]
        )
        var received = ""
        let calls = try Self.calls()
        for call in calls {
            let reply = try await relay.send(call)
            received += String(decoding: reply.raw, as: UTF8.self)
        }
        // The upstreams have seen keys and tokens, so these were in play at all.
        let seen = try await canned.requests().flatMap { $0.values(of: "authorization") }
        for secret in [
            PlantedSecrets.keyInFile, PlantedSecrets.keyInEnvironment, PlantedSecrets.keyFromFile,
            PlantedSecrets.callerToken,
        ] {
            #expect(seen.contains("Bearer \(secret)"))
        }
        #expect(!seen.contains { $0.contains(PlantedSecrets.callerCredential) })
        relay.terminate()
        #expect(try await relay.process.exitCode() == 0)
        let printed = try await relay.process.standardError.all() + relay.process.standardOutput.all()
        #expect(printed.split(separator: "\n").count { $0.contains("req_") } == calls.count)
        #expect(received.contains("[redacted]"))
        #expect(PlantedSecrets.found(in: received) == [])
        #expect(PlantedSecrets.found(in: printed) == [])
    }

    @Test("A mistake beside a secret does not show it", arguments: ["serve", "check-config"])
    func keepsSecretsOfABrokenConfiguration(command: String) async throws {
        let folder = try TemporaryFolder()
        let keyFile = try folder.write("\(PlantedSecrets.keyFromFile) with spaces", to: "key")
        let file = try folder.write(
            """
            { nonsense: 1, providers: {
                a: { kind: 'x', keys: [{ value: '\(PlantedSecrets.keyInFile) ü' }, { file: '\(keyFile)' }] },
                b: { kind: 'compatible', base_url: 'http://u:\(PlantedSecrets.proxyPassword)@h',
                     keys: [{ value: '\(PlantedSecrets.keyInFile)', env: 'NOT_SET' }, '\(PlantedSecrets.keyInFile)'],
                     proxy: 'nonsense://u:\(PlantedSecrets.proxyPassword)@h',
                     extra_headers: { 'X-Key': '\(PlantedSecrets.extraHeader)\\n' } },
            } }
            """,
            to: "broken.json5"
        )
        let process = try ChildProcess(
            PackageFolder.program,
            command == "serve" ? ["serve", "--config", file] : ["check-config", file]
        )
        #expect(try await process.exitCode() == 1)
        let printed = try await process.standardError.all() + process.standardOutput.all()
        #expect(printed.contains("providers.a.keys[0]"))
        #expect(printed.contains("providers.b.extra_headers.X-Key"))
        #expect(PlantedSecrets.found(in: printed) == [])
    }

    @Test func keepsWhatAJSONErrorCouldQuote() async throws {
        let process = try ChildProcess(PackageFolder.program, ["check-config", "-"])
        process.finishInput(Array("{ keys: '\(PlantedSecrets.keyInFile)' \(PlantedSecrets.cookie) }".utf8))
        #expect(try await process.exitCode() == 1)
        #expect(PlantedSecrets.found(in: try await process.standardOutput.all()) == [])
    }

    // MARK: What is configured and sent

    private static func configuration(_ format: String, keyFile: String, hostile: UInt16, canned: UInt16) -> String {
        func entry(
            _ name: String,
            _ port: UInt16,
            _ path: String,
            _ key: String = "value: '\(PlantedSecrets.keyInFile)'"
        ) -> String {
            """
            '\(name)': { kind: 'compatible', base_url: 'http://127.0.0.1:\(port)/\(path)', keys: [{ \(key) }],
              prewarm: false, timeouts: { first_byte: '300ms', total: '500ms' },
              extra_headers: { 'X-Extra': '\(PlantedSecrets.extraHeader)' } }
            """
        }
        var entries = answers.keys.map { name in
            entry(
                name,
                canned,
                name,
                name == "echo-env"
                    ? "env: 'PLANTED_KEY'"
                    : name == "echo-file" ? "file: '\(keyFile)'" : "value: '\(PlantedSecrets.keyInFile)'"
            )
        }
        entries += behaviours.map { entry($0.replacing("/", with: "-"), hostile, $0) }
        entries.append(entry("refused", 1, ""))
        entries.append(
            "'proxied': { kind: 'compatible', base_url: 'http://h.example', prewarm: false, "
                + "proxy: 'http://u:\(PlantedSecrets.proxyPassword)@127.0.0.1:1' }"
        )
        return """
            { default_provider: 'good', log: { format: '\(format)' },
              providers: { \(entries.joined(separator: ",")) } }
            """
    }

    private static func calls() throws -> [HTTPCall] {
        let offer = try Array(
            String(decoding: PackageFolder.offer("accepted/audio-and-data-channel.sdp"), as: UTF8.self)
                .replacing(/ice-pwd:.*/, with: "ice-pwd:\(PlantedSecrets.icePassword)")
                .replacing(/sha-256 .*/, with: "sha-256 \(PlantedSecrets.fingerprint)")
                .utf8
        )
        let planted: [(name: String, value: String)] = [
            ("X-Api-Key", PlantedSecrets.callerCredential), ("Cookie", PlantedSecrets.cookie),
            ("Proxy-Authorization", "Basic \(Data(PlantedSecrets.callerCredential.utf8).base64EncodedString())"),
        ]
        let credentials = [
            ("Authorization", "Bearer \(PlantedSecrets.callerCredential)"),
            ("Authorization", "Bearer \(PlantedSecrets.callerToken)"),
        ]
        let providers =
            answers.keys.sorted() + behaviours.map { $0.replacing("/", with: "-") } + ["refused", "proxied"]
        var calls: [HTTPCall] = []
        for provider in providers {
            // An upstream can only repeat what it was sent.
            for credential in ["echo-env", "echo-file"].contains(provider) ? [credentials[0]] : credentials {
                var call = try HTTPCall.offer(to: provider, offer: offer, fields: planted + [credential])
                call.target += "&key=" + PlantedSecrets.queryValue + "&dcid=4"
                calls.append(call)
            }
        }
        let json = [("Content-Type", "application/json")]
        for body in [
            #"{"session":{"model":"secret/m"}}"#, #"{"session":"\#(PlantedSecrets.callerToken)"}"#,
            #"{"\#(PlantedSecrets.callerToken)":1 \#(PlantedSecrets.cookie)}"#,
            #"{"session":{"model":1,"model":2,"\#(PlantedSecrets.cookie)":1}}"#,
        ] {
            calls.append(
                HTTPCall(
                    target: "/v1/realtime/client_secrets?key=\(PlantedSecrets.queryValue)",
                    fields: json + planted + [credentials[0]],
                    body: Array(body.utf8)
                )
            )
        }
        // What fails before any provider is chosen.
        var broken = offer
        broken.removeSubrange(..<4)
        calls.append(try HTTPCall.offer(to: "good", offer: broken, fields: planted))
        calls.append(try HTTPCall.offer(to: "good", offer: offer + [0], fields: planted))
        calls.append(HTTPCall(method: "GET", target: "/v1/\(PlantedSecrets.pathSegment)", fields: planted))
        calls.append(HTTPCall(method: PlantedSecrets.method, target: "/v1/realtime/calls", fields: planted))
        calls.append(HTTPCall(method: "GET", target: "/healthz?\(PlantedSecrets.queryValue)", fields: planted))
        calls.append(
            HTTPCall(
                target: "/v1/realtime/calls?model=%zz\(PlantedSecrets.queryValue)",
                fields: [("Content-Type", "application/sdp")] + planted,
                body: offer
            )
        )
        calls.append(
            HTTPCall(
                target: "/v1/realtime/calls",
                fields: [("Content-Type", "multipart/form-data; boundary=\(PlantedSecrets.pathSegment)")],
                body: offer
            )
        )
        return calls
    }
}
