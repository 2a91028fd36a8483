import Foundation
package import GridModel
package import Persistence
import Telemetry

/// The use case behind the high-rate doors: the sound readings of a batch are stored, each of the others is named,
/// and what was accepted is durable on return.
///
/// They go into the ingest log, a row a batch, and from there into their blocks within about a second
/// (`CompactIngestLog`); until then queries do not show them. See docs/decisions/014.
package struct IngestBatch: Sendable {
    private let database: any Database
    private let scope: TenantScope
    private let clock: CityClock
    private let directory: SeriesDirectory
    private let backlog: IngestBacklog
    private static let attempts = 5

    /// - Parameters:
    ///   - directory: the series the process knows, shared by all its doors.
    ///   - backlog: what they have let in, shared with the compaction.
    package init(
        database: any Database, scope: TenantScope, clock: CityClock, directory: SeriesDirectory,
        backlog: IngestBacklog
    ) {
        self.database = database
        self.scope = scope
        self.clock = clock
        self.directory = directory
        self.backlog = backlog
    }

    /// - Parameter source: who sent them, for the revision log.
    /// - Throws: `IngestBacklogFull` when too much is waiting, and then nothing is stored; `DatabaseError`.
    package func callAsFunction(_ incoming: [IncomingReading], source: String) async throws -> BatchOutcome {
        var draft = try await draft()
        for (index, item) in incoming.enumerated() { draft.add(item, at: index) }
        return try await store(draft, source: source)
    }

    /// An empty batch to put readings into, for doors that read them as bytes.
    package func draft() async throws -> BatchDraft {
        // In a process that has just started, nearly all would be unknown.
        if directory.isEmpty { _ = try await database.read(scope) { [directory] in try directory.refresh($0) } }
        return BatchDraft(names: directory.names, now: clock.now)
    }

    /// Stores what a draft holds; throws as `callAsFunction` does.
    package func store(_ given: consuming BatchDraft, source: String) async throws -> BatchOutcome {
        var draft = given
        if !draft.unplaced.isEmpty { draft = try await settled(draft) }
        let outcome = draft.outcome
        guard outcome.accepted > 0 else { return outcome }
        try backlog.admit(readings: outcome.accepted)
        try await append(draft.sound.sorted(), source: source)
        return outcome
    }

    /// Puts a batch into the ingest log; where several are at it, each in a key of its own.
    private func append(_ batch: ReadingBatch, source: String) async throws {
        let now = clock.now
        for attempt in 1... {
            let wall = Int64(Date().timeIntervalSince1970 * 1_000_000)
            do {
                let bytes = try await database.append(scope) { session in
                    let log = IngestLogRepository(session)
                    return try batch.parts(atMost: BatchCodec.maximumCount).reduce(0) { bytes, part in
                        try bytes
                            + log.append(
                                part, source: source, acceptedAt: now, wallMicroseconds: wall,
                                salt: .random(in: .min ... .max))
                    }
                }
                return backlog.added(readings: batch.count, bytes: bytes, atMicroseconds: wall)
            } catch let error as DatabaseError where error.kind == .uniqueViolation && attempt < Self.attempts {
                continue
            }
        }
    }

    /// Finds the series that were not known here, or makes them where the tenant wants that.
    private func settled(_ given: BatchDraft) async throws -> BatchDraft {
        let targets = given.unplacedTargets
        let (settings, names, found) = try await database.read(scope) { [directory] session in
            let names = try directory.refresh(session)
            let missing = targets.map(\.key).filter { names.find($0) == nil }
            let others = try directory.isFull ? Self.found(missing, session) : [:]
            return (try IngestSettings.stored(session), names, others)
        }
        var (others, failures) = (found, [IncomingReading.Target: UnknownSeries]())
        let missing = targets.filter { names.find($0.key) == nil && others[$0.key] == nil }
        if settings.unknownSeries == .register, !missing.isEmpty {
            let registration = settings.registration
            (others, failures) = try await database.write(scope) { [others, failures] session in
                var registrar = try SeriesRegistrar(session, registration)
                var (others, failures) = (others, failures)
                for (target, proposal) in missing {
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
