public import GridModel

/// One utility or city: the unit of isolation.
public struct Tenant: Hashable, Sendable {
    public let id: TenantID
    /// Short and stable, for configuration and the command line.
    public let code: String
    public let name: String
    /// IANA name.
    public let timeZone: String
    /// BCP 47.
    public let locale: String
    /// ISO 4217.
    public let currency: String
    public let state: TenantState

    public init(
        id: TenantID, code: String, name: String, timeZone: String, locale: String, currency: String,
        state: TenantState = .active
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.timeZone = timeZone
        self.locale = locale
        self.currency = currency
        self.state = state
    }
}

/// Whether a tenant is served.
public enum TenantState: String, CaseIterable, Sendable {
    case active
    /// Nobody gets in, nothing runs; everything stays.
    case suspended
    /// As suspended, until its period of grace has passed and a job leaves nothing.
    case deleting
}
