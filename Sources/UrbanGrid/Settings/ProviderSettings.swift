import Configuration
import Foundation
import Identity

/// The services that people may sign in with, as the environment names them: `URBANGRID_OIDC` is a list of their ids, and
/// the rest is said of each, as `URBANGRID_OIDC_<ID>_ISSUER`.
enum ProviderSettings {
    private static let most = 10
    private static let mostDomains = 50

    /// - Parameter reader: scoped to `urbangrid`.
    /// - Throws: `SettingsError`
    static func read(_ reader: ConfigReader) throws -> [IdentityProvider] {
        let ids = (reader.string(forKey: "oidc") ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        guard ids.count <= most, Set(ids).count == ids.count, ids.allSatisfy(isID) else {
            throw SettingsError(
                variable: "URBANGRID_OIDC", value: ids.joined(separator: ","),
                expected: "at most \(most) different ids of lower-case letters and digits, parted by commas")
        }
        return try ids.map { try provider($0, reader.scoped(to: "oidc").scoped(to: ConfigKey([$0]))) }
    }

    /// For `urbangrid check`.
    static func printed() throws -> [String] {
        try read(Environment.reader().scoped(to: "urbangrid")).flatMap { provider in
            let name = "URBANGRID_OIDC_\(provider.id.uppercased())_"
            return [
                "\(name)ISSUER  \(provider.issuer)", "\(name)CLIENT_ID  \(provider.clientID)",
                "\(name)CLIENT_SECRET  \(provider.clientSecret == nil ? "(not given: a public client)" : "(hidden)")",
                "\(name)SCOPES  \(provider.scopes.joined(separator: " "))",
                "\(name)MAKES_ACCOUNTS  \(provider.makesAccounts ? "yes" : "no")",
                "\(name)LINKS_BY_EMAIL  \(provider.linksByEmail ? "yes" : "no")",
                "\(name)EMAIL_DOMAINS  \(provider.emailDomains.isEmpty ? "(any)" : provider.emailDomains.joined(separator: ","))",
                "\(name)TRUSTS_SECOND_FACTOR  \(provider.isTrustedWithSecondFactor ? "yes" : "no")",
            ]
        }
    }

    private static func provider(_ id: String, _ reader: ConfigReader) throws -> IdentityProvider {
        func variable(_ name: String) -> String { "URBANGRID_OIDC_\(id.uppercased())_\(name)" }
        func flag(_ name: String, _ key: ConfigKey) throws -> Bool {
            try Settings.flag(variable(name), reader.string(forKey: key))
        }
        guard let issuer = reader.string(forKey: "issuer"), isServiceAddress(issuer) else {
            throw SettingsError(
                variable: variable("ISSUER"), value: reader.string(forKey: "issuer") ?? "",
                expected: "the provider's issuer, such as https://login.example/realms/grid; http only for this machine"
            )
        }
        guard let client = reader.string(forKey: "client.id"), (1...255).contains(client.utf8.count) else {
            throw SettingsError(
                variable: variable("CLIENT_ID"), value: "", expected: "the name that the provider knows UrbanGrid by")
        }
        let secret = reader.string(forKey: "client.secret", isSecret: true)
        let scopes = (reader.string(forKey: "scopes") ?? "openid email profile").split(separator: " ").map(String.init)
        guard scopes.contains("openid") else {
            throw SettingsError(
                variable: variable("SCOPES"), value: scopes.joined(separator: " "),
                expected: "words parted by spaces, openid among them")
        }
        let domains = (reader.string(forKey: "email.domains") ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces).lowercased()
        }
        guard domains.count <= mostDomains, domains.allSatisfy({ EmailAddress.normalized("a@" + $0) == "a@" + $0 })
        else {
            throw SettingsError(
                variable: variable("EMAIL_DOMAINS"), value: domains.joined(separator: ","),
                expected: "at most \(mostDomains) domains such as example.com, parted by commas")
        }
        return IdentityProvider(
            id: id, name: reader.string(forKey: "name") ?? id.capitalized, issuer: issuer, clientID: client,
            clientSecret: secret.flatMap { $0.isEmpty ? nil : $0 }, scopes: scopes,
            makesAccounts: try flag("MAKES_ACCOUNTS", "makes.accounts"),
            linksByEmail: try flag("LINKS_BY_EMAIL", "links.by.email"),
            isTrustedWithSecondFactor: try flag("TRUSTS_SECOND_FACTOR", "trusts.second.factor"),
            emailDomains: domains)
    }

    private static func isID(_ text: String) -> Bool {
        (1...20).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }

    /// Of a service that whoever runs the installation names: with TLS, unless it is on this machine.
    static func isServiceAddress(_ text: String) -> Bool {
        guard text.utf8.count <= 500, let url = URLComponents(string: text), let host = url.host, !host.isEmpty,
            url.query == nil, url.fragment == nil, url.user == nil
        else { return false }
        return url.scheme == "https" || (url.scheme == "http" && ["127.0.0.1", "localhost", "[::1]"].contains(host))
    }
}
