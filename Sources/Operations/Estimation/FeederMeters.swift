import GridModel
import Persistence
import Telemetry

/// The meters at the heads of feeders and the meters below them, for allocation.
struct FeederMeters {
    private static let weightSeconds: Int64 = 7 * 86_400

    /// A feeder's own measured import, by the feeder.
    private let heads: [Int64: Series]
    private let members: [Int64: [Series]]
    private let feederOfSeries: [SeriesID: Int64]

    /// Loads nothing more than the heads where no feeder is measured.
    init(_ session: TenantSession) throws {
        let measured = try SeriesRepository(session).list(
            subjectKind: .feeder, quantity: .activeEnergyImport, isDerived: false)
        heads = Dictionary(measured.map { ($0.subject.id, $0) }) { first, _ in first }
        var members: [Int64: [Series]] = [:]
        var feeders: [SeriesID: Int64] = [:]
        if !heads.isEmpty {
            for area in try AreaMembership.areas(session) where area.subject.kind == .feeder {
                members[area.subject.id] = area.series
                for series in area.series { feeders[series.id] = area.subject.id }
            }
        }
        self.members = members
        feederOfSeries = feeders
    }

    /// Nil where the feeder has no meter of the same interval, or feeds energy in that its meter nets.
    func share(in gap: TimeSpan, of series: Series, _ session: TenantSession) throws -> [Reading]? {
        guard series.quantity == .activeEnergyImport, let feeder = feederOfSeries[series.id],
            let head = heads[feeder], let below = members[feeder], head.intervalSeconds == series.intervalSeconds,
            below.allSatisfy({ $0.quantity == .activeEnergyImport && $0.intervalSeconds == series.intervalSeconds })
        else { return nil }
        let count = Int(gap.seconds / series.intervalSeconds)
        let total = try values(of: head, in: gap, count, session)
        var others = [Double?](repeating: 0, count: count)
        var weights = 0.0
        for member in below {
            let read = try values(of: member, in: gap, count, session)
            if member.id == series.id || read.allSatisfy({ $0 == nil }) {
                weights += try weight(of: member, before: gap.start, session)
                continue
            }
            for index in others.indices {
                if let sum = others[index], let value = read[index] {
                    others[index] = sum + value
                } else {
                    others[index] = nil
                }
            }
        }
        let shares = FeederAllocation.readings(
            from: gap.start, intervalSeconds: series.intervalSeconds, total: total, others: others,
            weight: try weight(of: series, before: gap.start, session), weights: weights)
        return shares.count == count ? shares : nil
    }

    /// kWh per interval that was read, estimates left out; nil: not read.
    private func values(
        of series: Series, in span: TimeSpan, _ count: Int, _ session: TenantSession
    ) throws -> [Double?] {
        var values = [Double?](repeating: nil, count: count)
        try ReadingBlockRepository(session).forEachBlock(
            of: series.id, intervalSeconds: series.intervalSeconds, in: span
        ) { block in
            for index in block.starts.indices where !block.qualities[index].isEstimate {
                values[Int((block.starts[index] - span.start) / series.intervalSeconds)] = block.values[index]
            }
        }
        return values
    }

    /// The mean energy of the intervals of the week before that were read.
    private func weight(of series: Series, before moment: Timestamp, _ session: TenantSession) throws -> Double {
        let span = TimeSpan(start: moment - Self.weightSeconds, end: moment)
        var (sum, count) = (0.0, 0)
        try ReadingBlockRepository(session).forEachBlock(
            of: series.id, intervalSeconds: series.intervalSeconds, in: span
        ) { block in
            for index in block.starts.indices where !block.qualities[index].isEstimate {
                sum += block.values[index]
                count += 1
            }
        }
        return count == 0 ? 0 : sum / Double(count)
    }
}
