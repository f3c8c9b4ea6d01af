// SPDX-License-Identifier: MIT

import HTTPServer
import Signaling
import Testing

@testable import Gateway

@Suite("ICE servers")
struct ICEServerTests {
    @Test("the list is empty without any")
    func empty() async throws {
        let response = try await Bench().send("GET /v1/realtime/ice-servers")
        #expect(response.status == 200)
        #expect(response.text == #"{"ice_servers":[]}"#)
        #expect(response.fields.value(of: "cache-control") == "no-store")
    }

    @Test("each is what browsers take, under every prefix", arguments: ["/v1", "/openai/v1", "/inworld/openai"])
    func list(_ prefix: String) async throws {
        let bench = Bench {
            $0.iceServers = [
                ICEServer(urls: ["stun:a", "stun:b"]),
                ICEServer(urls: ["turn:c"], access: .password(username: "u", credential: "p")),
            ]
        }
        let response = try await bench.send("GET \(prefix)/realtime/ice-servers")
        #expect(
            response.text
                == #"{"ice_servers":[{"urls":["stun:a","stun:b"]},{"urls":["turn:c"],"username":"u","credential":"p"}]}"#
        )
    }

    /// The HMAC was computed with `openssl dgst -sha1 -hmac north -binary | base64`.
    @Test("credentials that end are coturn's: the time in the name, and its HMAC")
    func sharedSecret() async throws {
        let bench = Bench {
            $0.iceServers = [ICEServer(urls: ["turn:t"], access: .sharedSecret("north", lifetime: .seconds(3600)))]
        }
        let response = try await bench.send("GET /v1/realtime/ice-servers")
        #expect(
            response.text
                == #"{"ice_servers":[{"urls":["turn:t"],"username":"1800003600:sdprelay","credential":"+eyPMViuQSEjhIZ6Vb6dnu8pxPk="}]}"#
        )
    }
}
