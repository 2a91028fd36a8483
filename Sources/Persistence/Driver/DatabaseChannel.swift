/// What a transaction tells those who wait, in whichever process they run, once it has been committed.
public enum DatabaseChannel: String, CaseIterable, Sendable {
    /// A job was put into the queue.
    case jobs = "urbangrid_jobs"
}
