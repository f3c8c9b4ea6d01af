// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Providers
internal import Signaling

/// What the relay tells of itself.
extension Gateway {
    @inline(never)
    func describe(
        _ request: HTTPRequest,
        _ admitted: Admitted,
        _ scope: inout RequestScope
    ) throws(RelayError) -> HTTPResponse {
        let match = admitted.match
        let caller = caller(admitted)
        // The relay cannot tell whether a token is worth anything.
        guard caller.isOpen || caller.token == nil else { throw .accessDenied }
        let directory = surroundings.configuration.directory
        switch match.route.endpoint {
        case .providers:
            return json(ProviderListing.json(of: directory) { caller.mayUse($0) }, status: 200, &scope)
        case .provider:
            let name = try parameter(match, request.head)
            let provider = try directory.provider(named: name, for: caller)
            return json(ProviderListing.entry(of: provider), status: 200, &scope)
        default:
            var response = json(iceServers(for: scope).json, status: 200, &scope)
            response.fields.append("Cache-Control", "no-store")
            return response
        }
    }

    @inline(never)
    func console(_ scope: inout RequestScope) -> HTTPResponse {
        // Without a page there is no match either.
        let page = surroundings.configuration.console
        var response = text(page?.body ?? [], "text/html; charset=utf-8", status: 200, &scope)
        page?.addFields(to: &response.fields)
        return response
    }

    /// What is counted is of all providers, so it is for those who may know of all.
    @inline(never)
    func metrics(_ admitted: Admitted, _ scope: inout RequestScope) throws(RelayError) -> HTTPResponse {
        guard caller(admitted).seesProviders else { throw .accessDenied }
        let text = surroundings.configuration.metrics()
        return self.text(text, "text/plain; version=0.0.4; charset=utf-8", status: 200, &scope)
    }

    func iceServers(for scope: RequestScope) -> ICEServerList {
        ICEServerList(
            surroundings.configuration.iceServers,
            user: scope.exchange.accessKey ?? "sdprelay",
            unixTime: unixTime()
        )
    }
}
