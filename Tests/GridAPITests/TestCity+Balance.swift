import GridAPI
import GridModel
import Operations
import Telemetry

extension TestCity {
    /// Feeder 1 is balanced, feeder 2 has no measurement, transformer 3 lies in a ring.
    static let balance = BalanceService(
        balance: { area, _, _, resolution, limit in
            guard area.id != 3 else { throw BalanceRefusal.meshed(name: "T3") }
            return area.id > 3 ? nil : energyBalance(area.id, resolution, limit)
        },
        ranking: { kind, _, _, limit in
            BalanceRanking(
                span: balanceSpan, balances: [energyBalance(1, .day, limit), energyBalance(2, .day, limit)],
                withoutBalance: [.init(area: Subject(kind: kind, id: 3), reason: "ring")])
        },
        hints: { area, _, _ in
            guard area.id == 1 else { return nil }
            return BalanceHints(
                area: name(area), span: balanceSpan, neighbours: [name(Subject(kind: .feeder, id: 2))], metersTried: 2,
                meters: 2, hints: hints(of: area))
        },
        allocation: { request in
            guard request.area.id <= 3 else { return nil }
            guard request.method != .profile else { throw BalanceRefusal.tooLong(days: 31) }
            return LoadAllocationAnswer(
                area: name(request.area), span: balanceSpan, request: request, metered: 4, unmeteredGenerators: 0,
                parts: [LoadAllocationAnswer.Part(span: balanceSpan)],
                targets: (1...5).map {
                    LoadAllocationAnswer.Target(
                        subject: Subject(kind: .loadPoint, id: $0), name: "LP \($0)", loadPoints: 1,
                        energiesWh: [1500 * $0])
                })
        })

    private static let balanceSpan = TimeSpan(start: now - 86_400, end: now)

    private static func name(_ subject: Subject) -> AreaName { AreaName(subject: subject, name: "F\(subject.id)") }

    private static func energyBalance(
        _ id: Int64, _ resolution: BalanceResolution, _ limit: Double
    ) -> EnergyBalance {
        var sums = BalanceSums(span: balanceSpan, parts: [balanceSpan])
        let energies = HourlyColumns(covering: balanceSpan, intervalSeconds: 3600).map { columns in
            var columns = columns
            columns.add(
                ReadingBlock((0..<24).map { Reading(start: columns.span.start + Int64($0) * 3600, value: 10) }))
            return MeterHours(columns, isEnergy: true)
        }
        if id == 1, let energies {
            sums.setBoundary([(energies, .imported)], accuracy: .boundary)
            sums.add(energies, of: .load, accuracy: .connection)
        } else {
            sums.setBoundary([], accuracy: .boundary)
        }
        return EnergyBalance(
            area: name(Subject(kind: .feeder, id: id)), span: balanceSpan, resolution: resolution,
            boundarySeries: id == 1 ? [SeriesID(7)] : [], meters: 1, band: TechnicalLossBand(limitPercent: limit),
            total: sums.figures[0], parts: id == 1 ? Array(sums.figures.dropFirst()) : [])
    }

    private static func hints(of area: Subject) -> [BalanceHints.Named] {
        let other = Subject(kind: .feeder, id: 2)
        return [MeterHint.Kind.belongsTo(other), .foreign, .registers(factor: 0.5)].map { kind in
            BalanceHints.Named(
                hint: MeterHint(
                    series: SeriesID(1), owner: area, kind: kind, slope: -1, standardError: 0.02,
                    slopeThere: kind == .belongsTo(other) ? 0.98 : nil, probability: 1e-9, hours: 600, metersTried: 2),
                meterName: "LP 1", owner: name(area), other: kind == .belongsTo(other) ? name(other) : nil)
        }
    }
}
