// SPDX-License-Identifier: MIT

import COpenSSL
import Cryptography
import ICE

/// Connectivity checks of a client, as they come to the port of a loop with some calls.
final class Checks {
    private static let password = "a password of 24 letters".replacingSpaces
    private let key = HMACSHA1(key: Array(password.utf8))
    private let server = TransportAddress(ip: IPAddress(ipv4: 0xC633_6401), port: 3478)
    private let client = TransportAddress(ip: IPAddress(ipv4: 0xCB00_7105), port: 40_000)
    private var demultiplexer = ICEDemultiplexer(maximumPeerCount: 1000)
    private var agent: ICELiteAgent
    private let check: [UInt8]
    private var answer = [UInt8](repeating: 0, count: ICETransmit.maximumSize)
    private(set) var answerCount = 0

    init() {
        var generator = SystemRandomNumberGenerator()
        for number in 0..<999 {
            let other = ICECredentials(using: &generator)
            _ = demultiplexer.register(ufrag: other.ufrag, of: ICEPeerID(rawValue: number))
        }
        guard let credentials = ICECredentials(ufrag: "ufrag+01", password: Self.password) else {
            preconditionFailure("the credentials are valid")
        }
        agent = ICELiteAgent(credentials: credentials, now: .zero)
        _ = demultiplexer.register(ufrag: credentials.ufrag, of: ICEPeerID(rawValue: 999))
        var bytes = [UInt8](repeating: 0, count: ICETransmit.maximumSize)
        var buffer = bytes.mutableSpan
        var writer = STUNWriter(.bindingRequest, STUNTransactionID(high: 1, low: 2), in: &buffer)
        writer.appendUsername(Array(credentials.ufrag.utf8), Array("theirs01".utf8), in: &buffer)
        writer.appendPriority(1_853_693_695, in: &buffer)
        writer.appendRole(.controlling, tieBreaker: 7, in: &buffer)
        let count = writer.finish(with: key, in: &buffer) ?? 0
        check = Array(bytes.prefix(count))
        handle(1)
        while agent.nextEvent() != nil {}
    }

    /// Finds the peer, parses and verifies the check, and writes the answer.
    func handle(_ count: Int) {
        let (check, pair) = (check, ICEPair(local: server, remote: client))
        for _ in 0..<count {
            guard case .stun(let peer, let message) = demultiplexer.route(check.span, from: client) else {
                preconditionFailure("the check is for the agent")
            }
            precondition(peer.rawValue == 999, "of that peer")
            let reception = agent.receive(message, in: check.span, over: pair, now: .seconds(1))
            precondition(reception == .accepted, "the check is right")
            var buffer = answer.mutableSpan
            guard let transmit = agent.nextTransmit(into: &buffer) else { preconditionFailure("there is an answer") }
            answerCount = transmit.count
        }
    }

    /// Only the two keyed hashes that a check and its answer need, by libcrypto's own function for them.
    func hash(_ count: Int) {
        let key = Array(Self.password.utf8)
        var code = [UInt8](repeating: 0, count: 20)
        // Without the hash itself and the fingerprint.
        let lengths = [check.count - 32, answerCount - 32]
        for _ in 0..<count {
            for length in lengths {
                let result = unsafe HMAC(EVP_sha1(), key, Int32(key.count), check, length, &code, nil)
                unsafe precondition(result != nil, "libcrypto hashes")
            }
        }
    }
}

extension String {
    /// Passwords have no spaces.
    fileprivate var replacingSpaces: String { String(map { $0 == " " ? "/" : $0 }) }
}
