import GridModel
import Identity

/// Something that is fetched from a provider: remembered for a while, a failure briefly, and fetched once for everybody who
/// asks in the meantime.
actor SharedFetch<Value: Sendable> {
    /// A provider that is away is asked this often at most, however many want to sign in.
    static var failureSeconds: Int64 { 5 }

    private let now: @Sendable () -> Timestamp
    private var known: (value: Value, at: Timestamp)?
    private var failed: (fault: ProviderFault, at: Timestamp)?
    private var pending: Task<Value, any Error>?

    init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
    }

    /// What is known and not older than `seconds`; else what `fetch` gives now.
    /// - Throws: `ProviderFault`
    func value(newerThan seconds: Int64, _ fetch: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let now = now()
        if let pending { return try await pending.value }
        if let known, now - known.at < seconds { return known.value }
        if let failed, now - failed.at < Self.failureSeconds { throw failed.fault }
        // Its own task: whoever began it may go away, and the others still want it.
        let task = Task { try await fetch() }
        pending = task
        defer { pending = nil }
        do {
            let value = try await task.value
            (known, failed) = ((value, now), nil)
            return value
        } catch let fault as ProviderFault {
            failed = (fault, now)
            throw fault
        }
    }
}
