// SPDX-License-Identifier: MIT

import ICE
import Testing
import WebRTC

@testable import sdprelay

/// What is bound for the addresses that an operator names.
struct MediaAddressesTests {
    private static let own = ["10.0.0.5", "2001:db8::5", "127.0.0.1"].compactMap { IPAddress($0) }

    /// As `BOUND,BOUND>CANDIDATE,CANDIDATE`.
    private func bindings(_ publicAddresses: [String], bind: [String] = []) -> [String] {
        let media = MediaAddresses(
            publicAddresses: publicAddresses.compactMap { IPAddress($0) },
            bound: bind.compactMap { IPAddress($0) }
        )
        return media.bindings(own: Self.own).map { binding in
            binding.addresses.map(\.description).joined(separator: ",") + ">"
                + binding.candidates.map(\.description).joined(separator: ",")
        }
    }

    @Test func areAllOfTheMachineWhereNothingIsSaid() {
        #expect(bindings([]) == ["10.0.0.5>10.0.0.5", "2001:db8::5>2001:db8::5", "127.0.0.1>127.0.0.1"])
    }

    @Test func areThoseToBindWithoutPublicOnes() {
        #expect(bindings([], bind: ["127.0.0.1"]) == ["127.0.0.1>127.0.0.1"])
    }

    @Test func bindPublicAddressesThatTheMachineHas() {
        #expect(bindings(["127.0.0.1", "10.0.0.5"]) == ["127.0.0.1>127.0.0.1", "10.0.0.5>10.0.0.5"])
    }

    @Test func bindAWholeFamilyForAddressesThatTheMachineLacks() {
        #expect(bindings(["203.0.113.9", "203.0.113.8"]) == ["10.0.0.5,127.0.0.1>203.0.113.9,203.0.113.8"])
        #expect(bindings(["2001:db8::9"]) == ["2001:db8::5>2001:db8::9"])
        // One of the family is enough; the other family is not touched.
        #expect(
            bindings(["10.0.0.5", "2001:db8::5", "203.0.113.9"])
                == ["10.0.0.5,127.0.0.1>10.0.0.5,203.0.113.9", "2001:db8::5>2001:db8::5"]
        )
    }

    @Test func goTogetherInTheirOrder() {
        #expect(
            bindings(["203.0.113.1", "203.0.113.2"], bind: ["10.0.0.1", "10.0.0.2"])
                == ["10.0.0.1>203.0.113.1", "10.0.0.2>203.0.113.2"]
        )
        // The last takes what is left; those that are public themselves stand for no other.
        #expect(
            bindings(["10.0.0.1", "203.0.113.1", "203.0.113.2"], bind: ["10.0.0.1", "10.0.0.2"])
                == ["10.0.0.1>10.0.0.1", "10.0.0.2>203.0.113.1,203.0.113.2"]
        )
        #expect(
            bindings(["2001:db8::1", "203.0.113.1"], bind: ["10.0.0.1", "fd00::1"])
                == ["fd00::1>2001:db8::1", "10.0.0.1>203.0.113.1"]
        )
    }

    @Test func giveEachLoopPortsThatNoOtherTries() {
        let media = MediaAddresses(ports: 40_000...40_006)
        let ports = (0..<3).map { media.ports(ofLoop: $0, of: 3) }
        #expect(ports == [[40_000, 40_003, 40_006], [40_001, 40_004], [40_002, 40_005]])
        #expect(MediaAddresses(ports: 65_535...65_535).ports(ofLoop: 0, of: 1) == [65_535])
        #expect(MediaAddresses().ports(ofLoop: 1, of: 2) == [0])
    }
}
