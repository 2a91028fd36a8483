import Foundation

/// A PostgreSQL of one test's own, which it may crash.
final class OwnPostgres: Sendable {
    private static let script = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "scripts/test-postgres").path

    let url: String
    private let folder: String

    init() async throws {
        // Not FileManager's: that may be a folder of ours which PostgreSQL's user cannot enter.
        folder = "/tmp/urbangrid-postgres-\(UUID().uuidString)"
        url = try await Self.call("start", folder).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    deinit {
        let folder = folder
        Task { try await Self.call("remove", folder) }
    }

    func start() async throws { _ = try await Self.call("start", folder) }

    /// As in a crash: no connection is told, nothing is written down that was not yet.
    func crash() async throws { _ = try await Self.call("stop", folder, "immediate") }

    @discardableResult
    private static func call(_ arguments: String...) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try callNow(arguments) }) }
        }
    }

    /// By the system's own means: Foundation's `Process` takes a daemon that lives on for the command that started it.
    private static func callNow(_ arguments: [String]) throws -> String {
        let command = ([script] + arguments).map { "'\($0)'" }.joined(separator: " ") + " 2>&1"
        guard let pipe = popen(command, "r") else { throw OwnPostgresError(said: "no process could be started") }
        var said: [UInt8] = []
        while true {
            let byte = fgetc(pipe)
            guard byte != EOF else { break }
            said.append(UInt8(truncatingIfNeeded: byte))
        }
        let text = String(decoding: said, as: UTF8.self)
        guard pclose(pipe) == 0 else { throw OwnPostgresError(said: text) }
        return text
    }
}

struct OwnPostgresError: Error {
    let said: String
}
