import Foundation
import Glibc

/// One kept connection that sends a request and waits for its answer: as little as a client can do.
final class HTTPClient {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw OptionError("No connection to port \(port)") }
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit {
        close(descriptor)
    }

    /// - Returns: the status and the body.
    func request(_ method: String, _ path: String, body: [UInt8] = []) throws -> (status: Int, body: String) {
        try send(Array("\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: \(body.count)\r\n\r\n".utf8))
        if !body.isEmpty { try send(body) }
        var end = Self.headEnd(buffer)
        while end == nil {
            try receive()
            end = Self.headEnd(buffer)
        }
        let bodyStart = end ?? 0
        let head = String(decoding: buffer[..<bodyStart], as: UTF8.self)
        guard let status = head.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw OptionError("Not an answer: \(head)")
        }
        let length = head.lowercased().firstMatch(of: /content-length: (\d+)/).flatMap { Int($0.1) } ?? 0
        while buffer.count < bodyStart + length { try receive() }
        defer { buffer.removeFirst(bodyStart + length) }
        return (status, String(decoding: buffer[bodyStart..<bodyStart + length], as: UTF8.self))
    }

    /// Where the body begins; nil when the head is not all there.
    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        let end = Array("\r\n\r\n".utf8)
        guard bytes.count >= end.count else { return nil }
        return (0...bytes.count - end.count).first { bytes[$0..<$0 + end.count].elementsEqual(end) }.map {
            $0 + end.count
        }
    }

    private func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw OptionError("The server closed the connection") }
            sent += count
        }
    }

    private func receive() throws {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        let count = piece.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { throw OptionError("The server closed the connection") }
        buffer.append(contentsOf: piece[..<count])
    }
}
