// SPDX-License-Identifier: MIT

import Testing

@testable import SRTP

@Suite("SRTP sessions")
struct SessionTests {
    @Test("packets go both ways", arguments: SRTPProfile.allCases)
    func bothWays(_ profile: SRTPProfile) throws {
        let endpoints = try Endpoints(profile)
        for (sender, receiver) in [(endpoints.first, endpoints.second), (endpoints.second, endpoints.first)] {
            for sequence in UInt16(0)..<300 {
                let packet = rtpPacket(sequence: sequence, count: Int(sequence))
                let sealed = try sender.protected(packet)
                #expect(sealed.count == packet.count + profile.rtpOverhead)
                #expect(sealed[..<12] == packet[..<12])
                #expect(try receiver.unprotected(sealed) == packet)
                let report = rtcpPacket(count: Int(sequence) / 4 * 4)
                let sealedReport = try sender.protectedRTCP(report)
                #expect(sealedReport.count == report.count + profile.rtcpOverhead)
                #expect(try receiver.unprotectedRTCP(sealedReport) == report)
            }
        }
    }

    @Test("contributing sources and header extensions stay in the clear", arguments: SRTPProfile.allCases)
    func headers(_ profile: SRTPProfile) throws {
        let endpoints = try Endpoints(profile)
        var packet = rtpPacket(count: 0)
        packet[0] = 0x92
        packet += [UInt8](repeating: 3, count: 8) + [0xBE, 0xDE, 0, 1, 0x10, 5, 0, 0] + [9, 9, 9]
        let sealed = try endpoints.first.protected(packet)
        #expect(sealed[..<28] == packet[..<28])
        #expect(try endpoints.second.unprotected(sealed) == packet)
    }

    @Test("a packet is taken once, and not behind the window", arguments: SRTPProfile.allCases)
    func replay(_ profile: SRTPProfile) throws {
        let endpoints = try Endpoints(profile)
        let window = UInt16(SRTPSession.replayWindow)
        let packets = try (0...window).map { try endpoints.first.protected(rtpPacket(sequence: $0)) }
        let newest = try #require(packets.last)
        _ = try endpoints.second.unprotected(newest)
        #expect(throws: SRTPError.replayed) { try endpoints.second.unprotected(newest) }
        #expect(throws: SRTPError.replayed) { try endpoints.second.unprotected(packets[0]) }
        for packet in packets.dropFirst().dropLast() {
            _ = try endpoints.second.unprotected(packet)
            #expect(throws: SRTPError.replayed) { try endpoints.second.unprotected(packet) }
        }
        let reports = try (0..<3).map { _ in try endpoints.first.protectedRTCP(rtcpPacket()) }
        for report in reports.reversed() {
            _ = try endpoints.second.unprotectedRTCP(report)
            #expect(throws: SRTPError.replayed) { try endpoints.second.unprotectedRTCP(report) }
        }
    }

    @Test("a sequence number is protected once", arguments: SRTPProfile.allCases)
    func reuse(_ profile: SRTPProfile) throws {
        let endpoints = try Endpoints(profile)
        _ = try endpoints.first.protected(rtpPacket(sequence: 5))
        #expect(throws: SRTPError.replayed) { try endpoints.first.protected(rtpPacket(sequence: 5)) }
        _ = try endpoints.first.protected(rtpPacket(sequence: 4))
    }

    @Test("no byte can be changed, and a forgery disturbs nothing", arguments: SRTPProfile.allCases)
    func tampering(_ profile: SRTPProfile) throws {
        let endpoints = try Endpoints(profile, ssrcs: [1])
        let packet = rtpPacket(sequence: 100)
        let sealed = try endpoints.first.protected(packet)
        for position in sealed.indices {
            for bit in UInt8(0)..<8 {
                var changed = sealed
                changed[position] ^= 1 << bit
                #expect(throws: SRTPError.self) { try endpoints.second.unprotected(changed) }
            }
        }
        for count in sealed.indices {
            #expect(throws: SRTPError.self) { try endpoints.second.unprotected(Array(sealed[..<count])) }
        }
        #expect(throws: SRTPError.authenticationFailed) { try endpoints.second.unprotected(sealed + [0]) }
        #expect(try endpoints.second.unprotected(sealed) == packet)

        let report = rtcpPacket()
        let sealedReport = try endpoints.first.protectedRTCP(report)
        for position in sealedReport.indices {
            for bit in UInt8(0)..<8 {
                var changed = sealedReport
                changed[position] ^= 1 << bit
                #expect(throws: SRTPError.self) { try endpoints.second.unprotectedRTCP(changed) }
            }
        }
        #expect(try endpoints.second.unprotectedRTCP(sealedReport) == report)
    }

    @Test("keys of another direction, or another call, do not fit", arguments: SRTPProfile.allCases)
    func otherKeys(_ profile: SRTPProfile) throws {
        let endpoints = try Endpoints(profile)
        let sealed = try endpoints.first.protected(rtpPacket())
        #expect(throws: SRTPError.authenticationFailed) { try endpoints.first.unprotected(sealed) }
    }

    @Test("an SSRC that was not added is refused, and one that was removed", arguments: SRTPProfile.allCases)
    func streams(_ profile: SRTPProfile) throws {
        let endpoints = try Endpoints(profile, ssrcs: [1, 2])
        let (first, second) = (endpoints.first, endpoints.second)
        #expect(throws: SRTPError.unknownSSRC) { try first.protected(rtpPacket(ssrc: 3)) }
        #expect(throws: SRTPError.unknownSSRC) { try first.protectedRTCP(rtcpPacket(ssrc: 3)) }
        try first.addOutbound(ssrc: 3)
        let sealed = try first.protected(rtpPacket(ssrc: 3))
        let report = try first.protectedRTCP(rtcpPacket(ssrc: 3))
        #expect(throws: SRTPError.unknownSSRC) { try second.unprotected(sealed) }
        #expect(throws: SRTPError.unknownSSRC) { try second.unprotectedRTCP(report) }
        try second.addInbound(ssrc: 3)
        _ = try second.unprotected(sealed)
        _ = try second.unprotectedRTCP(report)
        #expect(second.removeInbound(ssrc: 3))
        #expect(!second.removeInbound(ssrc: 3))
        #expect(throws: SRTPError.unknownSSRC) {
            try second.unprotected(first.protected(rtpPacket(ssrc: 3, sequence: 1)))
        }
        #expect(first.removeOutbound(ssrc: 3))
        #expect(throws: SRTPError.unknownSSRC) { try first.protected(rtpPacket(ssrc: 3, sequence: 2)) }
        _ = try second.unprotected(first.protected(rtpPacket(ssrc: 2)))
    }

    @Test("a session has a bounded number of SSRCs, each once")
    func streamLimit() throws {
        let session = try Endpoints(.aeadAES128GCM, ssrcs: []).first
        for ssrc in 0..<UInt32(SRTPSession.maximumStreams) { try session.addInbound(ssrc: ssrc) }
        #expect(throws: SRTPError.streamRefused) { try session.addInbound(ssrc: 1000) }
        session.removeInbound(ssrc: 7)
        #expect(throws: SRTPError.streamRefused) { try session.addInbound(ssrc: 8) }
        try session.addInbound(ssrc: 1000)
    }

    @Test("what is no packet is refused", arguments: SRTPProfile.allCases)
    func malformed(_ profile: SRTPProfile) throws {
        let endpoints = try Endpoints(profile)
        let (first, second) = (endpoints.first, endpoints.second)
        for count in 0..<12 {
            #expect(throws: SRTPError.malformed) { try first.protected(Array(rtpPacket(count: 0)[..<count])) }
        }
        for count in 0..<8 {
            #expect(throws: SRTPError.malformed) { try first.protectedRTCP(Array(rtcpPacket(count: 0)[..<count])) }
        }
        for count in 0..<12 + profile.rtpOverhead {
            let packet = Array((rtpPacket() + [])[..<count])
            #expect(throws: SRTPError.malformed) { try second.unprotected(packet) }
        }
        for count in 0..<8 + profile.rtcpOverhead {
            let packet = Array(rtcpPacket(count: 40)[..<count])
            #expect(throws: SRTPError.malformed) { try second.unprotectedRTCP(packet) }
        }
        for version: UInt8 in [0x00, 0x40, 0xC0] {
            let packet = [version] + rtpPacket().dropFirst()
            #expect(throws: SRTPError.malformed) { try first.protected(packet) }
            #expect(throws: SRTPError.malformed) { try second.unprotected(packet) }
            #expect(throws: SRTPError.malformed) { try second.unprotectedRTCP(packet) }
        }
        // Contributing sources, or an extension, that reach beyond the packet.
        #expect(throws: SRTPError.malformed) { try first.protected([0x8F] + rtpPacket(count: 59).dropFirst()) }
        var extended = [0x90] + rtpPacket(count: 8).dropFirst()
        extended.replaceSubrange(12..<16, with: [0xBE, 0xDE, 0, 2])
        #expect(throws: SRTPError.malformed) { try first.protected(extended) }
        extended[15] = 1
        _ = try first.protected(extended)
        extended.replaceSubrange(14..<16, with: [0xFF, 0xFF])
        #expect(throws: SRTPError.malformed) { try second.unprotected(extended + [UInt8](repeating: 0, count: 40)) }
    }

    @Test("a buffer without room for the trailer is refused, and untouched behind it", arguments: SRTPProfile.allCases)
    func room(_ profile: SRTPProfile) throws {
        let session = try Endpoints(profile).first
        #expect(throws: SRTPError.tooLong) { try session.protected(rtpPacket(), room: profile.rtpOverhead - 1) }
        _ = try session.protected(rtpPacket(), room: profile.rtpOverhead)
        #expect(throws: SRTPError.tooLong) { try session.protectedRTCP(rtcpPacket(), room: profile.rtcpOverhead - 1) }
        _ = try session.protectedRTCP(rtcpPacket(), room: profile.rtcpOverhead)
        let most = SRTPSession.maximumPacketSize - profile.rtpOverhead
        let long = rtpPacket(sequence: 9, count: most - 12)
        #expect(throws: SRTPError.tooLong) { try session.protected(long + [0]) }
        #expect(try session.protected(long).count == SRTPSession.maximumPacketSize)
        var buffer = rtpPacket(sequence: 10) + [UInt8](repeating: 0xEE, count: 60)
        let count = buffer.count - 60
        var span = buffer.mutableSpan
        var bytes = unsafe span.mutableBytes
        #expect(throws: SRTPError.malformed) { try session.protect(&bytes, count: -1) }
        #expect(throws: SRTPError.tooLong) { try session.protect(&bytes, count: .max) }
        #expect(throws: SRTPError.tooLong) { try session.unprotect(&bytes, count: count + 61) }
        let sealed = try session.protect(&bytes, count: count)
        #expect(buffer[sealed...].allSatisfy { $0 == 0xEE })
    }

    @Test("2,000 sessions give back all that they took")
    func churn() throws {
        let before = SRTPLibrary.contextCounts
        for round in 0..<2 {
            var sessions: [Endpoints] = []
            for index in 0..<500 {
                let endpoints = try Endpoints(SRTPProfile.allCases[index % 3])
                _ = try endpoints.second.unprotected(endpoints.first.protected(rtpPacket(sequence: UInt16(round))))
                sessions.append(endpoints)
            }
        }
        let after = SRTPLibrary.contextCounts
        let made = Int(after.made - before.made)
        #expect(made >= 2000 * 4, "two contexts at least for each SSRC and direction")
        // Tests beside this one have some of their own.
        #expect(abs(made - Int(after.freed - before.freed)) < made / 20)
    }

    @Test("keys are not printed")
    func redaction() throws {
        let profile = SRTPProfile.aeadAES128GCM
        let bytes = [UInt8](repeating: 0xAB, count: 16)
        let key = try #require(SRTPMasterKey(profile: profile, key: bytes, salt: Array(bytes.dropLast(4))))
        let material = try #require(SRTPKeyingMaterial(local: key, remote: key))
        var dumped = ""
        dump(material, to: &dumped)
        for text in ["\(material)", String(reflecting: material), dumped] {
            #expect(!text.contains("171") && !text.lowercased().contains("0xab"))
        }
        #expect(SRTPMasterKey(profile: profile, key: Array(bytes.dropLast()), salt: bytes) == nil)
    }

    @Test("an error of the library says what has failed")
    func libraryError() {
        let error = SRTPLibraryError(stage: .aes128GCM, status: 11)
        let text = "SRTP cannot be used: libsrtp2 has refused the registration of AES-128-GCM with status 11"
        #expect(error.description == text)
    }
}
