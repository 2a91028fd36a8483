import Foundation

/// What a benchmark must reach.
struct Threshold: Decodable {
    /// In the contest's unit, on the machine the project is built on: shown, never enforced.
    let goal: Double?
    /// How many times as good as the peer: enforced, as both run on the same machine.
    let leastRatio: Double

    static func read(_ file: URL) throws -> [String: Threshold] {
        try JSONDecoder().decode([String: Threshold].self, from: Data(contentsOf: file))
    }

    func isMet(_ value: Double, _ better: Contest.Better) -> Bool? {
        goal.map { better == .higher ? value >= $0 : value <= $0 }
    }
}
