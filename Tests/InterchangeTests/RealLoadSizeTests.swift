import Foundation
import GridModel
import Interchange
import Telemetry
import Testing

/// Real 15-minute loads (SimBench 1-MV-urban, 2016) as a meter reads them. They lie beside the
/// project, not in it.
@Suite struct RealLoadSizeTests {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/data/simbench_mv_urban").path
    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder + "/loads.csv") }

    @Test(.enabled(if: isPresent, "../shared/data/simbench_mv_urban is not there"))
    func aReadingOfADayBlockTakesAtMostThreeBytes() throws {
        let profiles = try columns(of: "profiles_load_pu_15min.csv.gz")
        let loads = try columns(of: "loads.csv")
        let names = try #require(loads["profile"])
        let powers = try #require(loads["p_mw"])
        #expect(names.count == 139)
        var encoder = BlockEncoder()
        var bytes = 0
        var count = 0
        // Every load's profile and rating in one week of each season.
        for (name, power) in zip(names, powers) {
            let profile = try #require(profiles[name + "_pload"])
            let megawatts = try #require(Double(power))
            for day in [0, 91, 182, 273].flatMap({ $0..<$0 + 7 }) {
                let values = try profile[day * 96..<day * 96 + 96].map { text in
                    // kWh in a quarter of an hour, at a meter's resolution of 0.001 kWh.
                    (megawatts * (try #require(Double(text))) * 250_000).rounded() / 1000
                }
                let start = Timestamp.epoch + Int64(day) * 86_400
                let block = ReadingBlock(regularFrom: start, intervalSeconds: 900, values: values)
                let summary = try encoder.encode(block)
                #expect(try BlockCodec.decode(encoder.payload) == block)
                bytes += encoder.payload.count
                count += summary.count
            }
        }
        #expect(Double(bytes) / Double(count) <= 3)
    }

    private func columns(of file: String) throws -> [String: [String]] {
        let reader = try CSVReader(FileByteSource(path: "\(Self.folder)/\(file)"))
        let header = try reader.next()?.texts ?? []
        var columns = Dictionary(uniqueKeysWithValues: header.map { ($0, [String]()) })
        while let record = try reader.next() {
            for (name, text) in zip(header, record.texts) { columns[name]?.append(text) }
        }
        return columns
    }
}
