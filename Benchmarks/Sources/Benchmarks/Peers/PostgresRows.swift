import CLibPQPeer
import GridModel

/// The peer of block storage on PostgreSQL: a row for each reading, under the key (series, ts), by COPY in the binary
/// format (postgresql.org/docs/15/sql-copy.html), without row-level security.
final class PostgresRows: HourlyRows {
    private let session: PostgresSession

    init(_ session: PostgresSession) throws {
        self.session = session
        try session.run(
            """
            CREATE TABLE readings (series INTEGER NOT NULL, ts BIGINT NOT NULL, value DOUBLE PRECISION NOT NULL,
                quality SMALLINT NOT NULL, PRIMARY KEY (series, ts));
            CREATE TABLE series (id INTEGER PRIMARY KEY, zone INTEGER NOT NULL)
            """)
    }

    /// Series by series, which is the best order for the key.
    func insert(_ year: YearOfReadings) throws {
        try session.run("BEGIN; COPY readings FROM STDIN (FORMAT binary)")
        var rows = BinaryRows()
        for (series, values) in year.loads.enumerated() {
            for (index, value) in values.enumerated() {
                rows.add(
                    Int32(series), year.start.secondsSinceEpoch + Int64(index) * YearOfReadings.intervalSeconds, value)
                if rows.bytes.count >= 1 << 16 { try send(&rows) }
            }
        }
        try finish(&rows)
    }

    /// Interval by interval, as live readings come: each a transaction.
    func insert(_ city: MeterCity) throws {
        for interval in 0..<city.intervals {
            try session.run("BEGIN; COPY readings FROM STDIN (FORMAT binary)")
            var rows = BinaryRows()
            for meter in 0..<city.meters {
                rows.add(
                    Int32(meter + 1), city.start + Int64(interval) * MeterCity.intervalSeconds,
                    Double(city.thousandths(meter: meter, interval: interval)) / 1000)
            }
            try finish(&rows)
        }
    }

    private func finish(_ rows: inout BinaryRows) throws {
        rows.end()
        try send(&rows)
        guard PQputCopyEnd(session.connection, nil) == 1 else { throw session.failure() }
        while let result = PQgetResult(session.connection) {
            defer { PQclear(result) }
            guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw session.failure() }
        }
        try session.run("COMMIT")
    }

    func insertSeries(zones: [Int]) throws {
        for (series, zone) in zones.enumerated() { try session.run("INSERT INTO series VALUES (\(series), \(zone))") }
        // The statistics are there before anything is timed.
        try session.run("ANALYZE")
    }

    /// kWh of every zone and hour, in the order of zones and hours.
    func hourlyZones() throws -> [Double] {
        try session.numbers(
            """
            SELECT SUM(r.value) FROM readings r JOIN series s ON s.id = r.series
            GROUP BY s.zone, r.ts / 3600 ORDER BY s.zone, r.ts / 3600
            """)
    }

    /// Of the table with its key.
    func bytes() throws -> Double {
        try session.numbers("SELECT pg_total_relation_size('readings')").first ?? .nan
    }

    private func send(_ rows: inout BinaryRows) throws {
        let isSent = rows.bytes.withUnsafeBytes {
            PQputCopyData(session.connection, $0.bindMemory(to: CChar.self).baseAddress, Int32($0.count))
        }
        guard isSent == 1 else { throw session.failure() }
        rows.bytes.removeAll(keepingCapacity: true)
    }
}

/// Rows of (int4, int8, float8, int2) in COPY's binary format.
private struct BinaryRows {
    var bytes: [UInt8]

    init() {
        bytes = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0x00] + [UInt8](repeating: 0, count: 8)
    }

    mutating func add(_ series: Int32, _ start: Int64, _ value: Double) {
        put(Int16(4))
        put(Int32(4))
        put(series)
        put(Int32(8))
        put(start)
        put(Int32(8))
        put(value.bitPattern)
        put(Int32(2))
        put(Int16(0))
    }

    mutating func end() { put(Int16(-1)) }

    private mutating func put<Integer: FixedWidthInteger>(_ integer: Integer) {
        withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
