import GridModel
import Operations
import Persistence
import Telemetry
import Testing

@Suite struct IngestColumnsTests {
    let start = Timestamp(secondsSinceEpoch: 1_767_225_600)  // 2026-01-01T00:00:00Z

    @Test(arguments: [900, 3600, 86_400] as [Int64])
    func columnsAndSingleReadingsLeaveTheSameRows(intervalSeconds: Int64) async throws {
        let columns = try await Self.city()
        let readings = try await Self.city()
        let first = try await Self.meter(of: columns, intervalSeconds)
        let second = try await Self.meter(of: readings, intervalSeconds)
        var random = ColumnCases(seed: UInt64(intervalSeconds))
        for round in 0..<25 {
            let column = random.column(around: start, intervalSeconds: intervalSeconds)
            let single = random.shuffled(column).map { IncomingReading(target: .number(second.id), reading: $0) }
            let receipt = try await Self.load(columns, column, first)
            let expected = try await readings.ingest(single, source: "test")
            #expect(receipt.received == expected.received, "round \(round)")
            #expect(receipt.inserted == expected.inserted, "round \(round)")
            #expect(receipt.unchanged == expected.unchanged, "round \(round)")
            #expect(receipt.revised == expected.revised, "round \(round)")
            #expect(receipt.revisions == expected.revisions, "round \(round)")
            #expect(try await Self.rows(columns) == Self.rows(readings), "round \(round)")
            // Half of the rounds begin with marks, half without.
            if round.isMultiple(of: 2) {
                try await Self.clearMarks(columns)
                try await Self.clearMarks(readings)
            }
        }
        #expect(try await !Self.rows(columns).isEmpty)
    }

    @Test func columnStoredTwiceChangesNothingAndMarksNothing() async throws {
        let city = try await Self.city()
        let meter = try await Self.meter(of: city, 900)
        let column = ReadingColumn(start: start, intervalSeconds: 900, values: (0..<40_000).map { Double($0 % 97) })
        let first = try await Self.load(city, column, meter)
        #expect(first.inserted == 40_000)
        try await Self.clearMarks(city)
        let before = try await Self.rows(city)
        let second = try await Self.load(city, column, meter)
        #expect(second.unchanged == 40_000)
        #expect(second.inserted == 0)
        #expect(second.revised == 0)
        #expect(try await Self.rows(city) == before)
        #expect(try await city.staleSeries() == [])
    }

    @Test func conflictingValuesOfAColumnBecomeRevisions() async throws {
        let city = try await Self.city()
        let meter = try await Self.meter(of: city, 900)
        try await Self.load(city, ReadingColumn(start: start, intervalSeconds: 900, values: [1, 2, 3]), meter)
        let edited = ReadingColumn(
            start: start, intervalSeconds: 900, optionalValues: [1, nil, 4, 5], quality: .edited)
        let receipt = try await Self.load(city, edited, meter)
        #expect(receipt.inserted == 1)
        #expect(
            receipt.revisions == [
                RevisionRecord(series: meter.id, start: start, old: 1, new: 1),
                RevisionRecord(series: meter.id, start: start + 1800, old: 3, new: 4),
            ])
        let window = try #require(
            try await city.queries.readings(meter.id, from: start, to: start + 3600, points: 10))
        #expect(window.readings.map(\.value) == [1, 2, 4, 5])
        #expect(window.readings.map(\.quality) == [.edited, .measured, .edited, .edited])
    }

    @Test func refusedColumnTakesTheWholeImportBack() async throws {
        let city = try await Self.city()
        let meter = try await Self.meter(of: city, 900)
        let sound = ReadingColumn(start: start, intervalSeconds: 900, values: [1, 2, 3])
        let now = city.clock.now
        let faulty: [(ReadingColumn, SeriesID, String)] = [
            (ReadingColumn(start: start, intervalSeconds: 900, values: [1, .nan]), meter.id, "1 value"),
            (ReadingColumn(start: start, intervalSeconds: 900, values: [1, 2, -1]), meter.id, "2 value"),
            (ReadingColumn(start: start + 60, intervalSeconds: 900, values: [1]), meter.id, "0 start"),
            (ReadingColumn(start: start, intervalSeconds: 3600, values: [1]), meter.id, "0 start"),
            (ReadingColumn(start: now - 900, intervalSeconds: 900, values: [1, 2]), meter.id, "1 start"),
            (sound, city.load.id, "0 seriesId"),
            (sound, SeriesID(999), "0 seriesId"),
        ]
        for (column, series, fault) in faulty {
            let refusal = try #require(
                await #expect(throws: IngestRefusal.self) {
                    try await IngestColumns(database: city.database, scope: city.scope)(now: now, source: "test") {
                        try $0.add(sound, to: meter.id)
                        try $0.add(column, to: series)
                    }
                })
            #expect(refusal.faults.first.map { "\($0.index) \($0.field)" } == fault)
            #expect(try await city.totalReadings() == 0)
            #expect(try await city.staleSeries() == [])
        }
    }

    @Test func refusesSeriesOfAnotherTenant() async throws {
        let city = try await Self.city()
        let meter = try await Self.meter(of: city, 900)
        let other = try await city.database.writeUnscoped {
            try TenantDirectory($0).create(
                code: "other", name: "Other", timeZone: "UTC", locale: "en-US", currency: "USD", at: .epoch)
        }
        let column = ReadingColumn(start: start, intervalSeconds: 900, values: [1])
        await #expect(throws: IngestRefusal.self) {
            try await IngestColumns(database: city.database, scope: TenantScope(tenant: other.id))(
                now: city.clock.now, source: "test"
            ) { try $0.add(column, to: meter.id) }
        }
        #expect(try await city.totalReadings() == 0)
    }

    private static func city() async throws -> SmallCity { try await SmallCity(now: "2027-06-10T00:00:00Z") }

    private static func meter(of city: SmallCity, _ intervalSeconds: Int64) async throws -> Series {
        try await city.database.write(city.scope) { [subject = city.meter.subject, zone = city.zone] in
            try SeriesRepository($0).insert(
                externalName: "fine", name: "fine", subject: subject, zone: zone, quantity: .activeEnergyImport,
                intervalSeconds: intervalSeconds, isDerived: false)
        }
    }

    @discardableResult
    private static func load(_ city: SmallCity, _ column: ReadingColumn, _ series: Series) async throws
        -> IngestReceipt
    {
        try await IngestColumns(database: city.database, scope: city.scope)(now: city.clock.now, source: "test") {
            try $0.add(column, to: series.id)
        }
    }

    /// Everything that ingest writes, byte by byte, without the numbers of changes.
    private static func rows(_ city: SmallCity) async throws -> [String] {
        try await city.database.read(city.scope) { session in
            let blocks = try session.connection.rows(
                """
                SELECT series_id, span_start, reading_count, estimated_count, min_value, max_value, sum_value, first_start,
                    last_start, last_value, last_quality, payload FROM reading_blocks ORDER BY series_id, span_start
                """
            ) { row in
                "block " + (0..<4).map { String(row.integer($0)) }.joined(separator: " ")
                    + (4..<7).map { " \(row.real($0))" }.joined()
                    + " \(row.integer(7)) \(row.integer(8)) \(row.real(9))"
                    + " \(row.integer(10)) \(row.blob(11))"
            }
            let revisions = try session.connection.rows(
                """
                SELECT start, revision, revised_at, source, old_value, old_quality, new_value, new_quality, series_id
                FROM reading_revisions ORDER BY series_id, start, revision
                """
            ) { row in "revision " + (0..<9).map { row.text($0) }.joined(separator: " ") }
            let marks = try session.connection.rows(
                "SELECT series_id, from_start, to_start FROM stale_rollups ORDER BY series_id"
            ) { row in "mark \(row.integer(0)) \(row.integer(1)) \(row.integer(2))" }
            return blocks + revisions + marks
        }
    }

    private static func clearMarks(_ city: SmallCity) async throws {
        try await city.database.write(city.scope) { session in
            let marks = StaleRollupRepository(session)
            for mark in try marks.all() { try marks.clear(mark) }
        }
    }
}
