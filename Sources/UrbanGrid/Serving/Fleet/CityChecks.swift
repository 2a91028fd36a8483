import Jobs

/// What has to hold for a tenant to be served well, each by its name in the answer of /ready.
struct CityChecks: Sendable {
    let queue: QueueCheck
    let rollups: RollupHealth
    let compaction: CompactionHealth
    /// Nil without a broker.
    let mqtt: MQTTHealth?

    /// - Throws: `DatabaseError`
    func isQueueWorking() async throws -> Bool { try await queue.isWorking() }

    /// Those that ask nobody.
    var standing: [String: Bool] {
        var checks = ["rollups": rollups.isKeepingUp, "ingestLog": compaction.isKeepingUp]
        checks["mqtt"] = mqtt?.isKeepingUp
        return checks
    }
}
