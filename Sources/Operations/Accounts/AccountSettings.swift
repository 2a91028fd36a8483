package import Identity

/// How accounts are made in this installation.
package struct AccountSettings: Hashable, Sendable {
    package enum Registration: String, CaseIterable, Sendable {
        /// Anybody makes an account; it belongs to no tenant until it is invited to one.
        case open
        /// Only who was invited.
        case invite
        /// Accounts are made on the command line.
        case closed
    }

    package let registration: Registration
    /// By which people reach the web app, as `https://grid.example`, without a slash at its end.
    package let publicURL: String
    package let productName: String
    /// Whether platform owners may do nothing but set one up as long as they have no second factor.
    package let ownersNeedSecondFactor: Bool
    /// Steps of thirty seconds by which an authenticator's clock may differ, within `TOTP.tolerances`.
    package let codeTolerance: Int
    /// Open sessions of one person; with one more, the one ends that was used longest ago.
    package let mostSessions: Int
    /// Where people may sign in instead of by a password here.
    package let providers: [IdentityProvider]

    package static let mostSessionsByDefault = 50

    package init(
        registration: Registration, publicURL: String, productName: String = "UrbanGrid",
        ownersNeedSecondFactor: Bool = false, codeTolerance: Int = 0,
        mostSessions: Int = mostSessionsByDefault,
        providers: [IdentityProvider] = []
    ) {
        self.registration = registration
        self.publicURL = publicURL
        self.productName = productName
        self.ownersNeedSecondFactor = ownersNeedSecondFactor
        self.codeTolerance = codeTolerance
        self.mostSessions = mostSessions
        self.providers = providers
    }
}
