import Telemetry
import Testing

@Suite struct LoadAllocationTests {
    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func sumOfThePartsIsTheTotal(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let weights = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
            Bool.random(using: &generator) ? 0 : Double.random(in: 0...1e6, using: &generator)
        }
        let total = Int64.random(in: 0...(seed % 2 == 0 ? 5 : 1_000_000_000_000), using: &generator)
        guard let parts = WattHourSplit.parts(of: total, weights: weights) else {
            #expect(weights.allSatisfy { $0 == 0 })
            return
        }
        let added = parts.reduce(0, +)
        #expect(added == total)
        let sum = weights.reduce(0, +)
        for (part, weight) in zip(parts, weights) {
            #expect(part >= 0)
            #expect(abs(Double(part) - Double(total) * weight / sum) <= 1 + 1e-12 * Double(total))
            if weight == 0 { #expect(part == 0) }
        }
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func energyIsConserved(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let hour = LoadAllocation(
            inputWh: .random(in: -50_000...500_000, using: &generator),
            meteredWh: .random(in: -100_000...500_000, using: &generator),
            lossesPercent: .random(in: 0...20, using: &generator),
            weights: (0..<7).map { _ in Double.random(in: 0...100, using: &generator) })
        #expect(hour.inputWh == hour.meteredWh + hour.lossesWh + hour.allocatedWh + hour.unallocatedWh)
        #expect(hour.parts.allSatisfy { $0 >= 0 } && hour.lossesWh >= 0)
    }

    @Test func sharesAreThoseOfTheWeights() {
        let hour = LoadAllocation(inputWh: 10_000, meteredWh: 4_000, lossesPercent: 10, weights: [1, 4])
        #expect(hour.lossesWh == 1000)
        #expect(hour.parts == [1000, 4000])
        #expect(hour.unallocatedWh == 0)
    }

    @Test func moreMeteredThanFedLeavesNothingToAllocateAndSaysHowMuch() {
        let hour = LoadAllocation(inputWh: 4_000, meteredWh: 5_000, lossesPercent: 10, weights: [1, 4])
        #expect(hour.parts == [0, 0] && hour.lossesWh == 0 && hour.unallocatedWh == -1000)
    }

    @Test func withoutAWeightNothingIsGivenToAnybody() {
        let hour = LoadAllocation(inputWh: 4_000, meteredWh: 1_000, lossesPercent: 0, weights: [0, 0])
        #expect(hour.parts == [0, 0] && hour.unallocatedWh == 3000)
    }
}
