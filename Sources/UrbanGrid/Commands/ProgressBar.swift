import Foundation
import Synchronization

/// A bar on a terminal; where there is none, a line at the end. On the error output, so that a
/// command's result can be piped.
final class ProgressBar: Sendable {
    private static let width = 30

    private let title: String
    private let isTerminal = isatty(STDERR_FILENO) != 0
    private let shown = Mutex("")

    init(_ title: String) {
        self.title = title
    }

    /// - Parameters:
    ///   - fraction: 0…1
    ///   - phase: what is being done just now.
    func show(_ fraction: Double, _ phase: String = "") {
        let percent = Int(min(1, max(0, fraction)) * 100)
        let filled = percent * Self.width / 100
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let line = "\(title) \(bar) \(percent) % \(phase)"
        let before = shown.withLock { shown in
            defer { shown = line }
            return shown
        }
        guard isTerminal, line != before else { return }
        let blanks = String(repeating: " ", count: max(0, before.count - line.count))
        write("\r\(line)\(blanks)")
    }

    func finish() {
        if isTerminal { show(1) }
        write(isTerminal ? "\n" : "\(title): done\n")
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
