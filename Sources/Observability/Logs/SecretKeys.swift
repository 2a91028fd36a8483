/// Knows metadata keys whose values never belong in a log.
enum SecretKeys {
    /// What stands in place of a secret.
    static let placeholder = "[hidden]"

    private static let marks = [
        "password", "passphrase", "secret", "token", "authorization", "cookie", "apikey", "api_key", "api-key",
        "credential", "privatekey", "private_key", "private-key", "dsn",
    ]

    static func isSecret(_ key: String) -> Bool {
        let lowered = key.lowercased()
        return marks.contains { lowered.contains($0) }
    }
}
