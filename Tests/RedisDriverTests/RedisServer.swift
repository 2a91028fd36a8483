import Foundation

/// A Redis server of the test's own, on a free port, that ends with this object.
final class RedisServer: Sendable {
    static let program = ["/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    let port: Int
    private let process: Process
    private let folder: URL

    /// - Parameter port: nil: a free one.
    init(port: Int? = nil, password: String? = nil) throws {
        guard let program = Self.program else { throw NoRedis() }
        self.port = try port ?? Self.freePort()
        folder = FileManager.default.temporaryDirectory.appending(path: "urbangrid-redis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments =
            [
                "--port", "\(self.port)", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir",
                folder.path,
                "--daemonize", "no", "--logfile", folder.appending(path: "log").path,
            ] + (password.map { ["--requirepass", $0] } ?? [])
        try process.run()
    }

    func stop() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// It answers nothing, and keeps its connections.
    func pause() { kill(process.processIdentifier, SIGSTOP) }

    func resume() { kill(process.processIdentifier, SIGCONT) }

    deinit {
        stop()
        // A folder that stays harms no test.
        try? FileManager.default.removeItem(at: folder)
    }

    private struct NoRedis: Error {}
    private struct NoPort: Error {}

    /// One that nobody listens on now.
    private static func freePort() throws -> Int {
        #if canImport(Glibc)
            let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let socket = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard socket >= 0 else { throw NoPort() }
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw NoPort() }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
