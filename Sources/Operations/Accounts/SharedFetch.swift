import GridModel
import Identity

/// Something that is fetched from a provider: remembered for a while, a failure briefly, and fetched once for everybody who
/// asks in the meantime.
actor SharedFetch<Value: Sendable> {
    /// A provider that is away is asked this often at most, however many want to sign in.
    static var failureSeconds: Int64 { 5 }

    /// What was fetched, as the how-manieth.
    struct Fetched: Sendable {
        let value: Value
        let number: Int
    }

    private let now: @Sendable () -> Timestamp
    private var known: (fetched: Fetched, at: Timestamp)?
    private var failed: (fault: ProviderFault, at: Timestamp)?
    private var pending: Task<Value, any Error>?
    private var fetches = 0
    private var lookedAgainAt: Timestamp?

    init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
    }

    /// What is known and not older than `seconds`; else what `fetch` gives now.
    /// - Throws: `ProviderFault`
    func value(newerThan seconds: Int64, _ fetch: @escaping @Sendable () async throws -> Value) async throws -> Fetched
    {
        if pending == nil, let known, now() - known.at < seconds { return known.fetched }
        return try await fetched(fetch)
    }

    /// What is newer than the fetch of a number: fetched now, but not twice within `seconds`.
    /// - Returns: nil when there is nothing newer, and it is too early to look.
    /// - Throws: `ProviderFault`
    func value(
        after number: Int, every seconds: Int64, _ fetch: @escaping @Sendable () async throws -> Value
    ) async throws -> Fetched? {
        if pending == nil {
            if let known, known.fetched.number > number { return known.fetched }
            let now = now()
            if let lookedAgainAt, now - lookedAgainAt < seconds { return nil }
            lookedAgainAt = now
        }
        return try await fetched(fetch)
    }

    /// By the fetch that is under way, or by one that begins.
    private func fetched(_ fetch: @escaping @Sendable () async throws -> Value) async throws -> Fetched {
        if let pending {
            let number = fetches
            return Fetched(value: try await pending.value, number: number)
        }
        let now = now()
        if let failed, now - failed.at < Self.failureSeconds { throw failed.fault }
        // Its own task: whoever began it may go away, and the others still want it.
        let task = Task { try await fetch() }
        (pending, fetches) = (task, fetches + 1)
        defer { pending = nil }
        do {
            let fetched = Fetched(value: try await task.value, number: fetches)
            (known, failed) = ((fetched, now), nil)
            return fetched
        } catch let fault as ProviderFault {
            failed = (fault, now)
            throw fault
        }
    }
}
