import Foundation

/// Runs every contest, prints a table, and fails when a ratio is below its threshold.
@main struct Benchmarks {
    static func main() async {
        do {
            guard let options = try Options(CommandLine.arguments.dropFirst()) else {
                print(Options.help)
                return
            }
            let report = try await run(options)
            print(report.terminalText)
            if let page = options.page { try report.write(into: page) }
            if !report.failures.isEmpty {
                for failure in report.failures { print("FAILED: \(failure)") }
                exit(1)
            }
        } catch {
            FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
            exit(2)
        }
    }

    private static func run(_ options: Options) async throws -> Report {
        let thresholds = try Threshold.read(options.folder.appending(path: "Thresholds.json"))
        let workspace = try Workspace(in: options.directory)
        defer { workspace.remove() }
        let year = try YearOfReadings.fromDemoCity(options.folder.appending(path: "../data/demo"))
        var report = Report(machine: Machine.current(), thresholds: thresholds)
        let contests =
            BulkIngestContest.make(year, workspace)
            + [
                LineProtocolContest.make(options.folder, workspace),
                LineProtocolContest.makePostgres(options.folder, workspace),
            ]
            + IngestLogContest.make(options.folder, workspace)
            + HourlyZonesContest.make(
                year, { try .fromDemoCity(options.folder.appending(path: "../data/demo"), seriesCount: 500) }, workspace
            )
            + BlockCodecContest.make(year) + TrainingStepContest.make(options.folder)
        let wanted = contests.filter { options.only.isEmpty || options.only.contains($0.id) }
        guard !wanted.isEmpty else {
            throw OptionError("No benchmark of that name; there are \(contests.map(\.id).joined(separator: ", "))")
        }
        for contest in wanted where thresholds[contest.id] == nil {
            throw OptionError("Thresholds.json says nothing of \(contest.id)")
        }
        for contest in wanted {
            print("· \(contest.title)")
            report.add(try await Runner(repeats: options.repeats).run(contest))
        }
        return report
    }
}
