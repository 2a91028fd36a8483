package import GridModel
package import Persistence
import Telemetry

/// The use case behind the high-rate doors: the sound readings of a batch are stored, each of the others is named,
/// and what was accepted is durable on return.
package struct IngestBatch: Sendable {
    private let database: any Database
    private let scope: TenantScope
    private let clock: CityClock
    private let directory: SeriesDirectory

    /// - Parameter directory: shared by all doors of the process, as it is what they have in memory.
    package init(database: any Database, scope: TenantScope, clock: CityClock, directory: SeriesDirectory) {
        self.database = database
        self.scope = scope
        self.clock = clock
        self.directory = directory
    }

    /// - Parameter source: who sent them, for the revision log.
    package func callAsFunction(_ incoming: [IncomingReading], source: String) async throws -> BatchOutcome {
        var draft = draft()
        for (index, item) in incoming.enumerated() { draft.add(item, at: index) }
        return try await store(draft, source: source)
    }

    /// An empty batch to put readings into, for doors that read them as bytes.
    package func draft() -> BatchDraft {
        BatchDraft(names: directory.names, now: clock.now)
    }

    /// Stores what a draft holds.
    package func store(_ given: consuming BatchDraft, source: String) async throws -> BatchOutcome {
        var draft = given
        if !draft.unplaced.isEmpty { draft = try await settled(draft) }
        let outcome = draft.outcome
        guard outcome.accepted > 0 else { return outcome }
        let batch = draft.sound.sorted()
        let now = clock.now
        try await database.write(scope) { session in
            var store = ReadingStore(session, now: now, source: source)
            for (id, range) in batch.runs {
                guard let series = try SeriesRepository(session).series(id) else {
                    throw DatabaseError(.corrupt, detail: "Series \(id) is gone.")
                }
                try store.merge(range.map { batch[$0] }, into: series)
            }
        }
        return outcome
    }

    /// Finds the series that were not known here, or makes them where the tenant wants that.
    private func settled(_ given: BatchDraft) async throws -> BatchDraft {
        let targets = given.unplacedTargets
        let (settings, names, found) = try await database.read(scope) { [directory] session in
            let names = try directory.refresh(session)
            let missing = targets.keys.filter { names.find($0) == nil }
            let others = directory.isFull ? try Self.found(missing, session) : [:]
            return (try IngestSettings.stored(session), names, others)
        }
        var (others, failures) = (found, [IncomingReading.Target: UnknownSeries]())
        let missing = targets.filter { names.find($0.key) == nil && others[$0.key] == nil }
        if settings.unknownSeries == .register, !missing.isEmpty {
            let registration = settings.registration
            (others, failures) = try await database.write(scope) { [others, failures] session in
                var registrar = try SeriesRegistrar(session, registration)
                var (others, failures) = (others, failures)
                for case (let target, let proposal) in missing {
                    guard case .externalName(let name) = target else { continue }
                    switch try registrar.series(named: name, proposal) {
                    case .success(let series): others[target] = series
                    case .failure(let failure): failures[target] = failure
                    }
                }
                return (others, failures)
            }
        }
        var draft = given
        draft.settle(names, others: others, failures: failures)
        return draft
    }

    private static func found(
        _ targets: [IncomingReading.Target], _ session: TenantSession
    ) throws -> [IncomingReading.Target: Series] {
        let repository = SeriesRepository(session)
        var found: [IncomingReading.Target: Series] = [:]
        for target in targets {
            found[target] =
                switch target {
                case .number(let id): try repository.series(id)
                case .externalName(let name): try repository.series(externalName: name)
                }
        }
        return found
    }
}
