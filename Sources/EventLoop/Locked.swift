// SPDX-License-Identifier: MIT

internal import Glibc

/// A value that only one thread touches at a time.
///
/// The project's only lock. It is a `pthread_mutex_t` because `Synchronization.Mutex` makes ThreadSanitizer
/// report races on correct code on Linux. Bodies must not suspend, log, call out or take a second lock.
@safe
public final class Locked<Value>: @unchecked Sendable {
    // `@unchecked Sendable`: `value` is read and written only between lock and unlock of `mutex`, which lives at a
    // stable address for as long as the object does.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    /// Wraps a value.
    public init(_ value: sending Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        let status = unsafe pthread_mutex_init(mutex, nil)
        precondition(status == 0, "pthread_mutex_init failed: \(status)")
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Runs `body` with exclusive access to the value and returns what it returns.
    public func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
