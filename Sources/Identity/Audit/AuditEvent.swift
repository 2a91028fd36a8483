/// Something that was done or refused, as it goes into the audit log.
public struct AuditEvent: Hashable, Sendable {
    public enum Outcome: String, Sendable, CaseIterable {
        case done
        case refused
    }

    public let actor: Actor
    /// `noun.verb`, such as `apiKey.revoke` or `session.begin`.
    public let action: String
    public let outcome: Outcome
    /// What it was done to: its kind, as `apiKey`, and its number or name.
    public let objectKind: String
    public let objectID: String
    /// JSON objects of what was there before and after; never with a secret.
    public let before: String?
    public let after: String?

    public init(
        actor: Actor, action: String, outcome: Outcome = .done, objectKind: String, objectID: String,
        before: String? = nil, after: String? = nil
    ) {
        self.actor = actor
        self.action = action
        self.outcome = outcome
        self.objectKind = objectKind
        self.objectID = objectID
        self.before = before
        self.after = after
    }
}
