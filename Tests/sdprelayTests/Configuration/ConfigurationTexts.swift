// SPDX-License-Identifier: MIT

import Testing

@testable import sdprelay

/// The configuration in a text; fails the test with the mistakes if it has any.
func loaded(
    _ text: String,
    _ environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
) throws -> RelayConfiguration {
    switch ConfigurationFile.parse(Array(text.utf8), environment: Environment(environment)) {
    case .success(let configuration): return configuration
    case .failure(let problems):
        Issue.record("refused: \(problems.list)", sourceLocation: sourceLocation)
        throw problems
    }
}

/// The mistakes in a text, as they are told.
func mistakes(_ text: String, _ environment: [String: String] = [:]) -> [String] {
    switch ConfigurationFile.parse(Array(text.utf8), environment: Environment(environment)) {
    case .success: []
    case .failure(let problems): problems.list.map(\.description)
    }
}

/// A configuration of one provider with some more members, of the provider and of the root.
func oneProvider(_ provider: String = "", root: String = "") -> String {
    "{ providers: { a: { kind: 'compatible', base_url: 'http://127.0.0.1:9000', \(provider) } }, \(root) }"
}
