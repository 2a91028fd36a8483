import Foundation
public import GridModel
import JWTKit

/// Signs access tokens, and verifies them: EdDSA alone, by the key that the token names among those at hand.
///
/// What a token says of its own algorithm decides nothing (RFC 8725 §3.1): another word than `EdDSA` there, an unknown
/// key, or a member that must be understood (`crit`) and the token is not looked at further.
public struct TokenAuthority: Sendable {
    private static let mostCharacters = 2048
    /// Clocks of several servers differ.
    private static let clockSkewSeconds: Int64 = 5

    private let issuer: String
    private let current: SigningKey
    private let signer: JWTKeyCollection
    private let verifiers: [String: JWTKeyCollection]

    /// - Parameters:
    ///   - issuer: of the tokens, and whom they are for: the installation's address.
    ///   - current: signs.
    ///   - others: verify what they signed before.
    public init(issuer: String, current: SigningKey, others: [SigningKey] = []) async {
        self.issuer = issuer
        self.current = current
        signer = await Self.collection(current)
        var verifiers = [current.id: signer]
        for key in others where key.id != current.id { verifiers[key.id] = await Self.collection(key) }
        self.verifiers = verifiers
    }

    public func sign(_ token: AccessToken) async throws -> String {
        try await signer.sign(AccessTokenClaims(token, issuer: issuer), kid: JWKIdentifier(string: current.id))
    }

    /// Nil for everything but a token of ours that is good now.
    public func verify(_ text: String, at now: Timestamp) async -> AccessToken? {
        guard text.utf8.count <= Self.mostCharacters, let keys = keys(for: text),
            let claims = try? await keys.verify(text, as: AccessTokenClaims.self),
            let token = claims.token(issuer: issuer), token.expiresAt > now,
            token.issuedAt <= now + Self.clockSkewSeconds
        else { return nil }
        return token
    }

    /// A collection of one key: a token is never tried on another than the one it names.
    private static func collection(_ key: SigningKey) async -> JWTKeyCollection {
        await JWTKeyCollection().add(eddsa: EdDSA.PrivateKey(backing: key.key), kid: JWKIdentifier(string: key.id))
    }

    private struct Header: Decodable {
        let alg: String
        let kid: String
        let typ: String?
        let crit: [String]?
    }

    private func keys(for text: String) -> JWTKeyCollection? {
        guard let part = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).first,
            let bytes = Base64URL.decode(String(part)),
            let header = try? JSONDecoder().decode(Header.self, from: Data(bytes)), header.alg == "EdDSA",
            header.typ == nil || header.typ == "JWT", header.crit == nil
        else { return nil }
        return verifiers[header.kid]
    }
}
