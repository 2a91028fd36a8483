import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// The body of a JSON request, refused before it is read when it is declared too large or as
    /// something else.
    func jsonBody(upTo limit: Int) async throws -> [UInt8] {
        let type = headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() } ?? ""
        guard type.filter({ $0 != " " }) == "application/json" else {
            throw Problem(.unsupportedMediaType, "Send the body as application/json.")
        }
        if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw Problem(.unsupportedMediaType, "Send the body without Content-Encoding.")
        }
        if let declared = headers[.contentLength].flatMap({ Int($0) }), declared > limit {
            throw Self.tooLarge(limit)
        }
        do {
            return Array(buffer: try await body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge(limit)
        }
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        var problem = Problem(.contentTooLarge, "The body may hold at most \(limit) bytes.")
        problem.closesConnection = true
        return problem
    }
}
