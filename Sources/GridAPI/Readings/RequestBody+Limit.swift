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
        guard let declared = headers[.contentLength].flatMap({ Int($0) }) else { return limit }
        guard (0...limit).contains(declared) else { throw Self.tooLarge(limit) }
        return declared
    }

    /// The body, once `jsonSize` has let it in.
    /// - Parameter timeout: how long it may take to arrive.
    func jsonBody(upTo limit: Int, within timeout: Duration) async throws -> [UInt8] {
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

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(.contentTooLarge, "The body may hold at most \(limit) bytes.")
    }
}
