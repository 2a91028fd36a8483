package import GridModel
package import Integrations
package import Persistence
import Telemetry

/// Asks a provider and stores what it says: hours past as readings, hours to come as a forecast.
package struct PollConnector: Sendable {
    /// A poll that takes longer is given up; its lease lasts twice as long.
    private static let longestSeconds: Int64 = 300
    /// Hours before the last success that are asked for again: analyses are corrected, stations report late.
    private static let overlapSeconds: Int64 = 6 * 3600
    private static let readingsAtOnce = 20_000
    /// How long forecasts are kept, for backtests over a year and a month.
    static let forecastDays: Int64 = 400
    private static let forecastsRemovedAtOnce = 2000

    private let database: any Database
    private let scope: TenantScope
    private let environment: ConnectorEnvironment
    private let onEvent: @Sendable (ConnectorEvent) -> Void

    /// - Parameter onEvent: told of calls, readings and ends, for the metrics and the log.
    package init(
        database: any Database, scope: TenantScope, environment: ConnectorEnvironment,
        onEvent: @escaping @Sendable (ConnectorEvent) -> Void = { _ in }
    ) {
        self.database = database
        self.scope = scope
        self.environment = environment
        self.onEvent = onEvent
    }

    /// Polls if the connector is enabled and it is time.
    /// - Parameter isForced: whether it is time whatever the schedule says.
    /// - Returns: what came of it; failures of the provider are an outcome, too, and recorded.
    /// - Throws: `DatabaseError`, `CancellationError`.
    package func callAsFunction(_ kind: ConnectorKind, isForced: Bool = false) async throws -> ConnectorOutcome {
        let now = environment.now()
        let (settings, claim) = try await update(kind) { document in
            (document.settings, document.settings.isEnabled ? document.state.begin(at: now, isForced: isForced) : nil)
        }
        guard let claim else { return .disabled }
        guard case .poll(let lease) = claim else { return .notNow(claim) }
        do {
            let report = try await withinTime { try await poll(kind, settings, lease, since: now) }
            let end = environment.now()
            _ = try await update(kind) {
                $0.state.succeed(lease, at: end, every: settings.intervalSeconds, report: report.description)
            }
            onEvent(.succeeded(kind, report))
            return .succeeded(report)
        } catch {
            return try await settle(error, kind, lease)
        }
    }

    /// Polls now, whatever the schedule says.
    /// - Returns: what was stored, in words; nil when there is no connector of the name.
    /// - Throws: `ConnectorRefusal` when it cannot be now, `ConnectorError` when the poll failed, and what polling throws.
    package func now(_ name: String) async throws -> String? {
        guard let kind = ConnectorKind(rawValue: name) else { return nil }
        switch try await self(kind, isForced: true) {
        case .succeeded(let report): return report.description
        case .failed(let error): throw error
        case .disabled: throw ConnectorRefusal("The connector \(name) is off.")
        case .notNow(.running(let until)):
            throw ConnectorRefusal("Another poll is under way; it ends by \(until) at the latest.")
        case .notNow(.held(let until)): throw ConnectorRefusal("The provider has asked to wait until \(until).")
        case .notNow(.notDue(let until)): throw ConnectorRefusal("The next poll is due at \(until).")
        case .notNow(.poll): throw ConnectorRefusal("The poll has begun elsewhere.")
        }
    }

    // MARK: The poll

    private func poll(
        _ kind: ConnectorKind, _ settings: ConnectorSettings, _ lease: ConnectorState.Lease, since now: Timestamp
    ) async throws -> ConnectorReport {
        let address = try ServiceAddress(
            settings.baseURL, allowsPrivate: environment.allowsPrivateAddresses)
        let places = try await database.read(scope) { try ZoneRepository($0).all() }.map {
            ZonePlace(zone: $0.id, place: $0.area.centroid)
        }
        guard !places.isEmpty else { throw ConnectorError.nothingToAsk("There are no zones yet to ask for.") }
        let from = try await firstHour(kind, settings, now: now)
        let own = try await database.read(scope) { [environment] in try environment.ownKey(of: kind, $0) }
        let key = environment.key(of: kind, for: address, own: own)
        let fetched = try await environment.converse(address) { get in
            let counted: ConnectorEnvironment.Get = { query in
                try await spend(query.calls, kind, settings)
                onEvent(.called(kind, calls: query.calls))
                return try await get(query)
            }
            switch kind {
            case .openMeteoWeather:
                return try await OpenMeteo.weather(key: key, get: counted).fetch(places, from: from, now: now)
            case .openMeteoAirQuality:
                return try await OpenMeteo.airQuality(key: key, get: counted).fetch(places, from: from, now: now)
            case .openAQ:
                guard let key else {
                    throw ConnectorError.misconfigured(
                        "OpenAQ needs a key (the tenant's own, or URBANGRID_OPENAQ_API_KEY), and it is sent to \(kind.domain) alone."
                    )
                }
                return try await OpenAQ(key: key, radiusKm: settings.radiusKm, get: counted)
                    .fetch(places, from: from, now: now)
            }
        }
        // What was foreseen is known from now on, not from when it was asked for.
        return try await store(fetched, kind, availableAt: environment.now())
    }

    /// Some hours before the last success, or as far as a first poll goes.
    private func firstHour(
        _ kind: ConnectorKind, _ settings: ConnectorSettings, now: Timestamp
    ) async throws -> Timestamp {
        let last = try await database.read(scope) { try ConnectorDocument.load(kind, $0).state.lastSuccessAt }
        let earliest = now - Int64(settings.backfillDays) * 86_400
        return max(earliest, last.map { $0 - Self.overlapSeconds } ?? earliest).floored(toMultipleOf: 3600)
    }

    private func spend(_ calls: Int, _ kind: ConnectorKind, _ settings: ConnectorSettings) async throws {
        let now = environment.now()
        let isAllowed = try await update(kind) {
            $0.state.spend(calls: calls, at: now, of: $0.settings.dailyCalls)
        }
        guard isAllowed else { throw ConnectorError.quotaUsedUp(calls: settings.dailyCalls) }
    }

    private func store(
        _ fetched: [FetchedValues], _ kind: ConnectorKind, availableAt now: Timestamp
    ) async throws -> ConnectorReport {
        let series = try await database.write(scope) { try ConnectorSeries(kind, $0).series(for: fetched) }
        var report = ConnectorReport(leftOut: fetched.reduce(0) { $0 + $1.leftOut })
        var readings: [IncomingReading] = []
        var forecasts: [(SeriesID, [Reading])] = []
        for (id, values) in zip(series, fetched.map(\.values)) {
            let past = values.prefix { $0.start + HourlySeries.secondsPerHour <= now }
            readings += past.map { IncomingReading(target: .number(id), reading: $0) }
            forecasts.append((id, Array(values.dropFirst(past.count))))
        }
        let ingest = IngestReadings(database: database, scope: scope, clock: CityClock { now })
        for start in stride(from: 0, to: readings.count, by: Self.readingsAtOnce) {
            let some = Array(readings[start..<min(start + Self.readingsAtOnce, readings.count)])
            let receipt = try await ingest(some, source: kind.provider)
            onEvent(.ingested(receipt))
            report.add(receipt)
        }
        let toStore = forecasts
        report.forecasts = try await database.write(scope) { session in
            let repository = WeatherForecastRepository(session)
            try repository.remove(
                before: now - Self.forecastDays * 86_400, limit: Self.forecastsRemovedAtOnce)
            return try toStore.reduce(0) { count, forecast in
                let block = ReadingBlock(forecast.1)
                return try count + (repository.store(block, of: forecast.0, availableAt: now) ? 1 : 0)
            }
        }
        return report
    }

    // MARK: Its end

    private func settle(
        _ error: any Error, _ kind: ConnectorKind, _ lease: ConnectorState.Lease
    ) async throws -> ConnectorOutcome {
        let (now, random) = (environment.now(), environment.random())
        // Recorded even when this task was cancelled: the lease must not outlive the process for nothing.
        let settled = Task { () throws -> ConnectorOutcome? in
            switch error {
            case let error as ConnectorError:
                _ = try await update(kind) { $0.state.fail(lease, error, at: now, random: random) }
                if case .nothingToAsk = error {} else { onEvent(.failed(kind, error)) }
                return .failed(error)
            case is CancellationError:
                _ = try await update(kind) { $0.state.interrupt(lease) }
                return nil
            default:
                let failure = ConnectorError.notStored(String(describing: error))
                _ = try await update(kind) { $0.state.fail(lease, failure, at: now, random: random) }
                return nil
            }
        }
        guard let outcome = try await settled.value else { throw error }
        return outcome
    }

    private func update<Value: Sendable>(
        _ kind: ConnectorKind, _ change: @escaping @Sendable (inout ConnectorDocument) -> Value
    ) async throws -> Value {
        try await database.write(scope) { session in
            var document = try ConnectorDocument.load(kind, session)
            let value = change(&document)
            try document.save(kind, session)
            return value
        }
    }

    private func withinTime(
        _ body: @escaping @Sendable () async throws -> ConnectorReport
    ) async throws -> ConnectorReport {
        try await withThrowingTaskGroup(of: ConnectorReport?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                // The deadline of the race; cancelled as soon as the poll has ended.
                try await Task.sleep(for: .seconds(Self.longestSeconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let report = try await group.next() ?? nil else {
                throw ConnectorError.unreachable("the poll took longer than \(Self.longestSeconds) s")
            }
            return report
        }
    }
}
