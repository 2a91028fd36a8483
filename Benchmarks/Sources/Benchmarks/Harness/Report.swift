import Foundation

/// The outcomes, for a terminal and for a page.
struct Report {
    private static let opening = "<!-- measured: ./grid bench --write -->"
    private static let closing = "<!-- end of measured -->"
    private static let header = ["benchmark", "unit", "ours", "peer", "ratio", "at least", "goal"]

    let machine: Machine
    let thresholds: [String: Threshold]
    private(set) var outcomes: [Outcome] = []

    init(machine: Machine, thresholds: [String: Threshold]) {
        self.machine = machine
        self.thresholds = thresholds
    }

    mutating func add(_ outcome: Outcome) {
        outcomes.append(outcome)
    }

    /// Ratios below their thresholds.
    var failures: [String] {
        outcomes.compactMap { outcome in
            guard let ratio = outcome.ratio, let least = thresholds[outcome.contest.id]?.leastRatio, ratio < least
            else { return nil }
            return "\(outcome.contest.id): \(Self.text(ratio)) times as good as its peer, at least \(least) is allowed"
        }
    }

    var terminalText: String {
        let rows = [Self.header] + outcomes.map(row)
        let widths = Self.header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        }
        return ([machine.description, ""] + lines + [""] + notes).joined(separator: "\n")
    }

    /// Replaces what stands between the page's marks.
    func write(into page: URL) throws {
        let text = try String(contentsOf: page, encoding: .utf8)
        guard let start = text.range(of: Self.opening), let end = text.range(of: Self.closing),
            start.upperBound <= end.lowerBound
        else { throw OptionError("\(page.path) has no marks \(Self.opening) … \(Self.closing)") }
        let table = ([Self.header, Self.header.map { _ in "---" }] + outcomes.map(row)).map {
            "| " + $0.joined(separator: " | ") + " |"
        }
        let date = Date.now.formatted(.iso8601.year().month().day())
        let measured =
            ["Measured \(date) by `./grid bench`: \(machine.description).", ""] + table
            + [""] + notes.map { "- " + $0.replacingOccurrences(of: "*", with: "\\*") }
        let replaced =
            text[..<start.upperBound] + "\n" + measured.joined(separator: "\n") + "\n" + text[end.lowerBound...]
        try Data(replaced.utf8).write(to: page)
    }

    private var notes: [String] {
        outcomes.flatMap { outcome -> [String] in
            switch outcome.result {
            case .measured:
                [
                    "\(outcome.contest.id): \(outcome.contest.title). Ours: \(outcome.contest.ours.name). "
                        + "Peer: \(outcome.contest.peer.name)."
                ] + outcome.notes.map { "\(outcome.contest.id): \($0)" }
            case .skipped(let reason): ["\(outcome.contest.id): skipped. \(reason)"]
            }
        }
    }

    private func row(_ outcome: Outcome) -> [String] {
        let contest = outcome.contest
        let threshold = thresholds[contest.id]
        guard case .measured(let ours, let peer) = outcome.result, let ratio = outcome.ratio else {
            return [contest.id, contest.unit, "skipped", "", "", "", ""]
        }
        let goal = threshold?.goal.map { goal in
            Self.text(goal) + (threshold?.isMet(ours.median, contest.better) == true ? " met" : " MISSED")
        }
        return [
            contest.id, contest.unit, Self.text(ours), Self.text(peer), Self.text(ratio),
            threshold.map { Self.text($0.leastRatio) } ?? "", goal ?? "",
        ]
    }

    private static func text(_ samples: Samples) -> String {
        "\(text(samples.median)) (\(text(samples.least))–\(text(samples.greatest)))"
    }

    private static func text(_ value: Double) -> String {
        switch abs(value) {
        case 1e6...: String(format: "%.2f M", value / 1e6)
        case 1e4...: String(format: "%.0f k", value / 1e3)
        case 100...: String(format: "%.0f", value)
        case 10...: String(format: "%.1f", value)
        default: String(format: "%.2f", value)
        }
    }
}
