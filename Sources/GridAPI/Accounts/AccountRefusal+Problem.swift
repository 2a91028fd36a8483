import HTTPTypes
import Operations

extension Problem {
    init(_ refusal: AccountRefusal) {
        switch refusal {
        case .invalid(let faults):
            self = .unprocessable(
                faults.map { FieldError(field: $0.field, message: $0.message, expected: $0.expected) })
        case .notSignedIn: self = .unauthorized
        case .emailNotVerified, .forbidden: self.init(.forbidden, refusal.description)
        case .tooMany(let seconds): self = .tooManyRequests(refusal.description, retryAfter: Int(seconds))
        case .busy: self = .unavailable(refusal.description)
        case .conflict: self.init(.conflict, refusal.description)
        case .notFound: self.init(.notFound, refusal.description)
        }
    }

    /// A problem instead of a refusal.
    static func refusing<Answer>(_ answer: () async throws -> Answer) async throws -> Answer {
        do {
            return try await answer()
        } catch let refusal as AccountRefusal {
            throw Problem(refusal)
        }
    }
}
