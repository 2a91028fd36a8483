import Configuration
import GridAPI
import Identity
import RedisDriver

/// How much the server lets through, from the environment.
struct LimitSettings: Sendable {
    /// What `_RATE_…` is called for each class of requests.
    private static let rates: [(kind: RateClass, key: ConfigKey, variable: String)] = [
        (.any, "rate.address", "URBANGRID_RATE_ADDRESS"), (.auth, "rate.auth", "URBANGRID_RATE_AUTH"),
        (.read, "rate.read", "URBANGRID_RATE_READ"), (.write, "rate.write", "URBANGRID_RATE_WRITE"),
        (.ingest, "rate.ingest", "URBANGRID_RATE_INGEST"), (.export, "rate.export", "URBANGRID_RATE_EXPORT"),
    ]

    let requests: RequestLimitSettings
    /// Where processes count together; nil: each counts by itself.
    let redis: RedisAddress?

    /// - Throws: `SettingsError` that names the variable and what it takes.
    init(_ reader: ConfigReader) throws {
        let scoped = reader.scoped(to: "urbangrid")
        var requests = RequestLimitSettings()
        for (kind, key, variable) in Self.rates {
            guard let text = scoped.string(forKey: key), !text.isEmpty else { continue }
            requests[kind] = try Self.rate(variable, text)
        }
        let places = try Settings.count("URBANGRID_HANDLERS", scoped.string(forKey: "handlers"), in: 1...4096)
        let ofOne = try Settings.count(
            "URBANGRID_HANDLERS_PER_TENANT", scoped.string(forKey: "handlers.per.tenant"),
            in: 1...(places ?? requests.places.places))
        if let places { requests.places = .init(places: places, placesOfOne: ofOne) }
        if let ofOne { requests.places.placesOfOne = ofOne }
        requests.trustedProxies = try Self.blocks(
            "URBANGRID_TRUSTED_PROXIES", scoped.string(forKey: "trusted.proxies") ?? "")
        self.requests = requests
        redis = try Self.redis(reader.string(forKey: "redis.url", isSecret: true) ?? "")
    }

    /// A line for each variable, as it was understood.
    var printed: [String] {
        Self.rates.map { "\($0.variable)  \(requests[$0.kind]?.description ?? "off")" } + [
            "URBANGRID_HANDLERS  \(requests.places.places), of one tenant \(requests.places.placesOfOne)",
            "URBANGRID_TRUSTED_PROXIES  "
                + (requests.trustedProxies.isEmpty
                    ? "(none)" : requests.trustedProxies.map(\.description).joined(separator: ", ")),
            "REDIS_URL            \(redis?.description ?? "(each process counts by itself)")",
        ]
    }

    private static func rate(_ variable: String, _ text: String) throws -> RateLimit? {
        if text.lowercased() == "off" { return nil }
        if let limit = RateLimit(text) { return limit }
        throw SettingsError(
            variable: variable, value: text,
            expected: "requests a minute such as 600, with how many at once such as 600/100, or off")
    }

    private static func blocks(_ variable: String, _ text: String) throws -> [AddressBlock] {
        try text.split(separator: ",").map { part in
            let word = part.filter { $0 != " " }
            if let block = AddressBlock(word) { return block }
            throw SettingsError(
                variable: variable, value: word, expected: "CIDR blocks such as 10.0.0.0/8, separated by commas")
        }
    }

    /// The error does not show the value, which may hold a password.
    private static func redis(_ text: String) throws -> RedisAddress? {
        if text.isEmpty { return nil }
        if let address = RedisAddress(text) { return address }
        throw SettingsError(
            variable: "REDIS_URL", value: "(hidden)",
            expected: "redis://[user:password@]host[:port][/database] or rediss://…")
    }
}
