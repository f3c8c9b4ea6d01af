// SPDX-License-Identifier: MIT

/// Both stacks, in the same rounds.
func compareSCTP() {
    let (ours, theirs) = (OurPair(), UsrsctpPair())
    printRow("messages of", "SCTP, messages/s", "usrsctp, messages/s", "ratio")
    for size in [100, 1024, 64 << 10] {
        let times = measure([{ ours.carry($0, of: size) }, { theirs.carry($0, of: size) }])
        printRow("\(size) B", text(1e9 / times[0]), text(1e9 / times[1]), ratio(times[1] / times[0]))
    }
}

/// Beside what a check cannot do without.
func measureChecks() {
    let checks = Checks()
    let times = measure([checks.handle, checks.hash])
    printRow("a check: found, parsed, verified, answered", text(times[0]) + " ns")
    printRow("its two HMACs, by OpenSSL's HMAC()", text(times[1]) + " ns", ratio(times[0] / times[1]))
}

/// Beside a plain copy.
func measurePackets() {
    // Each has a stream of its own, without gaps; numbering its packets is taken off.
    let times = measure([Packets().number, Packets().copy, Packets().parse, Packets().forward])
    let (copy, parse, forward) = (times[1] - times[0], times[2] - times[0], times[3] - times[0])
    printRow("an RTP header, parsed", text(parse) + " ns", ratio(parse / copy))
    printRow("a packet parsed, and written for another leg", text(forward) + " ns", ratio(forward / copy))
    printRow("a packet copied", text(copy) + " ns")
}

/// Prints cells in columns, the first to the left.
func printRow(_ first: String, _ cells: String...) {
    let padded = cells.map { String(repeating: " ", count: max(2, 22 - $0.count)) + $0 }
    print(first + String(repeating: " ", count: max(0, 46 - first.count)) + padded.joined())
}

switch CommandLine.arguments.dropFirst().first {
case "sctp": compareSCTP()
case "stun-rtp":
    measureChecks()
    measurePackets()
default: print("usage: packets-benchmark sctp|stun-rtp")
}
