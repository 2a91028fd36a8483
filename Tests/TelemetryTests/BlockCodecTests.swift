import CTelemetryKernels
import GridModel
import Testing

@testable import Telemetry

@Suite struct BlockCodecTests {
    let monday = Timestamp(secondsSinceEpoch: 1_795_392_000)

    @Test func roundTripsEveryKindOfDoubleBitwise() throws {
        let odd: [Double] = [
            .nan, -.nan, .signalingNaN, Double(bitPattern: 0x7ff8_dead_beef_0001), .infinity, -.infinity, 0, -0.0,
            .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 0x1p51,
            -0x1p51, 0x1p53 + 2, 0.1, 1 / 3, 123.456, 1e15, 1e22, 0.001, 1e-15,
        ]
        for lead in 1...odd.count {
            let values = Array(odd.prefix(lead)) + Array(repeating: 1.25, count: lead) + odd.suffix(lead)
            try expectRoundTrip(ReadingBlock(regularFrom: monday, intervalSeconds: 900, values: values))
        }
        for value in odd {
            try expectRoundTrip(ReadingBlock(regularFrom: monday, intervalSeconds: 60, values: [value]))
            try expectRoundTrip(
                ReadingBlock(regularFrom: monday, intervalSeconds: 60, values: Array(repeating: value, count: 1440)))
        }
    }

    @Test(arguments: 0..<8)
    func roundTripsRandomBlocks(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<500 { try expectRoundTrip(.random(using: &random)) }
    }

    @Test func roundTripsTheLargestBlock() throws {
        var random = SeededGenerator(seed: 7)
        let values = (0..<BlockCodec.maximumCount).map { _ in Double(bitPattern: random.next()) }
        try expectRoundTrip(ReadingBlock(regularFrom: monday, intervalSeconds: 60, values: values))
    }

    @Test func constantDayTakesFewBytes() throws {
        let block = ReadingBlock(regularFrom: monday, intervalSeconds: 900, values: Array(repeating: 0, count: 96))
        #expect(try BlockCodec.encode(block).payload.count <= 26)
    }

    @Test func decimalsOfAMeterTakeAsManyBitsAsTheirRange() throws {
        // 0…1.023 kWh in steps of 0.001 are ten bits each.
        var random = SeededGenerator(seed: 1)
        let values = (0..<1000).map { _ in Double(Int.random(in: 0...1023, using: &random)) / 1000 }
        let block = ReadingBlock(regularFrom: monday, intervalSeconds: 60, values: values)
        #expect(try BlockCodec.encode(block).payload.count <= 1250 + 32)
    }

    @Test func oneOutlierDoesNotWidenTheRest() throws {
        var values = (0..<96).map { Double($0 % 7) / 1000 }
        values[40] = 1e9
        values[50] = 1 / 3
        let block = ReadingBlock(regularFrom: monday, intervalSeconds: 900, values: values)
        #expect(try BlockCodec.encode(block).payload.count <= 36 + 20 + 40)
        try expectRoundTrip(block)
    }

    @Test func summaryTellsWhatTheBlockHolds() throws {
        let block = try ReadingBlock(
            starts: [monday, monday + 900, monday + 2700], values: [2, -1, 5],
            qualities: [.estimated, .measured, .substituted])
        let summary = try BlockCodec.encode(block).summary
        #expect(summary.count == 3)
        #expect(summary.minimum == -1)
        #expect(summary.maximum == 5)
        #expect(summary.sum == 6)
        #expect(summary.firstStart == monday)
        #expect(summary.lastStart == monday + 2700)
        #expect(summary.lastValue == 5)
        #expect(summary.lastQuality == .substituted)
        #expect(summary.estimatedCount == 2)
    }

    @Test func summaryLeavesOutWhatIsNotFinite() throws {
        let values: [Double] = [.nan, 3, .infinity, 1, -.infinity, 2, .nan, 4, 10, .nan]
        let summary = try BlockCodec.encode(
            ReadingBlock(regularFrom: monday, intervalSeconds: 900, values: values)
        ).summary
        #expect(summary.minimum == 1)
        #expect(summary.maximum == 10)
        #expect(summary.sum == 20)
    }

    @Test func bulkEncoderWritesTheSameBytes() throws {
        var encoder = BlockEncoder()
        var random = SeededGenerator(seed: 3)
        for count in [1, 2, 95, 96, 744, 1440] {
            let values = (0..<count).map { _ in Double(Int.random(in: -500...90_000, using: &random)) / 1000 }
            let summary = try values.withUnsafeBufferPointer {
                try encoder.encode(regularFrom: monday, intervalSeconds: 900, values: $0, quality: .estimated)
            }
            let block = ReadingBlock(regularFrom: monday, intervalSeconds: 900, values: values, quality: .estimated)
            let decoded = try BlockCodec.decode(encoder.payload)
            #expect(decoded == block)
            #expect(summary == (try BlockCodec.encode(block).summary))
            #expect(summary.estimatedCount == count)
        }
    }

    @Test func decodesIntoTheCallersBuffer() throws {
        let block = ReadingBlock(regularFrom: monday, intervalSeconds: 900, values: [1.5, 2.5, 3.5])
        let payload = try BlockCodec.encode(block).payload
        var buffer = [Double](repeating: -1, count: 4)
        let shape = try payload.withUnsafeBytes { bytes in
            try buffer.withUnsafeMutableBufferPointer { try BlockCodec.decodeValues(bytes, into: $0) }
        }
        #expect(buffer == [1.5, 2.5, 3.5, -1])
        #expect(shape.timeline == .regular(first: monday, stepSeconds: 900, count: 3))
        #expect(shape.qualities == .constant(.measured, count: 3))
        var small = [Double](repeating: 0, count: 2)
        #expect(throws: BlockCodecError.bufferTooSmall(needed: 3)) {
            try payload.withUnsafeBytes { bytes in
                _ = try small.withUnsafeMutableBufferPointer { try BlockCodec.decodeValues(bytes, into: $0) }
            }
        }
    }

    @Test func refusesWhatCannotBeABlock() throws {
        #expect(throws: BlockCodecError.empty) { try BlockCodec.encode(ReadingBlock()) }
        let tooMany = ReadingBlock(
            regularFrom: monday, intervalSeconds: 60, values: Array(repeating: 1, count: BlockCodec.maximumCount + 1))
        #expect(throws: BlockCodecError.tooManyReadings(BlockCodec.maximumCount + 1)) {
            try BlockCodec.encode(tooMany)
        }
        let late = Timestamp.acceptedRange.upperBound
        #expect(throws: BlockCodecError.startOutsideAcceptedRange(late)) {
            try BlockCodec.encode(ReadingBlock([Reading(start: late, value: 1)]))
        }
        #expect(throws: BlockCodecError.unsorted(at: 1)) {
            try ReadingBlock(starts: [monday, monday], values: [1, 2], qualities: [.measured, .measured])
        }
        #expect(throws: BlockCodecError.columnsDiffer) {
            try ReadingBlock(starts: [monday], values: [], qualities: [.measured])
        }
    }

    private func expectRoundTrip(_ block: ReadingBlock, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let encoded = try BlockCodec.encode(block)
        #expect(try BlockCodec.decode(encoded.payload) == block, sourceLocation: sourceLocation)
        #expect(encoded.summary.count == block.count, sourceLocation: sourceLocation)
        #expect(encoded.summary.lastStart == block.starts.last, sourceLocation: sourceLocation)
    }
}
