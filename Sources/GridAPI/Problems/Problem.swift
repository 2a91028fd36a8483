package import HTTPTypes

/// An answer that says what went wrong (RFC 9457). Everything in it may be shown to the client.
package struct Problem: Error, Hashable, Sendable {
    /// What kind of problem it is; decides status, title and the stable name.
    package enum Kind: String, CaseIterable, Sendable {
        case badRequest = "bad-request"
        case unauthorized
        case forbidden
        case notFound = "not-found"
        case methodNotAllowed = "method-not-allowed"
        case conflict
        case preconditionFailed = "precondition-failed"
        case requestTimeout = "request-timeout"
        case headersTooLarge = "headers-too-large"
        case contentTooLarge = "content-too-large"
        case unsupportedMediaType = "unsupported-media-type"
        case misdirectedRequest = "misdirected-request"
        case unprocessableContent = "unprocessable-content"
        case tooManyRequests = "too-many-requests"
        case internalError = "internal-error"
        case insufficientStorage = "insufficient-storage"
        case unavailable
    }

    package let kind: Kind
    package let detail: String
    /// Every wrong field; the answer names the first hundred.
    package var errors: [FieldError] = []
    package var headers: HTTPFields = [:]

    package init(_ kind: Kind, _ detail: String, errors: [FieldError] = []) {
        self.kind = kind
        self.detail = detail
        self.errors = errors
    }

    package static let shownErrors = 100

    /// Parameters of the request's query or path that are wrong.
    package static func parameters(_ errors: [FieldError]) -> Problem {
        let count = errors.count == 1 ? "1 parameter is wrong." : "\(errors.count) parameters are wrong."
        return Problem(.badRequest, count, errors: errors)
    }

    package static func notFound(_ what: String) -> Problem {
        Problem(.notFound, "There is no \(what).")
    }

    /// No credential, or none that is valid. Does not tell which.
    package static let unauthorized: Problem = {
        var problem = Problem(.unauthorized, "Sign in, or send a valid token or API key.")
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"urbangrid\""
        return problem
    }()

    /// - Parameter retryAfter: seconds.
    package static func tooManyRequests(_ detail: String, retryAfter: Int) -> Problem {
        var problem = Problem(.tooManyRequests, detail)
        problem.headers[.retryAfter] = String(retryAfter)
        return problem
    }

    /// - Parameter retryAfter: seconds.
    package static func unavailable(_ detail: String, retryAfter: Int = 5) -> Problem {
        var problem = Problem(.unavailable, detail)
        problem.headers[.retryAfter] = String(retryAfter)
        return problem
    }

    /// Says nothing of the cause, which belongs in the log.
    package static let internalError = Problem(
        .internalError, "Something failed on the server. Quote the request id when you report it.")
}

extension Problem.Kind {
    package var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .conflict: .conflict
        case .preconditionFailed: .preconditionFailed
        case .requestTimeout: .requestTimeout
        case .headersTooLarge: .requestHeaderFieldsTooLarge
        case .contentTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .misdirectedRequest: .misdirectedRequest
        case .unprocessableContent: .unprocessableContent
        case .tooManyRequests: .tooManyRequests
        case .internalError: .internalServerError
        case .insufficientStorage: .init(code: 507, reasonPhrase: "Insufficient Storage")
        case .unavailable: .serviceUnavailable
        }
    }

    package var title: String {
        switch self {
        case .badRequest: "Bad request"
        case .unauthorized: "Unauthorized"
        case .forbidden: "Forbidden"
        case .notFound: "Not found"
        case .methodNotAllowed: "Method not allowed"
        case .conflict: "Conflict"
        case .preconditionFailed: "Precondition failed"
        case .requestTimeout: "Request timeout"
        case .headersTooLarge: "Request header fields too large"
        case .contentTooLarge: "Content too large"
        case .unsupportedMediaType: "Unsupported media type"
        case .misdirectedRequest: "Misdirected request"
        case .unprocessableContent: "Unprocessable content"
        case .tooManyRequests: "Too many requests"
        case .internalError: "Internal server error"
        case .insufficientStorage: "Insufficient storage"
        case .unavailable: "Service unavailable"
        }
    }
}
