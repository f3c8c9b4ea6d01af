// SPDX-License-Identifier: MIT

internal import EventLoop
internal import SRTP

/// The process: one loop, until standard input ends.
@main
enum Main {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else { return print("media-load BASE_URL") }
        try SRTPLibrary.start()
        let loop = try EventLoop()
        let load = try MediaLoad(loop: loop, base: CommandLine.arguments[1])
        loop.run()
        withExtendedLifetime(load) {}
    }
}
