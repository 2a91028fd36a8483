import HTTPTypes
import Hummingbird
import Logging

/// Names every request: by the client's own id where it is sane, else by a new one.
struct RequestIDMiddleware: RouterMiddleware {
    typealias Context = GridRequestContext

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.requestID = request.headers[.requestID].flatMap(Self.accepted) ?? RequestID.make()
        context.logger[metadataKey: "requestId"] = .string(context.requestID)
        context.logger[metadataKey: "hb.request.id"] = nil
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        return response
    }

    /// What can stand in a log line and a header: up to 64 letters, digits, dots, dashes.
    private static func accepted(_ text: String) -> String? {
        guard (1...64).contains(text.utf8.count) else { return nil }
        let isSane = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isSane ? text : nil
    }
}

enum RequestID {
    /// 64 random bits in hexadecimal.
    static func make() -> String {
        let text = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")!
}
