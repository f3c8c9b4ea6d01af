// SPDX-License-Identifier: MIT

internal import EventLoop
internal import ICE
internal import SRTP

/// The process: one loop, until standard input ends.
@main
enum Main {
    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        let address = words.count > 3 ? IPAddress(words[3]) : IPAddress(ipv4: 0x7F00_0001)
        guard (1...4).contains(words.count), let address else {
            return print("media-load BASE_URL [TARGET [KEY [ADDRESS]]]")
        }
        try SRTPLibrary.start()
        let loop = try EventLoop()
        let load = try MediaLoad(
            loop: loop,
            base: words[0],
            target: words.count > 1 ? words[1] : "/v1/realtime/calls?model=loopback/loopback",
            key: words.count > 2 ? words[2] : nil,
            address: address
        )
        loop.run()
        withExtendedLifetime(load) {}
    }
}
