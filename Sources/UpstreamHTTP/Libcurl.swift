// SPDX-License-Identifier: MIT

internal import CCurl
internal import Glibc

/// The library's process-wide state.
enum Libcurl {
    /// Whether the library could be set up; done once, by whoever asks first.
    static let isReady: Bool = {
        ignoreBrokenPipes()
        return curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
    }()

    /// OpenSSL writes to sockets without `MSG_NOSIGNAL`: a server that hangs up must not end the process.
    private static func ignoreBrokenPipes() {
        let previous = signal(SIGPIPE, SIG_IGN)
        if let previous { signal(SIGPIPE, previous) }
    }
}
