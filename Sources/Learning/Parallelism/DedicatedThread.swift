import CLearningKernels

/// A thread of its own for work that computes for minutes: Swift's cooperative threads are for work that yields.
public enum DedicatedThread {
    /// Runs `work` on a new thread and returns what it returns. `TrainingError.cannotStartThreads` when the system
    /// gives no thread.
    public static func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let box = WorkBox { continuation.resume(with: Swift.Result(catching: work)) }
            let context = Unmanaged.passRetained(box)
            if !lk_thread_start({ Unmanaged<WorkBox>.fromOpaque($0).takeRetainedValue().body() }, context.toOpaque()) {
                context.release()
                continuation.resume(throwing: TrainingError.cannotStartThreads(1))
            }
        }
    }
}

/// What C carries as a pointer.
private final class WorkBox: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}
