import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// How large the body of a JSON request may become: as declared, or the limit where it is not.
    /// Refuses what is declared too large or as something else, before it is read.
    func jsonSize(upTo limit: Int) throws(Problem) -> Int {
        let type = headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() } ?? ""
        guard type.filter({ $0 != " " }) == "application/json" else {
            throw Problem(.unsupportedMediaType, "Send the body as application/json.")
        }
        if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw Problem(.unsupportedMediaType, "Send the body without Content-Encoding.")
        }
        return try size(upTo: limit)
    }

    /// How large the body may become: as declared, or the limit where it is not. Refuses what is declared too large
    /// before it is read.
    func size(upTo limit: Int) throws(Problem) -> Int {
        guard let declared = headers[.contentLength].flatMap({ Int($0) }) else { return limit }
        guard (0...limit).contains(declared) else { throw Self.tooLarge(limit) }
        return declared
    }

    /// Whether the body is packed. Refuses every other coding.
    func isGzip() throws(Problem) -> Bool {
        switch headers[.contentEncoding]?.lowercased() {
        case nil, "identity": return false
        case "gzip", "x-gzip": return true
        default: throw Problem(.unsupportedMediaType, "Send the body plain or with Content-Encoding: gzip.")
        }
    }

    /// The body, once `jsonSize` has let it in.
    func jsonBody(upTo limit: Int, within timeout: Duration) async throws -> [UInt8] {
        try await bytes(upTo: limit, within: timeout)
    }

    /// The body, once its size has let it in.
    /// - Parameter timeout: how long it may take to arrive.
    func bytes(upTo limit: Int, within timeout: Duration) async throws -> [UInt8] {
        do {
            let body = body
            return Array(
                buffer: try await withDeadline(
                    timeout, otherwise: Problem(.requestTimeout, "The body took too long to arrive.")
                ) { try await body.collect(upTo: limit) })
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge(limit)
        }
    }

    /// The request with its small body at hand. As it is, when what is declared is larger: whoever reads it refuses it.
    /// - Parameter timeout: how long the body may take to arrive.
    func withBodyArrived(upTo limit: Int, within timeout: Duration) async throws -> Request {
        guard (try? size(upTo: limit)) != nil else { return self }
        var arrived = self
        arrived.body = RequestBody(
            buffer: ByteBuffer(bytes: try await bytes(upTo: limit, within: timeout)))
        return arrived
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(.contentTooLarge, "The body may hold at most \(limit) bytes.")
    }
}
