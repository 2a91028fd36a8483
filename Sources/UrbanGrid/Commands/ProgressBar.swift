import Foundation
import Synchronization

/// A bar on a terminal; where there is none, a line at the end.
final class ProgressBar: Sendable {
    private static let width = 30

    private let title: String
    private let isTerminal = isatty(STDOUT_FILENO) != 0
    private let shownPercent = Mutex(-1)

    init(_ title: String) {
        self.title = title
    }

    /// - Parameter fraction: 0…1
    func show(_ fraction: Double) {
        let percent = Int(min(1, max(0, fraction)) * 100)
        let isNew = shownPercent.withLock { shown in
            defer { shown = percent }
            return shown != percent
        }
        guard isTerminal, isNew else { return }
        let filled = percent * Self.width / 100
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        print("\r\(title) \(bar) \(percent) %", terminator: "")
        fflush(nil)
    }

    func finish() {
        if isTerminal { show(1) }
        print(isTerminal ? "" : "\(title): done")
    }
}
