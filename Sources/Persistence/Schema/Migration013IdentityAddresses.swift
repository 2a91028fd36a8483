extension Migration {
    /// The e-mail address that a provider tells of somebody, by which they know the account there again.
    static let identityAddresses = Migration(version: 13, name: "addresses of accounts at providers") { _ in
        [
            "ALTER TABLE external_identities ADD COLUMN email TEXT",
            "CREATE INDEX external_identities_by_user ON external_identities (user_id)",
        ]
    }
}
