import Foundation
import Learning

/// One training step of the forecaster's LSTM against PyTorch on the processor.
enum TrainingStepContest {
    private static let steps = 15

    static func make(_ folder: URL) -> [Contest] {
        [1, 2].map { threads in
            Contest(
                id: "lstm-step-\(threads)",
                title: """
                    LSTM training step (batch 64, 168 steps, 10 inputs, hidden 64, 24 × 3 outputs) on \(threads) \
                    thread\(threads == 1 ? "" : "s"), median of \(steps) steps
                    """,
                unit: "ms", better: .lower,
                prepare: { [try pytorch(folder, threads).peer].map { "The peer is \($0)." } },
                ours: Contestant(name: "Learning") {
                    let benchmark = try LSTMStepBenchmark(threads: threads)
                    for _ in 0..<5 { _ = try benchmark.step() }
                    var times: [Double] = []
                    for _ in 0..<steps { times.append(try await seconds { try benchmark.step() }.seconds * 1000) }
                    return Samples(times).median
                },
                peer: Contestant(name: "PyTorch") { try pytorch(folder, threads).milliseconds })
        }
    }

    private struct Answer: Decodable {
        let peer: String
        let milliseconds: Double

        enum CodingKeys: String, CodingKey {
            case peer
            case milliseconds = "median_ms"
        }
    }

    private static func pytorch(_ folder: URL, _ threads: Int) throws -> Answer {
        guard let python = ProcessInfo.processInfo.environment["URBANGRID_BENCH_PYTHON"] else {
            throw Unavailable("URBANGRID_BENCH_PYTHON names no Python with PyTorch; ./grid bench makes one.")
        }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: python)
        process.arguments = [
            folder.appending(path: "Peers/lstm_step_pytorch.py").path, String(threads), String(steps),
        ]
        process.standardOutput = output
        do { try process.run() } catch { throw Unavailable("\(python) could not be run: \(error)") }
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Unavailable("The PyTorch peer failed; see its message above.")
        }
        return try JSONDecoder().decode(Answer.self, from: text)
    }
}
