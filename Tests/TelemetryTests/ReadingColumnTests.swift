import GridModel
import Telemetry
import Testing

@Suite struct ReadingColumnTests {
    let start = Timestamp(secondsSinceEpoch: 1_795_392_000)
    let meter = Series(
        id: SeriesID(1), externalName: "m", name: "m", subject: .asset(.loadPoint, AssetID(1)), zone: nil,
        quantity: .activeEnergyImport, intervalSeconds: 900, isDerived: false)

    @Test func isCutAtTheSpansOfItsBlocks() {
        let column = ReadingColumn(start: start + 900, intervalSeconds: 900, values: (0..<200).map(Double.init))
        let blocks = Array(column.blocks)
        #expect(blocks.map(\.block.count) == [95, 96, 9])
        #expect(blocks.map(\.span.start) == [start, start + 86_400, start + 172_800])
        #expect(blocks.flatMap(\.block.values) == column.values)
        #expect(blocks.allSatisfy { part in part.block.starts.allSatisfy(part.span.contains) })
    }

    @Test func missingIntervalsAreInNoBlock() {
        var values: [Double?] = (0..<300).map(Double.init)
        for index in 90..<200 { values[index] = nil }
        values[0] = nil
        let column = ReadingColumn(start: start, intervalSeconds: 900, optionalValues: values)
        let blocks = Array(column.blocks)
        // The second day has no reading at all.
        #expect(blocks.map(\.block.count) == [89, 88, 12])
        #expect(blocks.flatMap(\.block.values) == values.compactMap(\.self))
        #expect(column.count == 189)
        let empty = ReadingColumn(start: start, intervalSeconds: 900, optionalValues: [nil, nil])
        #expect(Array(empty.blocks).isEmpty)
    }

    @Test func blockIsCutLikeAColumn() {
        let column = ReadingColumn(start: start, intervalSeconds: 3600, values: (0..<2000).map(Double.init))
        let whole = ReadingBlock(regularFrom: start, intervalSeconds: 3600, values: column.values)
        let parts = whole.split(intervalSeconds: 3600)
        #expect(parts.map(\.block) == Array(column.blocks).map(\.block))
        #expect(parts.map(\.span) == Array(column.blocks).map(\.span))
        #expect(ReadingBlock().split(intervalSeconds: 3600).isEmpty)
    }

    @Test func isRefusedForWhatSingleReadingsAreRefusedFor() {
        let validator = ReadingValidator(series: meter, now: start + 10 * 900)
        var random = SeededGenerator(seed: 3)
        let oddities: [Double?] = [nil, .nan, .infinity, -.infinity, -1, 1e10, 0, 1e9]
        for _ in 0..<500 {
            let values = (0..<Int.random(in: 1...14, using: &random)).map { _ -> Double? in
                Int.random(in: 0...5, using: &random) == 0 ? oddities.randomElement(using: &random) ?? nil : 3
            }
            let shift: [Int64] = [0, 0, 0, 900, 1, 7_000_000_000]
            let first = start + (shift.randomElement(using: &random) ?? 0)
            let column = ReadingColumn(start: first, intervalSeconds: 900, optionalValues: values)
            let expected = values.enumerated().flatMap { index, value in
                value.map { validator.faults(in: Reading(start: first + Int64(index) * 900, value: $0)) } ?? []
            }
            let found = validator.faults(in: column, limit: 100)
            #expect(found.map(\.fault) == expected)
            #expect(found.allSatisfy { values[$0.index] != nil })
        }
    }

    @Test func namesNoMoreFaultsThanAskedFor() {
        let validator = ReadingValidator(series: meter, now: start + 900_000)
        let column = ReadingColumn(start: start, intervalSeconds: 900, values: Array(repeating: -1, count: 500))
        #expect(validator.faults(in: column, limit: 7).map(\.index) == Array(0..<7))
    }

    @Test func builderBridgesGapsAndRefusesWhatDoesNotContinue() throws {
        var builder = ReadingColumnBuilder(intervalSeconds: 900, maximumMissing: 3)
        func reading(_ place: Int64, _ quality: Quality = .measured) -> Reading {
            Reading(start: start + place * 900, value: Double(place), quality: quality)
        }
        var taken: [Bool] = []
        for next in [reading(0), reading(1), reading(4), reading(4), reading(2), reading(9), reading(8)] {
            taken.append(builder.append(next))
        }
        #expect(taken == [true, true, true, false, false, false, true])
        let isTaken = (
            quality: builder.append(reading(9, .edited)),
            offGrid: builder.append(Reading(start: start + 9001, value: 1))
        )
        #expect(!isTaken.quality && !isTaken.offGrid)
        let finished = builder.finish()
        let column = try #require(finished)
        #expect(column.missing == [2, 3, 5, 6, 7])
        #expect(Array(column.blocks).flatMap(\.block.values) == [0, 1, 4, 8])
        #expect(builder.isEmpty)
        let isTakenAfter = builder.append(reading(9, .edited))
        #expect(isTakenAfter)
    }
}
