// SPDX-License-Identifier: MIT

extension SessionDescription {
    /// The same description with other ICE credentials wherever it has some.
    public func replacingCredentials(by credentials: ICECredentials) -> SessionDescription {
        var result = self
        for index in result.lines.indices { result.lines[index].replaceCredential(by: credentials) }
        for section in result.mediaSections.indices {
            for index in result.mediaSections[section].lines.indices {
                result.mediaSections[section].lines[index].replaceCredential(by: credentials)
            }
        }
        return result
    }
}

extension SessionDescription.Line {
    fileprivate mutating func replaceCredential(by credentials: ICECredentials) {
        switch attribute?.name {
        case "ice-ufrag": self = Self(type: type, value: "ice-ufrag:" + credentials.ufrag, ending: ending)
        case "ice-pwd": self = Self(type: type, value: "ice-pwd:" + credentials.pwd, ending: ending)
        default: break
        }
    }
}
