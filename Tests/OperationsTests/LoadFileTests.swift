import Foundation
import GridModel
import Interchange
import Operations
import Synchronization
import Testing

/// Files of one's own, trained on and forecast without a database.
@Suite struct LoadFileTests {
    let folder: URL
    let now: Timestamp

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "load-file-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        now = try #require(Timestamp(iso8601: "2026-06-01T00:00:00Z"))
    }

    /// A working day's load with a weekend, in kWh of half hours on Berlin's clock.
    @Test func trainsOnAFileAndForecastsItsNextDay() async throws {
        let berlin = try #require(CityCalendar(identifier: "Europe/Berlin"))
        let start = try #require(Timestamp(iso8601: "2026-01-31T23:00:00Z"))
        var lines = ["time,office,temperature,empty"]
        for halfHour in 0..<(95 * 48) {
            let moment = start + Int64(halfHour) * 1800
            let local = berlin.localTime(of: moment)
            let isOpen = local.weekday < 5 && (7..<18).contains(local.secondOfDay / 3600)
            let value = (isOpen ? 120.0 : 30) + Double((halfHour &* 7919) % 13)
            lines.append("\(moment),\(value / 2),15,")
        }
        let file = try write(lines)
        let model = folder.appending(path: "office.safetensors").path
        let progress = Progress()
        let report = try await TrainOnFile(
            loadFile(file, columns: ["office"], unit: "kWh"), calendar: berlin, seed: 3, heldOutDays: 14,
            effort: .init(members: 1, hidden: 8, epochs: 2, samples: 256)
        )(to: model, now: now) { fraction, _ in progress.note(fraction) }
        #expect(report.text.contains("Trained on 1 series"))
        #expect(report.text.contains("seasonal naive (168 h)"))
        #expect(report.text.contains("P10–P90 held"))
        #expect(progress.last == 1)
        #expect(progress.isMonotone)

        let forecasting = try ForecastFromFile(modelPath: model) { timeZone in
            #expect(timeZone == "Europe/Berlin")
            return try loadFile(file, columns: nil, unit: "kWh")
        }
        let forecasts = try await forecasting(issuedAt: nil, now: now) { _ in }
        let rows = forecasts.csv.split(separator: "\n").map { $0.split(separator: ",") }
        #expect(rows.first?.joined(separator: ",") == "series,start,p10_kw,p50_kw,p90_kw,source")
        #expect(rows.count == 25)
        #expect(rows.dropFirst().allSatisfy { $0[0] == "office" && $0[5] == "model" })
        #expect(rows[1][1] == "\(start + 95 * 86_400)")
        for row in rows.dropFirst() {
            let values = row[2...4].compactMap { Double($0) }
            #expect(values.count == 3 && values == values.sorted())
            #expect(values.allSatisfy { (-50...250).contains($0) })
        }
    }

    @Test func quarterHoursOfPowerBecomeTheHoursMean() async throws {
        let start = try #require(Timestamp(iso8601: "2026-05-01T00:00:00Z"))
        let hours = 70 * 24
        var lines = ["start,a"]
        for quarter in 0..<(hours * 4) where quarter != (hours - 30) * 4 {
            lines.append("\(start - 60 * 86_400 + Int64(quarter) * 900),\(quarter % 4)")
        }
        let model = folder.appending(path: "m").path
        let file = try write(lines)
        let training = TrainOnFile(
            try LoadFile(
                path: file, start: "start", columns: nil, seriesColumn: nil, valueColumn: "value", unitName: "kW",
                isDecimalComma: false, timeZone: "UTC"),
            calendar: try #require(CityCalendar(identifier: "UTC")), seed: 1, heldOutDays: 7,
            effort: .init(members: 1, hidden: 4, epochs: 1, samples: 64))
        let report = try await training(to: model, now: now) { _, _ in }
        // 0, 1, 2, 3 kW in turn are 1.5 kW in every hour: nothing to learn, no error to make.
        #expect(report.text.contains(/naive \(24 h\) +0\.00 kW/))
        let forecasts = try await ForecastFromFile(modelPath: model) { _ in training.file }(
            issuedAt: nil, now: now
        ) { _ in }
        let medians = forecasts.csv.split(separator: "\n").dropFirst().compactMap {
            Double($0.split(separator: ",")[3])
        }
        #expect(medians.count == 24)
        #expect(medians.allSatisfy { abs($0 - 1.5) < 0.1 })
    }

    @Test(arguments: [
        ("time,a\n2026-01-01T00:00:00Z,1\n2026-01-01T00:07:00Z,2\n", "420 s"),
        ("time,a\n2026-01-01T00:00:00Z,1\n2026-01-02T00:00:00Z,2\n", "86400 s"),
        ("time,a\n2026-01-01T00:00:00Z,1\n", "nowhere"),
        ("time,a\n2026-01-01T00:00:00Z,\n", "no readings"),
        ("time,a\n2026-01-01T00:00:00Z,x\n2026-01-01T01:00:00Z,1\n", "line 2, column a"),
        ("when,a\n2026-01-01T00:00:00Z,1\n", "time"),
        ("time,a\n1900-01-01T00:00:00Z,1\n1900-01-01T00:01:00Z,1\n2026-01-01T00:01:00Z,1\n", "at most"),
        ("time,a\n2026-01-01 00:00,1\n2026-03-29 02:30,1\n", "skips"),
    ])
    func fileThatCannotBeTrainedOnIsRefusedWithItsReason(text: String, reason: String) async throws {
        let path = folder.appending(path: "bad.csv")
        try Data(text.utf8).write(to: path)
        let model = folder.appending(path: "never").path
        let training = TrainOnFile(
            try loadFile(path.path, columns: nil, unit: "kW"),
            calendar: try #require(CityCalendar(identifier: "Europe/Berlin")), seed: 1, heldOutDays: 7)
        let error = await #expect(throws: (any Error).self) { try await training(to: model, now: now) { _, _ in } }
        #expect("\(try #require(error))".contains(reason))
        #expect(!FileManager.default.fileExists(atPath: model))
    }

    @Test func modelIsAskedForBeforeTheFileIsRead() throws {
        let error = #expect(throws: (any Error).self) {
            try ForecastFromFile(modelPath: folder.appending(path: "none").path) { _ in
                Issue.record("the file was asked for")
                throw CancellationError()
            }
        }
        #expect("\(try #require(error))".contains("urbangrid train"))
    }

    @Test func resultThatCannotBeWrittenIsRefusedBeforeTheTraining() async throws {
        let training = TrainOnFile(
            try loadFile("nothing.csv", columns: nil, unit: "kW"),
            calendar: try #require(CityCalendar(identifier: "UTC")), seed: 1, heldOutDays: 7)
        let error = await #expect(throws: (any Error).self) {
            try await training(to: folder.appending(path: "no/such/folder/model").path, now: now) { _, _ in }
        }
        #expect("\(try #require(error))".contains("cannot be written"))
    }

    @Test func unitThatIsNoLoadIsRefused() {
        #expect(throws: (any Error).self) { try loadFile("x", columns: nil, unit: "GW") }
    }

    private func write(_ lines: [String]) throws -> String {
        let path = folder.appending(path: "load-\(UUID().uuidString).csv")
        try Data(lines.joined(separator: "\n").utf8).write(to: path)
        return path.path
    }

    private func loadFile(_ path: String, columns: [String]?, unit: String) throws -> LoadFile {
        try LoadFile(
            path: path, start: "time", columns: columns, seriesColumn: nil, valueColumn: "value", unitName: unit,
            isDecimalComma: false, timeZone: "Europe/Berlin")
    }
}

private final class Progress: Sendable {
    private let seen = Mutex<[Double]>([])

    func note(_ fraction: Double) { seen.withLock { $0.append(fraction) } }

    var last: Double? { seen.withLock { $0.last } }
    var isMonotone: Bool { seen.withLock { $0 == $0.sorted() } }
}
