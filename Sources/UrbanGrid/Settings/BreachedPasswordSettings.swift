import Configuration
import GridModel
import Identity
import Integrations
import Operations

/// What this installation knows breached passwords by, besides the common ones that the program carries.
struct BreachedPasswordSettings: Sendable {
    /// Nil: none.
    let file: BreachedPasswordFile?
    /// What the first five digits of a hash are put behind; nil: no service is asked.
    let address: String?

    /// Opens the file.
    /// - Parameter scoped: to `urbangrid`.
    /// - Throws: `SettingsError`
    init(_ scoped: ConfigReader) throws {
        file = try Self.file(scoped.string(forKey: "breached.passwords") ?? "")
        address = try Self.address(scoped.string(forKey: "breached.passwords.url") ?? "")
    }

    /// - Parameter report: called for a source that could not answer.
    func sources(report: @escaping @Sendable (any Error) -> Void) -> BreachedPasswords {
        var sources: [BreachedPasswords.Source] = []
        if let file { sources.append { try file.contains($0) } }
        if let address {
            let range = BreachedPasswordRange(address: address)
            sources.append { try await range.contains($0.hex) }
        }
        return BreachedPasswords(sources, report: report)
    }

    /// For `urbangrid check`.
    var printed: [String] {
        let contents = file.map { file in
            "\(file.path), \(file.filter.passwords) passwords seen \(file.filter.minimumCount) times or more, of "
                + "\(file.filter.madeAt.utcDate), one in \(file.filter.oneIn) others is refused too"
        }
        return [
            "URBANGRID_BREACHED_PASSWORDS  \(contents ?? "(the common ones alone)")",
            "URBANGRID_BREACHED_PASSWORDS_URL  \(address ?? "(no service is asked)")",
        ]
    }

    private static func file(_ path: String) throws -> BreachedPasswordFile? {
        guard !path.isEmpty else { return nil }
        do {
            return try BreachedPasswordFile(path: path)
        } catch let error as BreachedPasswordFileError {
            throw SettingsError(
                variable: "URBANGRID_BREACHED_PASSWORDS", value: path,
                expected: "a whole file of `urbangrid passwords build` (\(error))")
        }
    }

    /// It may be in the own network, as whoever runs the installation names it; others could read what is asked without
    /// TLS, so that is for this machine alone.
    private static func address(_ text: String) throws -> String? {
        guard !text.isEmpty else { return nil }
        guard ProviderSettings.isServiceAddress(text) else {
            throw SettingsError(
                variable: "URBANGRID_BREACHED_PASSWORDS_URL", value: text,
                expected: "an address such as https://api.pwnedpasswords.com/range/; http only for this machine")
        }
        return text.hasSuffix("/") ? text : text + "/"
    }
}
