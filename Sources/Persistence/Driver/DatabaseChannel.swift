/// What a transaction tells those who wait, in whichever process they run, once it has been committed.
public enum DatabaseChannel: String, CaseIterable, Sendable {
    /// A job was put into the queue.
    case jobs = "urbangrid_jobs"
    /// A session, membership, role, key, account or tenant changed: what was remembered of them is no longer true.
    case identity = "urbangrid_identity"
}
