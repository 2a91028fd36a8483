import Forecasting
import Foundation
import GridModel

/// What came of a training on a file, with the scores that decide whether the model is worth using.
package struct FileTrainingReport: Sendable {
    let path: String
    let byteCount: Int
    let description: ForecastModelDescription
    let evaluation: ForecastEvaluation

    /// For a terminal.
    package var text: String {
        var lines = [
            "Trained on \(description.seriesKeys.count) series, \(description.trainedFrom.utcDate) to "
                + "\(description.trainedTo.utcDate), \(description.trainingSamples) samples, "
                + "\(description.parameterCount) weights."
        ]
        if let total = evaluation.total {
            lines.append(
                "On the days from \(evaluation.from.utcDate) to \(evaluation.to.utcDate), not seen in training:")
            lines += table(total)
            lines.append(verdict(total))
        } else {
            lines.append("Not scored: no days were held out, or they have no readings.")
        }
        lines.append("The model is in \(path) (\(byteCount / 1024) KiB).")
        return lines.joined(separator: "\n")
    }

    private func table(_ score: Forecasting.ForecastScore) -> [String] {
        func row(_ name: String, _ mae: Double?, _ share: Double?) -> String {
            func cell(_ value: Double?, _ unit: String) -> String {
                let text = value.map { Self.number($0, digits: 2) + unit } ?? ""
                return String(repeating: " ", count: max(0, 14 - text.count)) + text
            }
            return "  " + name.padding(toLength: 24, withPad: " ", startingAt: 0) + cell(mae, " kW") + cell(share, " %")
        }
        return [
            "  Mean absolute error, averaged over the series; % of each one's mean load:",
            row("LSTM", score.mae, score.nmaePercent),
            row(score.baselineName, score.baselineMae, score.baselineNmaePercent),
            row("naive (24 h)", score.dayBaselineMae, nil),
            "  P10–P90 held \(Self.number(score.coverage80Percent, digits: 1)) % of the hours; 80 % is right.",
        ]
    }

    private func verdict(_ score: Forecasting.ForecastScore) -> String {
        let rivals = [score.baselineMae, score.dayBaselineMae].compactMap { $0 }
        guard let best = rivals.min(), best > 0 else { return "There is no baseline to hold it against." }
        let gain = 100 * (1 - score.mae / best)
        return gain > 0
            ? "Its error is \(Self.number(gain, digits: 1)) % lower than the better baseline's."
            : "It does not beat the baselines: its error is \(Self.number(-gain, digits: 1)) % higher than the better one's."
    }

    static func number(_ value: Double, digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
