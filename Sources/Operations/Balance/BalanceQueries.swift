package import GridModel
package import Persistence
import Telemetry

/// Draws energy balances from what is stored.
package struct BalanceQueries: Sendable {
    /// How many meters times hours one answer may read.
    package static let greatestMeterHours = 20_000_000
    /// How many areas are held against each other in a ranking.
    package static let greatestAreas = 2000

    let database: any Database
    let scope: TenantScope
    let calendar: CityCalendar
    let clock: CityClock

    package init(database: any Database, scope: TenantScope, calendar: CityCalendar, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.calendar = calendar
        self.clock = clock
    }

    /// - Parameters:
    ///   - from: nil: 7 days before the end.
    ///   - to: nil: now.
    ///   - limitPercent: of the input, what technical losses may be besides the transformers' no-load losses.
    /// - Returns: nil when there is no such area.
    /// - Throws: `BalanceRefusal`, `DatabaseError`
    package func balance(
        of subject: Subject, from: Timestamp?, to: Timestamp?, resolution: BalanceResolution,
        limitPercent: Double = TechnicalLossBand.defaultLimitPercent
    ) async throws -> EnergyBalance? {
        let window = try BalanceWindow(
            from: from, to: to, resolution: resolution, now: clock.now, calendar: calendar)
        return try await database.read(scope) { session in
            guard let area = try BalanceArea(subject, session) else { return nil }
            var budget = Self.greatestMeterHours
            return try Self.balance(of: area, window, resolution, limitPercent, session, &budget)
        }
    }

    /// All areas of a kind with a boundary measurement, the greatest losses first; those without figures last.
    /// - Throws: `BalanceRefusal`, `DatabaseError`
    package func ranking(
        of kind: SubjectKind, from: Timestamp?, to: Timestamp?,
        limitPercent: Double = TechnicalLossBand.defaultLimitPercent
    ) async throws -> BalanceRanking {
        let window = try BalanceWindow(
            from: from, to: to, resolution: .day, maximumDays: BalanceResolution.hour.maximumDays, now: clock.now,
            calendar: calendar)
        return try await database.read(scope) { session in
            var budget = Self.greatestMeterHours
            var balances: [EnergyBalance] = []
            var left: [BalanceRanking.Left] = []
            for subject in try BalanceArea.measured(kind, session).prefix(Self.greatestAreas) {
                do {
                    guard let area = try BalanceArea(subject, session) else { continue }
                    balances.append(try Self.balance(of: area, window, nil, limitPercent, session, &budget))
                } catch let refusal as BalanceRefusal {
                    guard case .meshed = refusal else { throw refusal }
                    left.append(.init(area: subject, reason: refusal.description))
                }
            }
            return BalanceRanking(
                span: window.span, balances: balances.sorted(by: Self.losesMore), withoutBalance: left)
        }
    }

    private static func losesMore(_ a: EnergyBalance, _ b: EnergyBalance) -> Bool {
        switch (a.total.coveredHours > 0, b.total.coveredHours > 0) {
        case (true, true): (b.total.lossesKWh, a.area.subject.id) < (a.total.lossesKWh, b.area.subject.id)
        case (let isFirst, let isSecond):
            isFirst && !isSecond || isFirst == isSecond && a.area.subject.id < b.area.subject.id
        }
    }

    /// - Parameter resolution: nil: the whole only.
    private static func balance(
        of area: BalanceArea, _ window: BalanceWindow, _ resolution: BalanceResolution?, _ limitPercent: Double,
        _ session: TenantSession, _ budget: inout Int
    ) throws -> EnergyBalance {
        var meters = 0
        let sums = try sums(
            of: area, over: window.span, parts: resolution == nil ? [] : window.parts, session, &budget
        ) { _, _ in meters += 1 }
        return EnergyBalance(
            area: AreaName(subject: area.subject, name: area.name), span: window.span, resolution: resolution ?? .day,
            boundarySeries: area.boundary.map(\.id), meters: meters,
            band: TechnicalLossBand(limitPercent: limitPercent, noLoadLossKW: area.noLoadLossKW),
            total: sums.figures[0], parts: area.boundary.isEmpty ? [] : Array(sums.figures.dropFirst()))
    }

    /// - Parameter visit: is given every meter inside.
    static func sums(
        of area: BalanceArea, over span: TimeSpan, parts: [TimeSpan], _ session: TenantSession, _ budget: inout Int,
        _ visit: (Series, MeterHours) -> Void
    ) throws -> BalanceSums {
        var sums = BalanceSums(span: span, parts: parts)
        let reader = MeterReader(session, over: span)
        let boundary = try reader.boundary(area.boundary)
        sums.setBoundary(boundary, accuracy: .boundary)
        // Without a boundary there is nothing to hold the meters against.
        guard !boundary.isEmpty else { return sums }
        budget -= area.connections.count * Int(span.seconds / 3600)
        guard budget >= 0 else {
            throw BalanceRefusal.tooMuch(meterHours: greatestMeterHours - budget, limit: greatestMeterHours)
        }
        for connection in area.connections {
            var isMetered = false
            for series in try reader.series(of: connection) {
                guard let meter = try reader.meter(series) else { continue }
                sums.add(meter, of: series.quantity.connection, accuracy: .connection)
                visit(series, meter)
                if series.quantity.connection == connection.connection { isMetered = true }
            }
            if !isMetered { sums.addUnmetered(connection.connection) }
        }
        return sums
    }
}
