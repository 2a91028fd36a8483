import GridModel
import Persistence
import Telemetry

/// Reads meters hour by hour for balances and allocations.
struct MeterReader {
    private let session: TenantSession
    let span: TimeSpan

    /// - Parameter span: whole UTC hours that have ended.
    init(_ session: TenantSession, over span: TimeSpan) {
        self.session = session
        self.span = span
    }

    /// What a meter measured, its gaps estimated where they can be; nil when it cannot be had by the hour or has
    /// never reported.
    func meter(_ series: Series) throws -> MeterHours? {
        guard try ReadingBlockRepository(session).extent(of: series.id) != nil,
            let columns = try columns(of: series, over: span)
        else { return nil }
        let isWhole = columns.counts.allSatisfy { Int($0) >= columns.expectedPerHour }
        guard !isWhole, let history = try self.columns(of: series, over: AreaHours.history(for: span)) else {
            return MeterHours(columns, isEnergy: series.quantity.isEnergy)
        }
        return MeterHours(columns, history: history, isEnergy: series.quantity.isEnergy)
    }

    /// What a boundary meter measured and nothing else. One that has never reported measures nothing.
    func boundary(_ series: [Series]) throws -> [(hours: MeterHours, direction: BalanceSums.Boundary)] {
        try series.compactMap { one in
            guard try ReadingBlockRepository(session).extent(of: one.id) != nil,
                let columns = try columns(of: one, over: span)
            else { return nil }
            let direction: BalanceSums.Boundary =
                switch one.quantity {
                case .activeEnergyImport: .imported
                case .activeEnergyExport: .exported
                default: .net
                }
            return (MeterHours(columns, isEnergy: one.quantity.isEnergy), direction)
        }
    }

    /// The measured energy series of a load point or generator.
    func series(of connection: ConnectionRow) throws -> [Series] {
        try SeriesRepository(session).list(
            subjectKind: SubjectKind(connection.kind), subjectID: connection.id.rawValue, isDerived: false
        ).filter { $0.quantity.isEnergy }
    }

    /// Hours of a block that no longer decodes are missing, as they will be once it is set aside.
    private func columns(of series: Series, over span: TimeSpan) throws -> HourlyColumns? {
        guard var columns = HourlyColumns(covering: span, intervalSeconds: series.intervalSeconds) else { return nil }
        try ReadingBlockRepository(session).forEachPayload(
            of: series.id, intervalSeconds: series.intervalSeconds, in: span
        ) { payload in
            do { try columns.add(payload: payload) } catch is BlockCodecError {}
        }
        return columns
    }
}

extension Quantity {
    /// Which side of a balance a connection's energy is on.
    var connection: BalanceSums.Connection { self == .activeEnergyExport ? .generator : .load }
}

extension ConnectionRow {
    /// Which side of a balance it is on when nobody meters it.
    var connection: BalanceSums.Connection { kind == .generator ? .generator : .load }
}
