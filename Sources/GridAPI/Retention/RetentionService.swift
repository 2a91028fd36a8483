package import Identity
package import Operations

/// How long the tenant keeps what.
package struct RetentionService: Sendable {
    package var state: @Sendable () async throws -> RetentionState
    /// Throws `RetentionRefusal`.
    package var set: @Sendable (RetentionPolicy, Actor) async throws -> RetentionState
    /// By a policy, or by the tenant's own; throws `RetentionRefusal`.
    package var preview: @Sendable (RetentionPolicy?) async throws -> RetentionReport
    /// The job that was added; nil when one waits or runs.
    package var run: @Sendable (Actor) async throws -> JobRecord?

    package init(
        state: @escaping @Sendable () async throws -> RetentionState,
        set: @escaping @Sendable (RetentionPolicy, Actor) async throws -> RetentionState,
        preview: @escaping @Sendable (RetentionPolicy?) async throws -> RetentionReport,
        run: @escaping @Sendable (Actor) async throws -> JobRecord?
    ) {
        self.state = state
        self.set = set
        self.preview = preview
        self.run = run
    }
}
