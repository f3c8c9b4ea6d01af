// SPDX-License-Identifier: MIT

/// The version of the program.
enum Version {
    /// As in `sdprelay --version` and in the `User-Agent` of upstream requests.
    static let text = "0.1.0"
}
