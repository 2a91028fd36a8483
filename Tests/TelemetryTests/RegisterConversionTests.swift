import GridModel
import Telemetry
import Testing

@Suite struct RegisterConversionTests {
    private func conversion(
        _ stands: [Double?], greatestKW: Double = 100, digits: Double? = nil, intervalSeconds: Int64 = 900
    ) -> RegisterConversion {
        var rule = ["greatestKW": greatestKW]
        rule["digits"] = digits
        return RegisterConversion(
            ValidationRule(rule),
            ValidationRuleTests.window(stands, .activeEnergyImportRegister, intervalSeconds: intervalSeconds))
    }

    @Test func energiesAreTheDifferencesOfStands() {
        let found = conversion([100, 101, 101, 103.5])
        #expect(found.energies.map(\.value) == [1, 0, 2.5])
        #expect(found.energies.map(\.start) == [1, 2, 3].map { ValidationRuleTests.start + $0 * 900 })
        #expect(found.energies.allSatisfy { $0.quality == .calculated })
        #expect(found.findings.isEmpty)
    }

    @Test func rollsOverFrom99999To3() {
        let found = conversion([99_998, 99_999, 3, 5])
        #expect(found.energies.map(\.value) == [1, 4, 2])
        #expect(found.findings.map(\.kind) == [.registerRollover])
    }

    @Test func digitsSetTheModulus() {
        #expect(conversion([9_999_990, 4], digits: 7).energies.map(\.value) == [14])
        // A six-digit register that stands at five digits cannot roll over there.
        #expect(conversion([99_999, 3], digits: 6).findings.map(\.kind) == [.registerReset])
    }

    @Test func anotherMeterIsAResetAndItsIntervalUnknown() {
        let found = conversion([54_321, 54_322, 12, 13])
        #expect(found.energies.map(\.value) == [1, 1])
        #expect(found.findings.map(\.kind) == [.registerReset])
        let upwards = conversion([12, 13, 54_321, 54_322])
        #expect(upwards.energies.map(\.value) == [1, 1])
        #expect(upwards.findings.map(\.kind) == [.registerReset])
    }

    @Test func theEnergyOfAnOutageIsKnownInTotalAndNotSpread() throws {
        let found = conversion([100, 101, nil, nil, nil, 109, 110])
        #expect(found.energies.map(\.value) == [1, 1])
        let outage = try #require(found.findings.first)
        #expect(outage.kind == .registerOutage && outage.value == 8)
        #expect(outage.span.seconds == 4 * 900)
        #expect(found.findings.count == 1)
    }

    @Test func aRollOverAcrossAnOutageIsBoth() {
        let found = conversion([99_990, nil, 5])
        #expect(found.energies.isEmpty)
        #expect(found.findings.map(\.kind) == [.registerRollover, .registerOutage])
        #expect(found.findings.map(\.value) == [15, 15])
    }

    @Test func anyMeterThatRollsOverComesBackToItsEnergies() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let energies = (0..<40).map { _ in Double(Int.random(in: 0...20, using: &random)) }
            var total = Double(Int.random(in: 0..<100_000, using: &random))
            let stands =
                [total]
                + energies.map {
                    total += $0
                    return total
                }
            let shown = stands.map { $0.truncatingRemainder(dividingBy: 100_000) }
            #expect(conversion(shown, digits: 5).energies.map(\.value) == energies)
        }
    }
}
