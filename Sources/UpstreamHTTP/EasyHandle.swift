// SPDX-License-Identifier: MIT

internal import CCurl

/// The owner of one libcurl easy handle.
///
/// Options are set only while the handle is in no multi handle. A refused option is a bug of ours: every option used
/// here exists in the oldest libcurl that the package supports, so the setters check with `precondition`.
@safe
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    /// Must outlive the handle.
    private let share: ShareHandle?

    /// Fails when there is no memory.
    init?(share: ShareHandle?) {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        unsafe self.pointer = pointer
        self.share = share
        if let share { unsafe set(CURLOPT_SHARE, pointer: share.pointer) }
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
    }

    func set(_ option: CURLoption, _ value: Int) {
        check(unsafe relay_curl_set_long(pointer, option, value), option)
    }

    func set(_ option: CURLoption, _ value: Bool) {
        set(option, value ? 1 : 0)
    }

    func set(_ option: CURLoption, offset value: Int) {
        check(unsafe relay_curl_set_offset(pointer, option, curl_off_t(value)), option)
    }

    /// Sets a text, which libcurl copies; `nil` goes back to the option's default.
    func set(_ option: CURLoption, _ value: String?) {
        guard let value else {
            check(unsafe relay_curl_set_text(pointer, option, nil), option)
            return
        }
        check(unsafe value.withCString { unsafe relay_curl_set_text(pointer, option, $0) }, option)
    }

    /// Sets a pointer, which must stay valid for as long as the handle or until it is replaced.
    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) {
        check(unsafe relay_curl_set_pointer(pointer, option, value), option)
    }

    /// Sets the field lines, which must outlive their use.
    func setFields(_ lines: borrowing FieldLineList) {
        check(unsafe relay_curl_set_list(pointer, CURLOPT_HTTPHEADER, lines.head), CURLOPT_HTTPHEADER)
    }

    /// The number of request bytes that were handed to the connection, those of a proxy's tunnel included.
    var requestBytesSent: Int {
        var count = 0
        return unsafe relay_curl_get_long(pointer, CURLINFO_REQUEST_SIZE, &count) == CURLE_OK ? count : 0
    }

    func check(_ code: CURLcode, _ option: CURLoption) {
        precondition(code == CURLE_OK, "libcurl refused option \(option.rawValue) with code \(code.rawValue)")
    }
}
