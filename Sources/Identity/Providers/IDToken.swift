public import GridModel
import JWTKit

/// Whom a provider has signed in, as it says (OpenID Connect Core 1.0 §2 and §5.1).
public struct IDToken: Hashable, Sendable {
    private static let clockSkewSeconds: Int64 = 60
    /// Methods of authentication (RFC 8176) that are more than a password.
    private static let strongMethods: Set<String> = ["mfa", "otp", "hwk", "swk", "sc", "fpt", "face", "iris"]

    /// Never given to another account of the provider.
    public let subject: String
    /// Normalized; nil where the provider tells none that is an address.
    public let email: String?
    public let isEmailVerified: Bool
    public let name: String?
    public let hadSecondFactor: Bool

    /// Checks a token as Core 1.0 §3.1.3.7 asks.
    /// - Parameters:
    ///   - nonce: what the sign-in was begun with.
    /// - Throws: `ProviderFault`
    public init(
        _ text: String, of provider: IdentityProvider, keys: ProviderKeys, nonce: String, at now: Timestamp
    ) async throws(ProviderFault) {
        let claims = try await keys.claims(of: text)
        guard claims.iss == provider.issuer else { throw .badToken("another issuer has made it") }
        guard claims.aud.names.contains(provider.clientID) else { throw .badToken("it is for another client") }
        if claims.aud.names.count > 1 || claims.azp != nil {
            guard claims.azp == provider.clientID else { throw .badToken("it is for another client") }
        }
        let second = now.secondsSinceEpoch
        guard claims.exp > Double(second - Self.clockSkewSeconds) else { throw .badToken("it has expired") }
        guard claims.iat <= Double(second + Self.clockSkewSeconds) else { throw .badToken("it is of the future") }
        guard claims.nonce == nonce else { throw .badToken("it belongs to another sign-in") }
        guard (1...255).contains(claims.sub.utf8.count) else { throw .badToken("it names nobody") }
        subject = claims.sub
        email = claims.email.flatMap(EmailAddress.normalized)
        isEmailVerified = claims.isEmailVerified?.value ?? false
        name = claims.name
        hadSecondFactor = !Self.strongMethods.isDisjoint(with: claims.amr ?? [])
    }
}

/// The claims on the wire.
struct IDTokenClaims: JWTPayload {
    /// One name, or several.
    struct Audience: Codable, Hashable, Sendable {
        let names: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let one = try? container.decode(String.self) {
                names = [one]
            } else {
                names = try container.decode([String].self)
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(names)
        }
    }

    /// `true`; some providers write it as text.
    struct Flag: Codable, Hashable, Sendable {
        let value: Bool

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                value = flag
            } else {
                value = try container.decode(String.self) == "true"
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(value)
        }
    }

    let iss: String
    let sub: String
    let aud: Audience
    let azp: String?
    let exp: Double
    let iat: Double
    let nonce: String?
    let email: String?
    let isEmailVerified: Flag?
    let name: String?
    let amr: [String]?

    enum CodingKeys: String, CodingKey {
        case iss, sub, aud, azp, exp, iat, nonce, email, name, amr
        case isEmailVerified = "email_verified"
    }

    /// `IDToken` checks them, which knows the clock and what was asked for.
    func verify(using _: some JWTAlgorithm) throws {}
}
