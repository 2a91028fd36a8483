/// Runs an operation and cancels it when it takes too long.
/// - Parameter problem: what is thrown then.
///
/// The answer comes when the operation notices that it was cancelled: database calls and reading
/// a body do.
func withDeadline<Value: Sendable>(
    _ timeout: Duration, otherwise problem: Problem = .unavailable("The request took too long."),
    _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let work = Task { try await operation() }
    let deadline = Deadlines.shared.add(after: timeout) { work.cancel() }
    let result = await withTaskCancellationHandler {
        await work.result
    } onCancel: {
        work.cancel()
    }
    guard Deadlines.shared.remove(deadline) else { throw problem }
    return try result.get()
}
