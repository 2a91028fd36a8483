import HTTPTypes
import Hummingbird
import Operations

/// Reads the small bodies that accounts are asked with.
struct AccountInput: Sendable {
    /// Room for the longest password, written in escapes.
    private static let mostBytes = 8 << 10

    let limits: GridAPILimits

    func body(_ request: Request) async throws -> JSONBody {
        _ = try request.jsonSize(upTo: Self.mostBytes)
        return try JSONBody(try await request.jsonBody(upTo: Self.mostBytes, within: limits.bodyTimeout))
    }

    /// Nil where a request that may have a body has none.
    func optionalBody(_ request: Request) async throws -> JSONBody? {
        let hasNone = request.headers[.contentType] == nil && (request.headers[.contentLength] ?? "0") == "0"
        if hasNone, request.headers[.transferEncoding] == nil { return nil }
        return try await body(request)
    }

    /// A body that holds nothing but what confirms who asks.
    func confirmation(_ request: Request) async throws -> Confirmation {
        var body = try await body(request)
        let confirmation = Self.confirmation(&body)
        try body.check()
        return confirmation
    }

    /// Of a body that holds more; it is still to be checked.
    static func confirmation(_ body: inout JSONBody) -> Confirmation {
        let (password, code) = (body.text("password", isRequired: false), body.text("code", isRequired: false))
        return Confirmation(password: password.isEmpty ? nil : password, code: code.isEmpty ? nil : code)
    }

    /// One member that is text.
    func text(_ name: String, in request: Request) async throws -> String {
        var body = try await body(request)
        let text = body.text(name)
        try body.check()
        return text
    }
}
