import Foundation
import GridModel
import Interchange
import Telemetry
import Testing

/// What the rules find of faults injected into real hourly loads: spikes (label 1) and stuck meters (label 3). The
/// file lies beside the project, not in it.
@Suite struct RealFaultsTests {
    static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/data/anomaly/anomaly_houses_seed7.csv.gz").path

    private struct Loads {
        var values: [Double] = []
        var labels: [Int] = []
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: file), "../shared/data/anomaly is not there"))
    func spikesAndStuckMetersOfHouses() throws {
        let reader = try CSVReader(FileByteSource(path: Self.file))
        _ = try reader.next()
        var houses: [String: Loads] = [:]
        while let record = try reader.next() {
            let texts = record.texts
            houses[texts[0], default: Loads()].values.append(try #require(Double(texts[2])))
            houses[texts[0], default: Loads()].labels.append(try #require(Int(texts[3])))
        }
        var scores: [FindingKind: (found: Int, right: Int, faults: Int)] = [:]
        for house in houses.values {
            let start = Timestamp(secondsSinceEpoch: 1_470_009_600)
            let end = start + Int64(house.values.count) * 3600
            let series = Series(
                id: SeriesID(1), externalName: "h", name: "h", subject: Subject(kind: .meter, id: 1), zone: nil,
                quantity: .activeEnergyImport, intervalSeconds: 3600, isDerived: false)
            let window = ValidationWindow(
                judged: TimeSpan(start: start, end: end), series: series, now: end, previous: nil,
                block: ReadingBlock(regularFrom: start, intervalSeconds: 3600, values: house.values))
            let found = RuleSet.defaults(for: .activeEnergyImport).findings(in: window)
            for (kind, label) in [(FindingKind.spike, 1), (.flatline, 3)] {
                var hours: Set<Int> = []
                for finding in found where finding.kind == kind {
                    let first = Int((finding.span.start - start) / 3600)
                    hours.formUnion(first..<first + Int(finding.span.seconds / 3600))
                }
                let faults = Set(house.labels.indices.filter { house.labels[$0] == label })
                let score = scores[kind] ?? (0, 0, 0)
                scores[kind] = (
                    score.found + hours.count, score.right + hours.intersection(faults).count,
                    score.faults + faults.count
                )
            }
        }
        for (kind, score) in scores {
            print("\(kind): \(score.found) hours found, \(score.right) of them faults, of \(score.faults) faults")
        }
        let flat = try #require(scores[.flatline])
        #expect(flat.right * 10 >= flat.found * 9)
        let spikes = try #require(scores[.spike])
        #expect(spikes.right > 0 && spikes.faults > 0)
    }
}
