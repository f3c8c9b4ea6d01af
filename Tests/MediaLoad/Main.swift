// SPDX-License-Identifier: MIT

internal import EventLoop
internal import SRTP

/// The process: one loop, until standard input ends.
@main
enum Main {
    static func main() throws {
        let words = CommandLine.arguments
        guard (2...4).contains(words.count) else { return print("media-load BASE_URL [TARGET [KEY]]") }
        let target = words.count > 2 ? words[2] : "/v1/realtime/calls?model=loopback/loopback"
        try SRTPLibrary.start()
        let loop = try EventLoop()
        let load = try MediaLoad(loop: loop, base: words[1], target: target, key: words.count > 3 ? words[3] : nil)
        loop.run()
        withExtendedLifetime(load) {}
    }
}
