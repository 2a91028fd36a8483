import CLearningKernels

/// Threads that share out numbered tasks; made once per training, gone with it.
///
/// `@unchecked Sendable`: the C group behind it does its own locking; runs are made by one thread at a time, the
/// training's.
final class WorkerGroup: @unchecked Sendable {
    private let group: OpaquePointer

    /// - Parameter threads: in all, the caller's own among them.
    init(threads: Int) throws(TrainingError) {
        guard let group = lk_thread_group_create(max(1, threads)) else { throw .cannotStartThreads(threads) }
        self.group = group
    }

    deinit {
        lk_thread_group_destroy(group)
    }

    /// Runs `body` for each of `0 ..< tasks`, in any order, on any of the threads; returns when all are done.
    func run(_ tasks: Int, _ body: @Sendable (Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            let box = TaskBox(body)
            withExtendedLifetime(box) {
                lk_thread_group_run(
                    group, tasks, { Unmanaged<TaskBox>.fromOpaque($0).takeUnretainedValue().body($1) },
                    Unmanaged.passUnretained(box).toOpaque())
            }
        }
    }
}

/// What C carries as a pointer.
private final class TaskBox: Sendable {
    let body: @Sendable (Int) -> Void

    init(_ body: @escaping @Sendable (Int) -> Void) {
        self.body = body
    }
}
