/// Runs an operation and cancels it when it takes too long.
/// - Parameter problem: what is thrown then.
///
/// The answer comes when the operation notices that it was cancelled: database calls and reading
/// a body do.
func withDeadline<Value: Sendable>(
    _ timeout: Duration, otherwise problem: Problem = .unavailable("The request took too long."),
    _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            // The deadline of the race; cancelled as soon as the operation has ended.
            try await Task.sleep(for: timeout)
            return nil
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() ?? nil else {
            throw problem
        }
        return value
    }
}
