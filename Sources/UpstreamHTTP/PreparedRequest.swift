// SPDX-License-Identifier: MIT

internal import CCurl
internal import EventLoop

/// What an easy handle has been told already, so that the next exchange tells it only what differs.
///
/// Most exchanges of a relay go to one URL with the same fields; then only the content is new.
struct PreparedRequest: ~Copyable {
    fileprivate var url: String?
    fileprivate var fields: [String]?
    fileprivate var fieldLines: FieldLineList?
    fileprivate var method: UpstreamHTTPRequest.Method?
    fileprivate var hasBody = false
    fileprivate var body = RequestBody()
    fileprivate var bodyIsSet = false
    fileprivate var bodyCount = -1
    fileprivate var policy: UpstreamHTTPPolicy?
    fileprivate(set) var limits = ExchangeLimits(UpstreamHTTPPolicy())
    fileprivate(set) var maxResponseBytes = 0
}

extension Transfer {
    /// How much later than this module's own time limits libcurl's strike, should those ever fail.
    private static let backstop = Duration.seconds(5)

    /// Sets the easy handle up for a request of this transfer's group, after checking the request.
    func prepare(_ request: UpstreamHTTPRequest) throws(UpstreamHTTPError) {
        try RequestRules.checkBody(request)
        let hasBody = request.method.alwaysHasBody || !request.body.isEmpty
        try prepareURL(request.url)
        try prepareFields(request.fields, hasBody: hasBody)
        if hasBody { prepareBody(request.body) }
        prepareMethod(request.method, hasBody: hasBody)
        preparePolicy(request.policy)
    }

    /// Gives back what an idle transfer should not hold.
    func trim() {
        if prepared.body.trim() { prepared.bodyIsSet = false }
    }

    private func prepareURL(_ url: String) throws(UpstreamHTTPError) {
        guard prepared.url != url else { return }
        try RequestRules.checkURL(url)
        easy.set(CURLOPT_URL, url)
        prepared.url = url
    }

    private func prepareFields(_ fields: [String], hasBody: Bool) throws(UpstreamHTTPError) {
        guard prepared.fields != fields || prepared.hasBody != hasBody else { return }
        let lines = try FieldLineList(fields, hasBody: hasBody)
        easy.setFields(lines)
        prepared.fieldLines = consume lines
        prepared.fields = fields
    }

    private func prepareBody(_ body: [UInt8]) {
        if prepared.body.store(body) || !prepared.bodyIsSet {
            unsafe easy.set(CURLOPT_POSTFIELDS, pointer: prepared.body.memory.baseAddress)
            prepared.bodyIsSet = true
            // Setting the content has made the method POST.
            prepared.method = nil
        }
        guard prepared.bodyCount != body.count else { return }
        easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
        prepared.bodyCount = body.count
    }

    private func prepareMethod(_ method: UpstreamHTTPRequest.Method, hasBody: Bool) {
        guard prepared.method != method || prepared.hasBody != hasBody else { return }
        switch method {
        case .head: easy.set(CURLOPT_NOBODY, true)
        case .get: easy.set(CURLOPT_HTTPGET, true)
        case .post, .put, .patch, .delete: easy.set(hasBody ? CURLOPT_POST : CURLOPT_HTTPGET, true)
        }
        let isNative = [.get, .head, .post].contains(method)
        easy.set(CURLOPT_CUSTOMREQUEST, isNative ? nil : method.rawValue)
        prepared.method = method
        prepared.hasBody = hasBody
    }

    private func preparePolicy(_ policy: UpstreamHTTPPolicy) {
        guard prepared.policy != policy else { return }
        let total = (policy.totalTimeout + Self.backstop).wholeNanoseconds / 1_000_000
        easy.set(CURLOPT_TIMEOUT_MS, Int(clamping: min(total, UInt64(Int32.max))))
        easy.set(CURLOPT_MAXFILESIZE_LARGE, offset: policy.maxResponseBytes)
        prepared.limits = ExchangeLimits(policy)
        prepared.maxResponseBytes = policy.maxResponseBytes
        prepared.policy = policy
    }
}
