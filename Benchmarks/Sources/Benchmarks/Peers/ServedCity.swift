import Foundation

/// The release build of `urbangrid serve` in a process of its own, on a free port of this machine.
final class ServedCity {
    let port: UInt16
    private let process: Process

    /// - Parameters:
    ///   - directory: with the database.
    ///   - environment: more settings, such as DATABASE_URL.
    /// - Throws: `Unavailable` when there is no release build.
    init(program: URL, directory: URL, environment more: [String: String] = [:]) throws {
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            throw Unavailable("there is no release build of the program at \(program.lastPathComponent)")
        }
        let site = directory.appending(path: "web")
        try FileManager.default.createDirectory(at: site, withIntermediateDirectories: true)
        try Data("<!doctype html>".utf8).write(to: site.appending(path: "index.html"))
        let process = Process()
        process.executableURL = program
        process.arguments = ["serve"]
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("URBANGRID_") }
            .merging([
                "URBANGRID_DIRECTORY": directory.path, "URBANGRID_PORT": "0", "URBANGRID_WEB_ROOT": site.path,
                "URBANGRID_LOG_LEVEL": "error",
            ]) { $1 }.merging(more) { $1 }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        self.process = process
        var text = ""
        while !text.contains("/ (this machine") {
            let some = output.fileHandleForReading.availableData
            guard !some.isEmpty else { throw OptionError("The server ended before it listened: \(text)") }
            text += String(decoding: some, as: UTF8.self)
        }
        guard let match = text.firstMatch(of: /127\.0\.0\.1:(\d+)/), let port = UInt16(match.1) else {
            throw OptionError("The server does not say where it listens: \(text)")
        }
        self.port = port
    }

    /// Ends it, and waits until it has.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
