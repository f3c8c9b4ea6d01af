// SPDX-License-Identifier: MIT

import Testing

@testable import ICE

@Suite("Candidates")
struct CandidateTests {
    /// The first two are those of RFC 8839 section 5.1; the rest is as browsers and servers write them.
    @Test(
        "are read and written again",
        arguments: [
            "candidate:1 1 UDP 2130706431 203.0.113.141 8998 typ host",
            "candidate:2 1 UDP 1694498815 192.0.2.3 45664 typ srflx raddr 203.0.113.141 rport 8998",
            "candidate:8 1 udp 1677729535 198.51.100.7 46154 typ srflx raddr 0.0.0.0 rport 0 generation 0 ufrag EsAw",
            "candidate:1 1 tcp 1518280447 2001:db8::5 9 typ host tcptype active generation 0",
            "candidate:3 1 udp 2113937151 2b8a2b7e-3b8e-4a0c-9f0e-0d5b0b8d1f11.local 57143 typ host generation 0",
            "candidate:a+/Z 256 udp 1 turn.example.org 1 typ relay",
            "candidate:1 1 udp 2147483647 2001:db8::1 65535 typ unheard-of",
        ]
    )
    func roundTrip(text: String) throws {
        let candidate = try ICECandidate(parsing: text)
        #expect(candidate.description == text.replacing("UDP", with: "udp"))
        #expect(try ICECandidate(parsing: candidate.description) == candidate)
        #expect(try ICECandidate(parsing: "a=" + text) == candidate)
        #expect(try ICECandidate(parsing: String(text.dropFirst("candidate:".count))) == candidate)
    }

    @Test("have parts")
    func parts() throws {
        let candidate = try ICECandidate(
            parsing: "a=candidate:84 1 udp 1677729535 198.51.100.7 46154 typ srflx raddr 10.0.0.1 rport 5 ufrag EsAw"
        )
        #expect(candidate.foundation == "84")
        #expect(candidate.priority == 1_677_729_535)
        #expect(candidate.address == address("198.51.100.7:46154"))
        #expect(candidate.type == .serverReflexive)
        #expect(candidate.relatedAddress == address("10.0.0.1:5"))
        #expect(candidate.extensions == [ICECandidate.Extension(name: "ufrag", value: "EsAw")])
        #expect(candidate.obstacle == nil)
    }

    @Test(
        "that cannot be used are read, and say why",
        arguments: [
            ("1 1 tcp 1 192.0.2.1 9 typ host tcptype active", .transport),
            ("1 1 udp 1 ab-cd.local 9 typ host", .multicastName),
            ("1 1 udp 1 AB.LOCAL 9 typ host", .multicastName),
            ("1 1 udp 1 example.org 9 typ host", .domainName),
            ("1 2 udp 1 192.0.2.1 9 typ host", .component),
            ("1 1 udp 1 192.0.2.1 9 typ new", .type),
            ("1 1 udp 1 192.0.2.1 0 typ host", .port),
            ("1 1 udp 1 192.0.2.1 9 typ host", nil),
        ] as [(String, ICECandidate.Obstacle?)]
    )
    func obstacles(text: String, obstacle: ICECandidate.Obstacle?) throws {
        #expect(try ICECandidate(parsing: text).obstacle == obstacle)
    }

    @Test(
        "mistaken texts are refused with the reason",
        arguments: [
            ("", .missingPart), ("candidate:1 1 udp 1 192.0.2.1 9 typ", .missingPart),
            ("1 1 udp 1 192.0.2.1 9 host typ", .missingPart), ("1 1 udp 1 192.0.2.1 9 typ host\r", .badText),
            ("1 1 udp 1 exämple.org 9 typ host", .badText), ("1_ 1 udp 1 192.0.2.1 9 typ host", .badFoundation),
            ("1 0 udp 1 192.0.2.1 9 typ host", .badComponent), ("1 257 udp 1 192.0.2.1 9 typ host", .badComponent),
            ("1 1 udp 0 192.0.2.1 9 typ host", .badPriority), ("1 1 udp -1 192.0.2.1 9 typ host", .badPriority),
            ("1 1 udp 2147483648 192.0.2.1 9 typ host", .badPriority),
            ("1 1 udp 99999999999999999999 192.0.2.1 9 typ host", .badPriority),
            ("1 1 udp 1 192.0.2.256 9 typ host", .badAddress), ("1 1 udp 1 a<b 9 typ host", .badAddress),
            ("1 1 udp 1 192.0.2.1 65536 typ host", .badPort), ("1 1 udp 1 192.0.2.1 x typ host", .badPort),
            ("1 1 udp 1 192.0.2.1 9 typ host raddr", .badExtension),
            ("1 1 udp 1 192.0.2.1 9 typ host raddr 1.2.3.4 rport 65536", .badPort),
        ] as [(String, ICECandidateError)]
    )
    func refused(text: String, error: ICECandidateError) {
        #expect(throws: error) { try ICECandidate(parsing: text) }
    }

    @Test("limits are kept from both sides")
    func limits() throws {
        let plain = "1 1 udp 1 192.0.2.1 9 typ host"
        let foundation = String(repeating: "f", count: 32)
        _ = try ICECandidate(parsing: foundation + plain.dropFirst())
        #expect(throws: ICECandidateError.badFoundation) {
            try ICECandidate(parsing: "f" + foundation + plain.dropFirst())
        }
        let extensions = String(repeating: " n v", count: 16)
        #expect(try ICECandidate(parsing: plain + extensions).extensions.count == 16)
        #expect(throws: ICECandidateError.badExtension) { try ICECandidate(parsing: plain + extensions + " n v") }
        let filling = String(repeating: "v", count: ICECandidate.maximumTextLength - plain.count - 3)
        _ = try ICECandidate(parsing: plain + " n " + filling)
        #expect(throws: ICECandidateError.badText) { try ICECandidate(parsing: plain + " n v" + filling) }
        let name = String(repeating: "n", count: 255)
        _ = try ICECandidate(parsing: "1 1 udp 1 \(name) 9 typ host")
        #expect(throws: ICECandidateError.badAddress) { try ICECandidate(parsing: "1 1 udp 1 n\(name) 9 typ host") }
    }

    @Test("have the priorities of RFC 8445")
    func priorities() {
        #expect(CandidatePriority.candidate(type: .host, localPreference: 65_535) == 2_130_706_431)
        #expect(CandidatePriority.candidate(type: .serverReflexive, localPreference: 65_535) == 1_694_498_815)
        #expect(CandidatePriority.candidate(type: .relayed, localPreference: 0, component: 256) == 0)
        #expect(CandidatePriority.pair(controlling: 2, controlled: 1) == 1 << 32 + 5)
        #expect(CandidatePriority.pair(controlling: 1, controlled: 2) == 1 << 32 + 4)
        #expect(CandidatePriority.pair(controlling: .max, controlled: .max) == 0x7FFF_FFFF << 32 + 0xFFFF_FFFE)
    }

    @Test("have a foundation by type and base address")
    func foundations() {
        let first = CandidateFoundation.make(type: .host, base: address("192.0.2.1:1").ip)
        #expect(first == ICECandidate.host(address("192.0.2.1:2")).foundation)
        #expect(first != CandidateFoundation.make(type: .serverReflexive, base: address("192.0.2.1:1").ip))
        #expect(first != CandidateFoundation.make(type: .host, base: address("192.0.2.2:1").ip))
        #expect((1...32).contains(first.count))
    }

    @Test("an agent's own are written as candidates")
    func own() {
        let full = FullAgent([address("192.0.2.1:1"), address("[2001:db8::1]:2")])
        #expect(full.agent.localCandidates.map(\.priority) == [2_130_706_431, 2_130_706_175])
        #expect(full.agent.localCandidates.map(\.address) == full.locals)
    }
}

@Suite("Credentials")
struct CredentialTests {
    @Test("have the lengths and characters of RFC 8839")
    func lengths() {
        func isValid(_ ufrag: Int, _ password: Int) -> Bool {
            let text = (String(repeating: "u", count: ufrag), String(repeating: "p", count: password))
            return ICECredentials(ufrag: text.0, password: text.1) != nil
        }
        #expect(!isValid(3, 22) && isValid(4, 22) && isValid(256, 22) && !isValid(257, 22))
        #expect(!isValid(4, 21) && isValid(4, 256) && !isValid(4, 257))
        #expect(ICECredentials(ufrag: "ab:d", password: String(repeating: "p", count: 22)) == nil)
        #expect(ICECredentials(ufrag: "abc+/9", password: "äaaaaaaaaaaaaaaaaaaaaaaaaaa") == nil)
    }

    @Test("are drawn from the generator, and are valid")
    func drawn() {
        var generator = SeededGenerator(seed: 1)
        let all = (0..<500).map { _ in ICECredentials(using: &generator) }
        #expect(Set(all.map(\.ufrag)).count == 500)
        #expect(Set(all.flatMap { Array($0.password) }).count == 64)
        #expect(all.allSatisfy { ICECredentials(ufrag: $0.ufrag, password: $0.password) == $0 })
        #expect(all.allSatisfy { $0.ufrag.count == 8 && $0.password.count == 24 })
    }

    @Test("do not show the password")
    func redacted() {
        let credentials = ICECredentials.first
        var text = "\(credentials) \(String(reflecting: credentials))"
        dump(credentials, to: &text)
        #expect(!text.contains(credentials.password))
    }
}
