package import Identity
package import Operations

/// How long the tenant keeps what.
package struct RetentionService: Sendable {
    package typealias Change =
        @Sendable (RetentionPolicy, Actor, @escaping Precondition<RetentionState>) async throws -> RetentionState

    package var state: @Sendable () async throws -> RetentionState
    /// Throws `RetentionRefusal`.
    package var set: Change
    /// By a policy, or by the tenant's own; throws `RetentionRefusal`.
    package var preview: @Sendable (RetentionPolicy?) async throws -> RetentionReport
    /// The job that was added; nil when one waits or runs.
    package var run: @Sendable (Actor) async throws -> JobRecord?

    package init(
        state: @escaping @Sendable () async throws -> RetentionState,
        set: @escaping Change,
        preview: @escaping @Sendable (RetentionPolicy?) async throws -> RetentionReport,
        run: @escaping @Sendable (Actor) async throws -> JobRecord?
    ) {
        self.state = state
        self.set = set
        self.preview = preview
        self.run = run
    }
}
