// SPDX-License-Identifier: MIT

import ICE
import Testing

@testable import sdprelay

/// The key `media`.
struct MediaConfigurationTests {
    private func media(_ members: String, loops: Int = 2) -> String {
        oneProvider(root: "loops: \(loops), media: { \(members) }")
    }

    @Test func isNothingByItself() throws {
        #expect(try loaded(oneProvider()).media == MediaAddresses())
        #expect(try loaded(media("")).media == MediaAddresses())
    }

    @Test func takesAddressesAndPorts() throws {
        let members =
            "public_addresses: ['203.0.113.9', '2001:db8::9'], bind: ['10.0.0.5', 'fd00::5'], ports: '40000-40099'"
        let media = try loaded(media(members)).media
        #expect(media.publicAddresses.map(\.description) == ["203.0.113.9", "2001:db8::9"])
        #expect(media.bound.map(\.description) == ["10.0.0.5", "fd00::5"])
        #expect(media.ports == 40_000...40_099)
    }

    @Test(arguments: [
        ("40000", 1, 40_000...40_000), ("'40000'", 1, 40_000...40_000), ("'1-65535'", 2, 1...65_535),
        ("'40000-40001'", 2, 40_000...40_001),
    ])
    func takesAsManyPortsAsThereAreLoops(_ text: String, _ loops: Int, _ ports: ClosedRange<UInt16>) throws {
        #expect(try loaded(media("ports: \(text)", loops: loops)).media.ports == ports)
    }

    @Test(arguments: ["127.0.0.1", "10.0.0.5", "100.64.0.1", "203.0.113.9", "::1", "fd00::1", "2001:db8::9"])
    func takesTheAddressOfAnyMachine(_ address: String) throws {
        for key in ["public_addresses", "bind"] { _ = try loaded(media("\(key): ['\(address)']")) }
    }

    @Test func takesUpToEightAddresses() throws {
        let eight = (1...8).map { "'10.0.0.\($0)'" }.joined(separator: ", ")
        #expect(try loaded(media("public_addresses: [\(eight)]")).media.publicAddresses.count == 8)
        let told = mistakes(media("public_addresses: [\(eight), '10.0.0.9'], bind: []"))
        #expect(
            told == [
                "media.public_addresses: must be an array of 1 to 8 IP addresses",
                "media.bind: must be an array of 1 to 8 IP addresses",
            ]
        )
    }

    @Test(arguments: [
        "0.0.0.0", "255.255.255.255", "224.0.0.1", "169.254.0.1", "::", "ff02::1", "fe80::1", "::ffff:10.0.0.1",
        "relay.example", "10.0.0.0/8", "10.0.0.5:40000", "[::1]", "fe80::1%eth0", "",
    ])
    func refusesWhatIsNoMachinesAddress(_ text: String) {
        for key in ["public_addresses", "bind"] {
            let told = mistakes(media("\(key): ['\(text)']"))
            #expect(told.count == 1)
            #expect(told.first?.hasPrefix("media.\(key)[0]: must be the IP address of one machine, such as") == true)
        }
    }

    @Test(arguments: [
        "0", "65536", "1.5", "-1", "true", "[40000]", "''", "'40000-'", "'-40000'", "'40001-40000'", "'0-9'",
        "'40000-65536'", "'40000-40001-40002'", "'+40000'", "'40000 - 40001'",
    ])
    func refusesWhatIsNoPort(_ text: String) {
        #expect(
            mistakes(media("ports: \(text)", loops: 1)) == [
                "media.ports: must be a port or a range of ports, such as 40000 or \"40000-40099\""
            ]
        )
    }

    @Test func refusesFewerPortsThanLoops() {
        #expect(
            mistakes(media("ports: '40000-40002'", loops: 4)) == [
                "media.ports: must be at least 4 ports: each of the 4 event loops (loops) has one of its own"
            ]
        )
    }

    @Test(arguments: [
        ("bind: '10.0.0.1'", "media.bind: must be an array of 1 to 8 IP addresses"),
        (
            "bind: ['::1', 1]",
            "media.bind[1]: must be the IP address of one machine, such as \"192.0.2.1\" or \"2001:db8::1\""
        ),
        ("bind: ['::1', '0::1']", "media.bind[1]: is there already"),
        ("port: 40000", "media.port: unknown key; allowed here: bind, ports, public_addresses"),
        (
            "public_addresses: ['203.0.113.1', '2001:db8::9'], bind: ['10.0.0.1']",
            "media.public_addresses[1]: no address of bind is there for it, of its family"
        ),
        (
            "public_addresses: ['10.0.0.1', '203.0.113.1'], bind: ['10.0.0.1']",
            "media.public_addresses[1]: no address of bind is there for it, of its family"
        ),
        (
            "public_addresses: ['203.0.113.1'], bind: ['10.0.0.1', '10.0.0.2']",
            "media.bind[1]: no address of public_addresses leads to it"
        ),
    ])
    func namesThePlaceOfAMistake(_ members: String, _ told: String) {
        #expect(mistakes(media(members)) == [told])
    }

    @Test func mustBeAnObject() {
        #expect(mistakes(oneProvider(root: "media: []")) == ["media: must be an object, not an array"])
    }
}
