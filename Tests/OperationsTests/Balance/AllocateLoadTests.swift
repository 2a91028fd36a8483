import GridModel
import Operations
import Persistence
import Testing

@Suite struct AllocateLoadTests {
    private func allocate(
        _ town: MeasuredTown, _ method: AllocationMethod = .ratedKW, _ level: AllocationLevel = .loadPoint,
        area: Subject? = nil, resolution: BalanceResolution = .day, losses: Double = 0
    ) async throws -> LoadAllocationAnswer {
        try #require(
            try await town.allocate(
                AllocationRequest(
                    area: area ?? town.feeder(0), from: town.start, to: nil, resolution: resolution, method: method,
                    level: level, lossesPercent: losses)))
    }

    @Test(arguments: AllocationMethod.allCases)
    func sumOfThePartsIsTheTotal(method: AllocationMethod) async throws {
        let town = try await MeasuredTown(days: 3, .init(unmetered: ["LP01", "LP04", "LP05"]))
        let level: AllocationLevel = method == .ratedMVA ? .transformer : .loadPoint
        let answer = try await allocate(town, method, level, resolution: .hour, losses: 3)
        #expect(answer.parts.count == 72 && answer.metered == 3)
        #expect(answer.targets.map(\.loadPoints) == (level == .transformer ? [1, 2] : [1, 1, 1]))
        for (index, part) in answer.parts.enumerated() {
            #expect(part.inputWh == part.meteredWh + part.lossesWh + part.allocatedWh + part.unallocatedWh)
            let given = answer.targets.map { $0.energiesWh[index] }.reduce(0, +)
            #expect(given == part.allocatedWh)
            #expect(part.unallocatedWh == 0 && part.allocatedWh > 0)
            #expect(part.inputWh == Int64((town.inputs[0][index] * 1000).rounded()))
        }
    }

    @Test func sharesFollowTheNamedWeights() async throws {
        let town = try await MeasuredTown(days: 1, .init(unmetered: ["LP00", "LP05"]))
        func ratio(_ method: AllocationMethod, _ level: AllocationLevel) async throws -> Double {
            let answer = try await allocate(town, method, level)
            return Double(answer.targets[1].totalWh) / Double(answer.targets[0].totalWh)
        }
        #expect(abs(try await ratio(.ratedKW, .loadPoint) - 15 / 10) < 0.001)
        #expect(abs(try await ratio(.customers, .loadPoint) - 1) < 0.001)
        #expect(abs(try await ratio(.ratedMVA, .transformer) - 0.63 / 0.4) < 0.001)
    }

    @Test func profileGivesTheCourseOfMeteredOnesOfTheSameClass() async throws {
        // "even" customers draw in the first half of the day only, "odd" ones in the second.
        let town = try await MeasuredTown(
            days: 1,
            .init(
                unmetered: ["LP00", "LP05"],
                draw: { code, hour in
                    let isEven = Int(String(code.suffix(1))).map { $0 % 2 == 0 } ?? false
                    return isEven == (hour < 12) ? 5 : 0
                }))
        let answer = try await allocate(town, .profile, resolution: .hour)
        let (even, odd) = (answer.targets[0].energiesWh, answer.targets[1].energiesWh)
        #expect(even[..<12].allSatisfy { $0 > 5000 } && even[12...].allSatisfy { $0 == 0 })
        #expect(odd[12...].allSatisfy { $0 > 5000 } && odd[..<12].allSatisfy { $0 == 0 })
    }

    @Test func measuredTransformerStandsForThoseBelowIt() async throws {
        let town = try await MeasuredTown(days: 2, .init(unmetered: ["LP00", "LP01", "LP02", "LP05"]))
        let made = try await CreateSeries(database: town.database, scope: town.scope)(
            SeriesDraft(
                externalName: "T00", name: nil, kind: .transformer, place: .code("T00"), quantity: .activeEnergyImport,
                intervalSeconds: 3600), by: .tester)
        let below = (0..<town.hours).map { hour in
            (0..<3).map { town.drawn[MeasuredTown.code(0, $0)]?[hour] ?? .nan }.reduce(0, +)
        }
        try await town.send(below, to: made.series)
        let feeder = try await allocate(town)
        #expect(feeder.targets.map(\.name) == ["LP05"] && feeder.metered == 3)
        // The transformer's own measurement is split among those below it.
        let inside = try await allocate(town, area: made.series.subject)
        #expect(inside.targets.map(\.name) == ["LP00", "LP01", "LP02"] && inside.metered == 0)
        let measured = Int64((below.map { ($0 * 1000).rounded() }.reduce(0, +)).rounded())
        #expect(inside.targets.map(\.totalWh).reduce(0, +) == measured)
    }

    @Test func hourWithAMeterNobodyKnowsIsNotAllocated() async throws {
        let town = try await MeasuredTown(days: 1, .init(unmetered: ["LP05"]))
        let late = try await CreateSeries(database: town.database, scope: town.scope)(
            SeriesDraft(
                externalName: "LP05", name: nil, kind: .loadPoint, place: .code("LP05"), quantity: .activeEnergyImport,
                intervalSeconds: 3600), by: .tester)
        try await town.send([3, 3], to: late.series)
        let answer = try await allocate(town, resolution: .hour)
        #expect(answer.parts.prefix(3).map(\.allocatedHours) == [1, 1, 0])
        #expect(answer.targets == [])
        #expect(answer.parts[0].unallocatedWh > 0)
    }

    @Test func withoutAMeasurementNothingIsAllocated() async throws {
        let town = try await MeasuredTown(days: 1, .init(unmetered: ["LP00"]))
        let answer = try await allocate(town, area: .asset(.transformer, town.transformers[0]))
        #expect(answer.parts.allSatisfy { $0.allocatedHours == 0 && $0.allocatedWh == 0 })
        #expect(answer.targets.map(\.totalWh) == [0])
    }
}
