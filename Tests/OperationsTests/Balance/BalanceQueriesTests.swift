import GridModel
import Operations
import Persistence
import Telemetry
import Testing

@Suite struct BalanceQueriesTests {
    private func verdict(_ balance: EnergyBalance) -> String { BalanceVerdict(balance.total, band: balance.band).name }

    private func balance(
        _ town: MeasuredTown, _ area: Subject, resolution: BalanceResolution = .day
    ) async throws -> EnergyBalance {
        try #require(
            try await town.balances.balance(of: area, from: town.start, to: nil, resolution: resolution))
    }

    @Test func lossesOfAFeederAreThoseOfItsPhysics() async throws {
        let town = try await MeasuredTown()
        let found = try await balance(town, town.feeder(0))
        let drawn = town.drawn.filter { $0.key.hasPrefix("LP0") }.values.map { $0.reduce(0, +) }.reduce(0, +)
        let lost = town.inputs[0].reduce(0, +) - drawn
        #expect(abs(found.total.lossesKWh - lost) < 1)
        #expect(found.band.noLoadLossKW == 2 * MeasuredTown.ironLossKW)
        #expect(found.meters == 6 && found.boundarySeries == [town.heads[0].id])
        #expect(verdict(found) == "plausible")
        // 21 days by UTC touch 22 by Berlin's clock.
        #expect(found.parts.count == 22)
        #expect(found.parts.map(\.coveredHours).reduce(0, +) == town.hours)
    }

    @Test func hoursAndAWindowAreAsAskedFor() async throws {
        let town = try await MeasuredTown(days: 3)
        let found = try #require(
            try await town.balances.balance(
                of: town.feeder(1), from: town.start + 1800, to: town.start + 10 * 3600, resolution: .hour))
        #expect(found.span == TimeSpan(start: town.start, end: town.start + 10 * 3600))
        #expect(found.parts.count == 10)
        #expect(abs(found.parts[4].importKWh - town.inputs[1][4]) < 0.001)
    }

    @Test func theftForeignMeterAndMissingMeterAreToldApart() async throws {
        let theft = try await MeasuredTown(.init(stolenKW: 8))
        #expect(verdict(try await balance(theft, theft.feeder(0))) == "lossesTooHigh")
        #expect(verdict(try await balance(theft, theft.feeder(1))) == "plausible")
        let foreign = try await MeasuredTown(.init(swapped: ["LP03"]))
        #expect(verdict(try await balance(foreign, foreign.feeder(0))) == "outputExceedsInput")
        #expect(verdict(try await balance(foreign, foreign.feeder(1))) == "lossesTooHigh")
        let missing = try await MeasuredTown(.init(unmetered: ["LP03"]))
        let found = try await balance(missing, missing.feeder(0))
        #expect(verdict(found) == "notDecidable" && found.total.missingLoads == 1)
    }

    @Test func meterOnTheNeighbouringFeederIsNamed() async throws {
        let town = try await MeasuredTown(days: 28, .init(swapped: ["LP03"]))
        for feeder in 0..<2 {
            let found = try #require(
                try await town.balances.hints(about: town.feeder(feeder), from: nil, to: nil))
            let hint = try #require(found.hints.first)
            #expect(found.hints.count == 1 && found.metersTried == 12)
            #expect(hint.hint.series == town.meters["LP03"]?.id)
            #expect(hint.owner.name == "F0" && hint.other?.name == "F1")
        }
        let sound = try await MeasuredTown(days: 28)
        #expect(try await sound.balances.hints(about: sound.feeder(0), from: nil, to: nil)?.hints == [])
    }

    @Test func silentMeterIsEstimatedAndWidensTheUncertainty() async throws {
        let town = try await MeasuredTown(days: 21)
        let sound = try await balance(town, town.feeder(0))
        let silent = try await MeasuredTown(days: 21, .init(unmetered: ["LP03"]))
        let series = try await CreateSeries(database: silent.database, scope: silent.scope)(
            SeriesDraft(
                externalName: "LP03", name: nil, kind: .loadPoint, place: .code("LP03"), quantity: .activeEnergyImport,
                intervalSeconds: 3600), by: .tester
        ).series
        var values = try #require(silent.drawn["LP03"])
        for hour in values.count - 30..<values.count { values[hour] = .nan }
        try await silent.send(values, to: series)
        let found = try await balance(silent, silent.feeder(0))
        #expect(found.total.estimatedMeters == 1 && found.total.missingLoads == 0)
        #expect(found.total.uncertaintyKWh > sound.total.uncertaintyKWh)
        #expect(abs(found.total.lossesKWh - sound.total.lossesKWh) < found.total.uncertaintyKWh)
        #expect(found.parts.last?.estimatedMeters == 1 && found.parts.first?.estimatedMeters == 0)
    }

    @Test func substationZoneAndTransformerAreBalancedOverWhatHangsOnThem() async throws {
        let town = try await MeasuredTown(days: 8)
        let create = CreateSeries(database: town.database, scope: town.scope)
        func measure(_ kind: SubjectKind, _ code: String, _ values: [Double]) async throws -> Subject {
            let made = try await create(
                SeriesDraft(
                    externalName: "\(kind).\(code)", name: nil, kind: kind, place: .code(code), quantity: .netLoad,
                    intervalSeconds: 3600), by: .tester)
            try await town.send(values, to: made.series)
            return made.series.subject
        }
        let both = (0..<town.hours).map { town.inputs[0][$0] + town.inputs[1][$0] }
        let substation = try await balance(town, try await measure(.substation, "S", both))
        #expect(substation.meters == 12 && verdict(substation) == "plausible")
        #expect(substation.band.noLoadLossKW == 4 * MeasuredTown.ironLossKW)
        let below = (0..<town.hours).map { hour in
            (0..<3).map { town.drawn[MeasuredTown.code(0, $0)]?[hour] ?? .nan }.reduce(0, +)
        }
        let transformer = try await balance(town, try await measure(.transformer, "T00", below.map { $0 * 1.01 }))
        #expect(transformer.meters == 3 && transformer.band.noLoadLossKW == 0 && verdict(transformer) == "plausible")
        let zone = try await create(
            SeriesDraft(
                externalName: "zone", name: nil, kind: .zone, place: .code("Z"), quantity: .activeEnergyImport,
                intervalSeconds: 3600), by: .tester)
        try await town.send(both, to: zone.series)
        let city = try await balance(town, zone.series.subject)
        #expect(city.meters == 12 && city.band.noLoadLossKW == 4 * MeasuredTown.ironLossKW)
        #expect(abs(city.total.lossesKWh - substation.total.lossesKWh) < 1e-6)
    }

    @Test func transformerInAClosedRingHasNoBalance() async throws {
        let town = try await MeasuredTown(days: 1)
        _ = try await town.database.write(town.scope) { session in
            try session.connection.run(
                """
                UPDATE switches SET from_node_id = (SELECT asset_id FROM assets WHERE tenant_id = $1 AND code = 'N00'),
                to_node_id = (SELECT asset_id FROM assets WHERE tenant_id = $1 AND code = 'N01'), is_closed = 1
                WHERE tenant_id = $1
                """, [session.scope.tenant.sql])
        }
        await #expect(throws: BalanceRefusal.meshed(name: "T00")) {
            try await town.balances.balance(
                of: .asset(.transformer, town.transformers[0]), from: nil, to: nil, resolution: .day)
        }
    }

    @Test func areaWithoutMeasurementSaysSo() async throws {
        let town = try await MeasuredTown(days: 2)
        let found = try await balance(town, .asset(.transformer, town.transformers[1]))
        #expect(verdict(found) == "noBoundaryMeasurement" && found.parts == [] && found.boundarySeries == [])
        #expect(try await town.balances.balance(of: .zone(ZoneID(99)), from: nil, to: nil, resolution: .day) == nil)
        // A load point is no area, nor is a feeder's number that of a transformer.
        #expect(
            try await town.balances.balance(
                of: .asset(.transformer, town.feeders[0]), from: nil, to: nil, resolution: .day) == nil)
    }

    @Test func rankingBeginsWithTheGreatestLosses() async throws {
        let town = try await MeasuredTown(days: 8, .init(swapped: ["LP03"]))
        let ranking = try await town.balances.ranking(of: .feeder, from: nil, to: nil)
        #expect(ranking.balances.map(\.area.name) == ["F1", "F0"])
        #expect(ranking.balances.allSatisfy { $0.parts.isEmpty && $0.total.coveredHours == 168 })
        #expect(try await town.balances.ranking(of: .substation, from: nil, to: nil).balances == [])
    }

    @Test func answersAreBounded() async throws {
        let town = try await MeasuredTown(days: 1)
        await #expect(throws: BalanceRefusal.tooLong(days: 31)) {
            try await town.balances.balance(
                of: town.feeder(0), from: town.start - 40 * 86_400, to: nil, resolution: .hour)
        }
        await #expect(throws: BalanceRefusal.nothingEnded) {
            try await town.balances.balance(
                of: town.feeder(0), from: town.clock.now, to: town.clock.now + 86_400, resolution: .hour)
        }
    }
}
