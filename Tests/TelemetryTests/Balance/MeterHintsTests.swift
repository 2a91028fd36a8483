import GridModel
import Telemetry
import Testing

@Suite struct MeterHintsTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func soundTownGivesNoHint(seed: UInt64) {
        let town = SyntheticTown(seed: seed)
        #expect(town.hints(about: 0) == [])
        #expect(town.hints(about: 1) == [])
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func meterThatHangsOnTheNeighbourIsNamedFromBothSides(seed: UInt64) throws {
        var town = SyntheticTown(seed: seed)
        town.trueFeeder[0][3] = 1
        for feeder in 0..<2 {
            let hints = town.hints(about: feeder)
            let hint = try #require(hints.first)
            #expect(hints.count == 1)
            #expect(hint.series == SyntheticTown.series(0, 3))
            #expect(hint.owner == SyntheticTown.area(0))
            #expect(hint.kind == .belongsTo(SyntheticTown.area(1)))
            #expect(abs(hint.slope + 1) < 0.1)
            #expect(abs(try #require(hint.slopeThere) - 1) < 0.1)
            #expect(hint.probability < 0.01 / Double(hint.metersTried))
        }
    }

    @Test func meterThatHangsNowhereNearIsForeign() throws {
        var town = SyntheticTown()
        town.trueFeeder[0][3] = 2
        let hint = try #require(town.hints(about: 0).first)
        #expect(hint.series == SyntheticTown.series(0, 3) && hint.kind == .foreign)
    }

    @Test(arguments: [0.5, 2])
    func wrongMultiplierIsNamedWithItsFactor(factor: Double) throws {
        var town = SyntheticTown()
        town.factors[0][5] = factor
        let hint = try #require(town.hints(about: 0).first)
        #expect(hint.series == SyntheticTown.series(0, 5))
        guard case .registers(let found) = hint.kind else {
            Issue.record("\(hint.kind)")
            return
        }
        #expect(abs(found / factor - 1) < 0.15)
        #expect(town.hints(about: 1) == [])
    }

    @Test func steadyTheftPointsAtNobody() {
        var town = SyntheticTown()
        town.stolenKW[0] = 12
        #expect(town.hints(about: 0) == [])
    }

    @Test func lessThanAWeekSaysNothing() {
        var town = SyntheticTown(days: 6)
        town.trueFeeder[0][3] = 1
        #expect(town.hints(about: 0) == [])
    }
}
