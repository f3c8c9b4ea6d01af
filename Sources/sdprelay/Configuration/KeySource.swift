// SPDX-License-Identifier: MIT

/// Where something secret comes from: `{value}`, `{env}` or `{file}`.
enum KeySource {
    private static let readLimit = 64 * 1024
    private static let allowed = "an object with exactly one of \"value\", \"env\" or \"file\""

    /// Reads a secret that stands in an object of its own; nil, with a problem reported, if there is none to be had.
    static func secret(
        _ value: ConfigurationValue,
        at path: String,
        reader: ConfigurationReader,
        environment: Environment
    ) -> String? {
        var secret: String?
        reader.object(value, at: path) { object in
            secret = self.secret(in: &object, environment: environment)
        }
        return secret
    }

    /// Reads a secret out of an object that says other things too.
    static func secret(in object: inout ConfigurationObject, environment: Environment) -> String? {
        let count = ["value", "env", "file"].count { object.has($0) }
        guard count == 1 else {
            object.reader.report(object.path, "must be \(allowed)")
            return nil
        }
        guard let secret = text(&object, environment: environment) else { return nil }
        guard !secret.isEmpty, secret.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            object.reader.report(object.path, "the key must be visible ASCII characters without spaces")
            return nil
        }
        return secret
    }

    private static func text(_ object: inout ConfigurationObject, environment: Environment) -> String? {
        if let name = object.string("env") {
            let text = environment[name]
            if text == nil { object.reader.report(object.path("env"), "the environment variable \(name) is not set") }
            return text
        }
        if let file = object.string("file") {
            let bytes = Console.read(file, limit: readLimit)
            if bytes == nil { object.reader.report(object.path("file"), "cannot read \(file)") }
            return bytes.map(firstLine)
        }
        return object.string("value")
    }

    /// Files of secrets usually end with a line end.
    private static func firstLine(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.prefix { $0 != 0x0a && $0 != 0x0d }, as: UTF8.self)
    }
}
