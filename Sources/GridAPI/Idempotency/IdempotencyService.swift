package import Operations

/// Remembers the answers of a tenant's requests that have an idempotency key.
package struct IdempotencyService: Sendable {
    package var begin: @Sendable (IdempotentRequest) async throws -> KeepAnswers.Standing
    package var keep: @Sendable (KeptAnswer, KeepAnswers.Claim) async throws -> Void
    /// Lets the request be sent again.
    package var release: @Sendable (KeepAnswers.Claim) async throws -> Void

    package init(
        begin: @escaping @Sendable (IdempotentRequest) async throws -> KeepAnswers.Standing,
        keep: @escaping @Sendable (KeptAnswer, KeepAnswers.Claim) async throws -> Void,
        release: @escaping @Sendable (KeepAnswers.Claim) async throws -> Void
    ) {
        self.begin = begin
        self.keep = keep
        self.release = release
    }
}
