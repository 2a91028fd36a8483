public import GridModel
public import Identity

/// Somebody's account.
public struct User: Hashable, Sendable {
    public let id: UserID
    /// In lower case.
    public let email: String
    public let name: String
    /// Nil: signs in by another provider, or not yet.
    public let passwordHash: String?
    public let emailVerifiedAt: Timestamp?
    public let isPlatformOwner: Bool
    /// Sealed for this user; there already while it is being set up.
    public let sealedTOTPSecret: [UInt8]?
    /// Nil: the second factor is not (yet) asked for.
    public let totpConfirmedAt: Timestamp?
    /// The step of the last code that was taken.
    public let totpLastStep: Int64?
    public let createdAt: Timestamp
    public let disabledAt: Timestamp?

    public var hasSecondFactor: Bool { totpConfirmedAt != nil }
}
