// SPDX-License-Identifier: MIT

internal import CCurl

extension EasyHandle {
    /// Libcurl's receive and send buffers: an answer is a few kilobytes, and thousands may be in flight.
    private static let bufferSize = 16 << 10

    /// Sets what holds for every request over connections of this policy.
    func apply(_ policy: ConnectionPolicy, idleConnectionAge: Duration) {
        applyTransportRules()
        applyTrust(caFile: policy.caFile)
        set(CURLOPT_PROXY, policy.proxy ?? "")
        set(CURLOPT_NOPROXY, "")
        set(CURLOPT_HTTP_VERSION, Int(policy.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1))
        // Wait for a connection that is being made rather than make another, if it may carry several exchanges.
        set(CURLOPT_PIPEWAIT, policy.http2)
        set(CURLOPT_MAXAGE_CONN, Int(clamping: idleConnectionAge.components.seconds))
    }

    private func applyTransportRules() {
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, false)
        set(CURLOPT_NOSIGNAL, true)
        set(CURLOPT_TCP_NODELAY, true)
        set(CURLOPT_PATH_AS_IS, true)
        // Credentials travel in fields; in a URL they would end up in logs.
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, true)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        set(CURLOPT_BUFFERSIZE, Self.bufferSize)
        set(CURLOPT_UPLOAD_BUFFERSIZE, Self.bufferSize)
        // Otherwise giving up a transfer would wait, on the loop's thread, for the name lookup to end.
        set(CURLOPT_QUICK_EXIT, true)
    }

    private func applyTrust(caFile: String?) {
        set(CURLOPT_SSL_VERIFYPEER, true)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        guard let caFile else { return }
        set(CURLOPT_CAINFO, caFile)
        // In place of the system's certificates, not beside them.
        set(CURLOPT_CAPATH, nil)
    }
}
