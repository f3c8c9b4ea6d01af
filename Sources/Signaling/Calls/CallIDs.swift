// SPDX-License-Identifier: MIT

internal import Providers

/// Seals and opens what is in the ids of calls.
///
/// Confined to one loop.
public protocol CallSealer: AnyObject {
    /// The sealed text, URL-safe, behind a prefix; nil if it cannot be done.
    func seal(_ bytes: [UInt8], prefix: String) -> String?
    /// What was sealed with the same secret; nil for anything else, in a time that does not tell why.
    func open(_ text: Substring) -> [UInt8]?
}

/// Remembers calls whose ids say nothing by themselves.
///
/// Shared by all loops.
public protocol CallTable: AnyObject, Sendable {
    /// Remembers a call by its id, and forgets the oldest one if there are too many.
    func remember(_ handle: CallHandle, as id: String)
    /// The call with an id.
    func handle(of id: String) -> CallHandle?
}

/// Hands out the ids of calls, and finds the calls again.
///
/// Confined to one loop.
public final class CallIDs {
    /// Whose ids callers get.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// Sealed handles: any replica with the same secret knows the call, without a store.
        case sealed
        /// The provider's own ids: this process alone knows the call.
        case provider
    }

    /// What an id stands for.
    enum Finding {
        /// A call that the relay has made.
        case call(CallHandle)
        /// Something that no relay with these secrets has handed out, or too long ago.
        case nothing
        /// Not one of the relay's ids; a provider may know it.
        case notOurs
    }

    /// The longest id that is handed out, in characters.
    static let maximumLength = 200
    /// The characters of the shortest sealed id without its prefix: an empty upstream id, nonce and tag, in base 64.
    private static let minimumSealedLength = 87

    private let mode: Mode
    private let sealers: [any CallSealer]
    private let table: any CallTable
    private let lifetime: Int64
    private let unixTime: () -> Int64

    /// Makes ids.
    ///
    /// - Parameters:
    ///   - mode: Whose ids callers get.
    ///   - sealers: The first one seals, all of them open.
    ///   - table: Where calls are remembered whose ids are the provider's.
    ///   - lifetime: How long an id is good for, in seconds.
    ///   - unixTime: Tells the time in seconds since 1970.
    public init(
        mode: Mode,
        sealers: [any CallSealer],
        table: any CallTable,
        lifetime: Int64,
        unixTime: @escaping () -> Int64
    ) {
        precondition(!sealers.isEmpty, "there must be a sealer")
        self.mode = mode
        self.sealers = sealers
        self.table = table
        self.lifetime = lifetime
        self.unixTime = unixTime
    }

    /// The id for a new call; nil if it can have none.
    func issue(
        _ kind: CallKind,
        upstreamID: String?,
        provider: ConfiguredProvider,
        key: NameFingerprint,
        owner: OwnerDigest
    ) -> String? {
        let handle = CallHandle(
            kind: kind,
            issuedAt: unixTime(),
            provider: provider.fingerprint,
            key: key,
            owner: owner,
            upstreamID: upstreamID ?? ""
        )
        if mode == .sealed, handle.upstreamID.utf8.count <= CallHandle.maximumUpstreamIDBytes,
            let id = sealers[0].seal(handle.encoded(), prefix: kind.prefix)
        {
            return id
        }
        guard let upstreamID else { return nil }
        table.remember(handle, as: upstreamID)
        return upstreamID
    }

    /// What an id of a kind of call stands for.
    func find(_ id: String, _ kind: CallKind) -> Finding {
        if let handle = table.handle(of: id) { return isGood(handle, kind) ? .call(handle) : .nothing }
        guard looksSealed(id, kind) else { return .notOurs }
        let text = id.dropFirst(kind.prefix.count)
        var found: CallHandle?
        // All secrets are tried, so that the time does not tell which one it was.
        for sealer in sealers {
            if let bytes = sealer.open(text), let handle = CallHandle(decoding: bytes) { found = handle }
        }
        guard let found, isGood(found, kind) else { return .nothing }
        return .call(found)
    }

    private func isGood(_ handle: CallHandle, _ kind: CallKind) -> Bool {
        // A clock of another replica may be a little ahead.
        let age = unixTime() - handle.issuedAt
        return handle.kind == kind && age <= lifetime && age >= -300
    }

    private func looksSealed(_ id: String, _ kind: CallKind) -> Bool {
        let text = id.utf8.dropFirst(kind.prefix.utf8.count)
        return id.hasPrefix(kind.prefix) && text.count >= Self.minimumSealedLength
    }
}
