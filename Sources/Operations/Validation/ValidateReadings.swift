package import GridModel
package import Persistence
import Telemetry

/// Validates what has changed since the last time, and turns the stands of registers into energies.
///
/// Each stretch is read, judged and then noted in a short transaction of its own; its mark is cleared last, and only
/// if nothing was added to it meanwhile. Killed half-way, the rest is done next time; doing a part twice changes
/// nothing.
package struct ValidateReadings: Sendable {
    /// How much of a series is held in memory at once, besides the rules' context.
    private static let chunkSeconds: Int64 = 31 * 86_400
    private static let seriesAtOnce = 200

    private let database: any Database
    private let scope: TenantScope
    private let clock: CityClock

    package init(database: any Database, scope: TenantScope, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.clock = clock
    }

    /// - Parameter progress: how many series are done.
    /// - Returns: how many series were validated.
    @discardableResult
    package func callAsFunction(progress: @Sendable (Int) throws -> Void = { _ in }) async throws -> Int {
        var (last, done) = (SeriesID(0), 0)
        while true {
            let after = last
            let stale = try await database.read(scope) {
                try StaleValidationRepository($0).list(after: after, limit: Self.seriesAtOnce)
            }
            guard let end = stale.last else {
                if done > 0 { try await ValidationStanding.noteRun(at: clock.now, database, scope) }
                return done
            }
            for mark in stale {
                try await validate(mark)
                done += 1
                try progress(done)
            }
            last = end.series
        }
    }

    private func validate(_ mark: StaleValidation) async throws {
        let known = try await database.read(scope) { session in
            try SeriesRepository(session).series(mark.series).map {
                (
                    $0, try EffectiveRules.of($0, session),
                    try ReadingBlockRepository(session).last(of: $0.id, before: mark.span.start)
                )
            }
        }
        if let (series, rules, before) = known, !series.isDerived {
            // The rules look no further than the context, so what lies before a longer silence stays as it was judged.
            let earliest = mark.span.start - ValidationWindow.contextSeconds
            let last = max(earliest, before?.start ?? mark.span.start)
            var start = (last - rules.rules.reachSeconds).floored(toMultipleOf: 86_400)
            // A reading changes what is found of its neighbours, too: whole days are judged.
            let end = (mark.span.end + 86_399).floored(toMultipleOf: 86_400)
            while start < end {
                let chunk = TimeSpan(start: start, end: min(end, start + Self.chunkSeconds))
                try await validate(series, rules, chunk)
                start = chunk.end
            }
        }
        try await database.write(scope) { try StaleValidationRepository($0).clear(mark) }
    }

    private func validate(_ series: Series, _ rules: EffectiveRules, _ judged: TimeSpan) async throws {
        let now = clock.now
        let window = try await database.read(scope) { session in
            try Self.window(series, judged, now: now, session)
        }
        let findings = rules.rules.findings(in: window)
        let energies =
            series.quantity.isRegister && rules.rules[.register]?.isEnabled == true
            ? RegisterConversion(rules.rules[.register] ?? .off, window).energies : []
        try await database.write(scope) { session in
            try FindingRepository(session).reconcile(
                findings, of: series.id, judged: judged, version: rules.version, at: now)
            if !energies.isEmpty { try Self.store(energies, of: series, at: now, session) }
        }
    }

    /// A block that no longer decodes is left to ingest and the rollups, which set it aside.
    private static func window(
        _ series: Series, _ judged: TimeSpan, now: Timestamp, _ session: TenantSession
    ) throws -> ValidationWindow {
        let context = ValidationWindow.contextSeconds
        let span = TimeSpan(start: judged.start - context, end: judged.end + context)
        let repository = ReadingBlockRepository(session)
        var readings: [Reading] = []
        try repository.forEachBlock(of: series.id, intervalSeconds: series.intervalSeconds, in: span) {
            readings += $0.readings
        }
        return ValidationWindow(
            judged: judged, series: series, now: now, previous: try repository.last(of: series.id, before: span.start),
            block: ReadingBlock(readings))
    }

    private static func store(
        _ energies: [Reading], of register: Series, at now: Timestamp, _ session: TenantSession
    ) throws {
        let target = try energySeries(of: register, session)
        var store = ReadingStore(session, now: now, source: "register \(register.id)")
        try store.merge(energies, into: target)
    }

    /// The series of a register's energies; made with its first ones.
    private static func energySeries(of register: Series, _ session: TenantSession) throws -> Series {
        let links = RegisterEnergyRepository(session)
        let repository = SeriesRepository(session)
        if let id = try links.energy(of: register.id), let series = try repository.series(id) { return series }
        let series = try repository.insert(
            externalName: "\(register.externalName).energy", name: "\(register.name), energy",
            subject: register.subject, zone: register.zone,
            quantity: register.quantity.registered ?? .activeEnergyImport,
            intervalSeconds: register.intervalSeconds, isDerived: false)
        try links.link(register.id, to: series.id)
        return series
    }
}
