import FoundationEssentials
import GridModel
import Telemetry
import Testing

/// Real load profiles; they lie beside the project, not in it.
@Suite struct SimBenchSizeTests {
    static let folder = "../shared/data/simbench_mv_urban"
    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder + "/loads.csv") }

    @Test(.enabled(if: isPresent, "../shared/data/simbench_mv_urban is not there"))
    func readingsOfQuarterHoursTakeAtMostThreeBytes() throws {
        // The loads' rated power with a seeded walk at their scale; the profiles themselves are
        // gzipped and read by the Interchange tests.
        let text = try String(contentsOfFile: Self.folder + "/loads.csv", encoding: .utf8)
        let rows = text.split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",") }
        #expect(rows.count == 139)
        var random = SeededGenerator(seed: 61)
        var bytes = 0
        var count = 0
        for row in rows {
            let ratedKW = try #require(Double(row[3])) * 1000
            let values = (0..<96).map { _ in
                (ratedKW * Double.random(in: 0...1, using: &random) * 250).rounded() / 1000
            }
            bytes += try BlockCodec.encode(ReadingBlock(regularFrom: .epoch, intervalSeconds: 900, values: values))
                .payload.count
            count += 96
        }
        #expect(Double(bytes) / Double(count) <= 3)
    }
}
