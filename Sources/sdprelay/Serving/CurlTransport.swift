// SPDX-License-Identifier: MIT

internal import Providers
internal import Signaling
internal import UpstreamHTTP

/// Sends a provider's requests through libcurl, each provider by its own policy; those for the loopback stay inside.
///
/// It is confined to one loop.
final class CurlTransport: UpstreamTransport {
    private let client: UpstreamHTTPClient
    private let policies: [String: UpstreamHTTPPolicy]
    private let loopback: LoopbackTransport

    init(client: UpstreamHTTPClient, loopback: LoopbackTransport, providers: [RelayConfiguration.ProviderEntry]) {
        self.loopback = loopback
        self.client = client
        policies = Dictionary(uniqueKeysWithValues: providers.map { ($0.provider.name, $0.policy) })
    }

    func carrier(for provider: ConfiguredProvider) -> any UpstreamTransport {
        provider.provider is LoopbackProvider ? loopback : self
    }

    func send(
        _ request: consuming UpstreamRequest,
        to provider: ConfiguredProvider
    ) async throws(UpstreamTransportError) -> UpstreamDelivery {
        guard let policy = policies[provider.name] else {
            throw UpstreamTransportError(.internalFault, requestWasSent: false)
        }
        let httpRequest = UpstreamHTTPRequest(
            request.method == .delete ? .delete : .post,
            request.url,
            fields: request.fields,
            body: request.body,
            policy: policy
        )
        _ = consume request
        do {
            let response = try await client.perform(httpRequest)
            return UpstreamDelivery(
                response: UpstreamResponse(
                    status: response.status,
                    fields: FieldBlock(response.fieldBlock),
                    body: response.body
                ),
                timings: UpstreamTimings(
                    connect: response.timings.connect,
                    firstByte: response.timings.firstByte,
                    total: response.timings.total
                )
            )
        } catch {
            throw UpstreamTransportError(
                Self.reason(error.code),
                requestWasSent: error.requestWasSent,
                detail: error.detail
            )
        }
    }

    private static func reason(_ code: UpstreamHTTPError.Code) -> UpstreamTransportError.Reason {
        switch code {
        case .badRequest: .internalFault
        case .blockedAddress: .addressBlocked
        case .resolveFailed, .connectFailed, .tlsFailed, .proxyFailed: .unreachable
        case .connectTimeout: .connectTimeout
        case .firstByteTimeout: .firstByteTimeout
        case .totalTimeout: .totalTimeout
        case .connectionLost: .connectionLost
        case .responseTooLarge: .responseTooLarge
        case .malformedResponse: .malformedResponse
        case .cancelled: .cancelled
        case .shuttingDown: .shuttingDown
        }
    }
}
