/// Which of a tenant's people to list; nil takes all.
public struct MemberFilter: Hashable, Sendable {
    /// Somewhere in the e-mail address or the name.
    public let search: String?
    /// A built-in role or the code of a custom one.
    public let role: String?

    public init(search: String? = nil, role: String? = nil) {
        self.search = search
        self.role = role
    }
}
