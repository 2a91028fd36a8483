import Foundation
import JWTKit

/// A provider's public keys (RFC 7517), and what they have signed.
///
/// A key verifies by the one algorithm that its type is for here, whatever the token's header says (RFC 8725 §3.1): RSA of
/// 2048 bits and more by RS256, P-256 by ES256, Ed25519 by EdDSA. Secret keys and other types are left out.
public struct ProviderKeys: Sendable {
    private static let mostKeys = 50
    private static let mostCharacters = 20_000

    private struct Key {
        let id: String?
        let algorithm: String
        let collection: JWTKeyCollection
    }

    private struct KeySet: Decodable {
        let keys: [Entry]
    }

    private struct Entry: Decodable {
        let kty: String
        let kid: String?
        let use: String?
        let alg: String?
        let crv: String?
        let n: String?
        let e: String?
        let x: String?
        let y: String?
    }

    private struct Header: Decodable {
        let alg: String
        let kid: String?
        let crit: [String]?
    }

    private let keys: [Key]

    /// - Throws: `ProviderFault.unexpected`
    public init(json: [UInt8]) async throws(ProviderFault) {
        guard let set = try? JSONDecoder().decode(KeySet.self, from: Data(json)) else {
            throw .unexpected("its keys cannot be read")
        }
        var keys: [Key] = []
        for entry in set.keys.prefix(Self.mostKeys) {
            if let key = await Self.key(entry) { keys.append(key) }
        }
        guard !keys.isEmpty else { throw .unexpected("it has no key of RS256, ES256 or EdDSA") }
        self.keys = keys
    }

    /// The claims of a token that one of the keys has signed; nothing else of it is checked.
    /// - Throws: `ProviderFault.unknownKey`, `.badToken`
    func claims(of token: String) async throws(ProviderFault) -> IDTokenClaims {
        guard token.utf8.count <= Self.mostCharacters,
            let part = token.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).first,
            let bytes = Base64URL.decode(String(part)),
            let header = try? JSONDecoder().decode(Header.self, from: Data(bytes)), header.crit == nil
        else { throw .badToken("it cannot be read") }
        let named = keys.filter { $0.algorithm == header.alg }
        guard !named.isEmpty else { throw .badToken("it is signed by “\(header.alg.prefix(20))”") }
        // A provider with one key need not name it.
        let key = header.kid == nil && named.count == 1 ? named[0] : named.first { $0.id == header.kid }
        guard let key else { throw .unknownKey }
        do {
            return try await key.collection.verify(token, as: IDTokenClaims.self, iteratingKeys: true)
        } catch {
            throw .badToken("its signature or its shape is wrong")
        }
    }

    private static func key(_ entry: Entry) async -> Key? {
        guard entry.use == nil || entry.use == "sig" else { return nil }
        let collection = JWTKeyCollection()
        let algorithm: String
        switch (entry.kty, entry.crv) {
        case ("RSA", _):
            guard let n = entry.n, let e = entry.e,
                let key = try? Insecure.RSA.PublicKey(modulus: n, exponent: e)
            else { return nil }
            await collection.add(rsa: key, digestAlgorithm: .sha256)
            algorithm = "RS256"
        case ("EC", "P-256"):
            guard let x = entry.x, let y = entry.y, let key = try? ES256PublicKey(parameters: (x, y)) else {
                return nil
            }
            await collection.add(ecdsa: key)
            algorithm = "ES256"
        case ("OKP", "Ed25519"):
            guard let x = entry.x, let key = try? EdDSA.PublicKey(x: x, curve: .ed25519) else { return nil }
            await collection.add(eddsa: key)
            algorithm = "EdDSA"
        default: return nil
        }
        guard entry.alg == nil || entry.alg == algorithm else { return nil }
        return Key(id: entry.kid, algorithm: algorithm, collection: collection)
    }
}
