import GridModel
import Telemetry
import Testing

@Suite struct BalanceSumsTests {
    let band = TechnicalLossBand(noLoadLossKW: SyntheticTown.noLoadLossKW)

    @Test func lossesAreTheKnownOnesWithinTheirUncertainty() throws {
        let town = SyntheticTown()
        let figures = try #require(town.sums(0).figures.first)
        let consumed = town.flows[0].flatMap(\.self).reduce(0, +)
        let lost = town.input(0).reduce(0, +) - consumed
        #expect(abs(figures.lossesKWh - lost) < figures.uncertaintyKWh)
        // A boundary meter of 0.5 S sees the whole flow: nothing can be surer than 2 · 0.5 % / √3 of it.
        #expect(figures.uncertaintyKWh > 2 * 0.005 / 3.0.squareRoot() * figures.importKWh)
        #expect(figures.uncertaintyKWh < 0.01 * figures.importKWh)
        #expect(BalanceVerdict(figures, band: band) == .plausible)
        #expect(figures.coveredHours == town.hours && figures.missingLoads == 0)
    }

    @Test func independentMetersErrAsTheRootOfTheSumOfSquares() throws {
        var sums = BalanceSums(span: SyntheticTown(days: 7).span, parts: [])
        let hours = [Double](repeating: 2, count: 168)
        sums.setBoundary([(SyntheticTown.meter([Double](repeating: 0, count: 168)), .imported)], accuracy: .boundary)
        for _ in 0..<4 { sums.add(SyntheticTown.meter(hours), of: .load, accuracy: .connection) }
        // Four meters of 336 kWh at 1 %: 2 · √4 · 336 · 0.01 / √3
        let expected = 2 * 2 * 336 * 0.01 / 3.0.squareRoot()
        #expect(abs(try #require(sums.figures.first).uncertaintyKWh - expected) < 1e-9)
    }

    @Test func partsAddUpToTheWhole() throws {
        let town = SyntheticTown(days: 3)
        let days = (0..<3).map { day in
            TimeSpan(start: town.span.start + Int64(day) * 86_400, end: town.span.start + Int64(day + 1) * 86_400)
        }
        let figures = town.sums(0, parts: days).figures
        #expect(figures.count == 4)
        let parts = figures.dropFirst().map(\.lossesKWh).reduce(0, +)
        #expect(abs(figures[0].lossesKWh - parts) < 1e-6)
        #expect(figures.dropFirst().allSatisfy { $0.coveredHours == 24 && $0.hours == 24 })
    }

    @Test func energyTakenPastTheMetersIsALossThatIsTooHigh() throws {
        var town = SyntheticTown()
        town.stolenKW[0] = 12
        let figures = try #require(town.sums(0).figures.first)
        guard case .lossesTooHigh(let energy) = BalanceVerdict(figures, band: band) else {
            Issue.record("\(BalanceVerdict(figures, band: band))")
            return
        }
        #expect(energy > 0 && energy < 12 * Double(town.hours))
    }

    @Test func meterOfAnotherFeederMakesMoreComeOutThanGoesIn() throws {
        var town = SyntheticTown()
        town.trueFeeder[0][3] = 1
        let figures = try #require(town.sums(0).figures.first)
        #expect(BalanceVerdict(figures, band: band).name == "outputExceedsInput")
    }

    @Test func wrongMultiplierOfTheBoundaryShows() throws {
        let figures = try #require(SyntheticTown().sums(0, boundaryFactor: 0.5).figures.first)
        #expect(BalanceVerdict(figures, band: band).name == "outputExceedsInput")
    }

    @Test func losingLessThanTheTransformersAtNoLoadIsTold() throws {
        let figures = try #require(SyntheticTown().sums(0).figures.first)
        let large = TechnicalLossBand(noLoadLossKW: figures.lossesKWh / Double(figures.hours) * 2)
        #expect(BalanceVerdict(figures, band: large).name == "lossesTooLow")
    }

    @Test func missingMetersLeaveOpenOnlyWhatTheyCanExplain() throws {
        var town = SyntheticTown()
        town.stolenKW[0] = 12
        var theft = town.sums(0)
        theft.addUnmetered(.load)
        #expect(BalanceVerdict(theft.figures[0], band: band) == .metersMissing(1))
        town.stolenKW[0] = 0
        town.trueFeeder[0][3] = 1
        var foreign = town.sums(0)
        foreign.addUnmetered(.load)
        #expect(BalanceVerdict(foreign.figures[0], band: band).name == "outputExceedsInput")
        foreign.addUnmetered(.generator)
        #expect(BalanceVerdict(foreign.figures[0], band: band) == .metersMissing(2))
    }

    @Test func onlyHoursWithAWholeBoundaryMeasurementCount() throws {
        let town = SyntheticTown(days: 2)
        var boundary = town.input(0)
        for hour in 10..<20 { boundary[hour] = .nan }
        var sums = BalanceSums(span: town.span, parts: [])
        sums.setBoundary([(SyntheticTown.meter(boundary), .imported)], accuracy: .boundary)
        for customer in town.flows[0].indices {
            sums.add(SyntheticTown.meter(town.registered(0, customer)), of: .load, accuracy: .connection)
        }
        let figures = sums.figures[0]
        #expect(figures.hours == 48 && figures.coveredHours == 38)
        #expect(BalanceVerdict(figures, band: band) == .plausible)
        #expect(sums.residuals.count { $0.isNaN } == 10)
    }

    @Test func withoutABoundaryMeasurementNothingIsSaid() {
        var sums = BalanceSums(span: SyntheticTown(days: 1).span, parts: [])
        sums.setBoundary([], accuracy: .boundary)
        #expect(BalanceVerdict(sums.figures[0], band: band) == .boundaryMissing)
        #expect(sums.figures[0].lossesPercent == nil)
    }

    @Test func generationAndExportAreOnTheirSides() {
        let span = TimeSpan(start: SyntheticTown.start, end: SyntheticTown.start + 2 * 3600)
        var sums = BalanceSums(span: span, parts: [])
        sums.setBoundary([(SyntheticTown.meter([10, -4]), .net)], accuracy: .boundary)
        sums.add(SyntheticTown.meter([9, 3]), of: .load, accuracy: .connection)
        sums.add(SyntheticTown.meter([0, 8]), of: .generator, accuracy: .connection)
        let figures = sums.figures[0]
        #expect(figures.importKWh == 10 && figures.exportKWh == 4 && figures.generationKWh == 8)
        #expect(figures.inputKWh == 18 && figures.outputKWh == 16)
        #expect(sums.residuals == [1, 1])
    }
}
