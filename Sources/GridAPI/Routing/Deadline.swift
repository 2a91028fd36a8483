/// Runs an operation and cancels it when it takes too long; then it is a 503.
///
/// The answer comes when the operation notices that it was cancelled: database calls and reading
/// a body do.
func withDeadline<Value: Sendable>(
    _ timeout: Duration, _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: timeout)
            return nil
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() ?? nil else {
            throw Problem.unavailable("The request took too long.")
        }
        return value
    }
}
