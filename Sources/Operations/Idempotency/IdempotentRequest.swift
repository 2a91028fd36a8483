package import Persistence

/// A request that is to have its effect once, however often it is sent.
package struct IdempotentRequest: Hashable, Sendable {
    /// Who sends it, and the key by which it is known again.
    package let place: IdempotencyKeyRepository.Place
    /// Of everything that makes it another request.
    package let hash: [UInt8]

    /// - Parameter principal: who sends it, by a number that stays.
    package init(principal: String, key: String, hash: [UInt8]) {
        place = IdempotencyKeyRepository.Place(principal: principal, key: key)
        self.hash = hash
    }
}

/// An answer as a repeat is given it.
package struct KeptAnswer: Hashable, Sendable {
    package let status: Int
    /// Names and values.
    package let headers: [String: String]
    package let body: [UInt8]

    package init(status: Int, headers: [String: String], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
