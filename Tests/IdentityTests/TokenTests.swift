import Crypto
import Foundation
import GridModel
import Testing

@testable import Identity

@Suite struct TokenTests {
    private let key = SigningKey()
    private let now = Timestamp(secondsSinceEpoch: 1_795_424_400)

    private var token: AccessToken {
        AccessToken(user: UserID(7), session: SessionID(rawValue: "s1"), tenant: TenantID(3), issuedAt: now)
    }

    private func authority(_ current: SigningKey? = nil, _ others: [SigningKey] = []) async -> TokenAuthority {
        await TokenAuthority(issuer: "https://grid.example", current: current ?? key, others: others)
    }

    /// A token with a header and claims of the test's, signed by the key.
    private func forged(header: String, claims: String, by key: SigningKey) throws -> String {
        let text = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(claims.utf8))
        return text + "." + Base64URL.encode(Array(try key.key.signature(for: Data(text.utf8))))
    }

    private var claims: String {
        let issued = now.secondsSinceEpoch
        return "{\"iss\":\"https://grid.example\",\"aud\":\"https://grid.example\",\"sub\":\"7\",\"sid\":\"s1\","
            + "\"tid\":3,\"iat\":\(issued),\"exp\":\(issued + 900)}"
    }

    @Test func readsWhatItSigned() async throws {
        let authority = await authority()
        let text = try await authority.sign(token)
        #expect(await authority.verify(text, at: now) == token)
        let header = try #require(Base64URL.decode(String(text.prefix { $0 != "." })))
        let parsed = try JSONSerialization.jsonObject(with: Data(header)) as? [String: String]
        #expect(parsed == ["alg": "EdDSA", "kid": key.id, "typ": "JWT"])
    }

    @Test func isGoodForFifteenMinutes() async throws {
        let authority = await authority()
        let text = try await authority.sign(token)
        #expect(await authority.verify(text, at: now + 899) != nil)
        #expect(await authority.verify(text, at: now + 900) == nil)
        #expect(await authority.verify(text, at: now - 60) == nil)
    }

    @Test func keysThatSignNoMoreStillVerify() async throws {
        let text = try await authority().sign(token)
        let next = SigningKey()
        #expect(await authority(next, [key]).verify(text, at: now) == token)
        #expect(await authority(next).verify(text, at: now) == nil)
    }

    @Test func storesKeysAsBytes() throws {
        let again = try SigningKey(id: key.id, bytes: key.bytes)
        #expect(again.key.publicKey.rawRepresentation == key.key.publicKey.rawRepresentation)
        #expect(throws: (any Error).self) { try SigningKey(id: "x", bytes: [1, 2, 3]) }
    }

    /// RFC 8725 §2.1: what a token says of its own algorithm decides nothing.
    @Test func refusesAnotherAlgorithmThanItsOwn() async throws {
        let authority = await authority()
        let good = try forged(header: "{\"alg\":\"EdDSA\",\"kid\":\"\(key.id)\"}", claims: claims, by: key)
        #expect(await authority.verify(good, at: now) == token)
        for header in [
            "{\"alg\":\"none\",\"kid\":\"\(key.id)\"}", "{\"alg\":\"None\",\"kid\":\"\(key.id)\"}",
            "{\"alg\":\"HS256\",\"kid\":\"\(key.id)\"}", "{\"kid\":\"\(key.id)\"}", "{\"alg\":\"EdDSA\"}",
            "{\"alg\":\"EdDSA\",\"kid\":\"\(key.id)\",\"crit\":[\"x\"]}",
            "{\"alg\":\"EdDSA\",\"kid\":\"\(key.id)\",\"crit\":\"x\"}",
            "{\"alg\":\"EdDSA\",\"kid\":[\"\(key.id)\"]}", "{\"alg\":\"EdDSA\",\"kid\":\"\(key.id)\",\"typ\":\"JWE\"}",
            "[]",
            "",
        ] {
            let text = try forged(header: header, claims: claims, by: key)
            #expect(await authority.verify(text, at: now) == nil, "\(header)")
        }
        let unsigned = good.split(separator: ".").prefix(2).joined(separator: ".") + "."
        #expect(await authority.verify(unsigned, at: now) == nil)
    }

    /// The public key used as a secret of HMAC.
    @Test func refusesATokenSignedWithThePublicKey() async throws {
        let text =
            Base64URL.encode(Array("{\"alg\":\"HS256\",\"kid\":\"\(key.id)\"}".utf8)) + "."
            + Base64URL.encode(Array(claims.utf8))
        let mac = HMAC<SHA256>.authenticationCode(
            for: Data(text.utf8), using: SymmetricKey(data: key.key.publicKey.rawRepresentation))
        #expect(await authority().verify(text + "." + Base64URL.encode(Array(mac)), at: now) == nil)
    }

    @Test(arguments: ["../../etc/passwd", "' OR 1=1 --", "http://evil.example/key", "\u{0}"])
    func refusesKeysThatAreNotAtHand(kid: String) async throws {
        let header = try JSONSerialization.data(withJSONObject: ["alg": "EdDSA", "kid": kid])
        let text = try forged(header: String(decoding: header, as: UTF8.self), claims: claims, by: key)
        #expect(await authority().verify(text, at: now) == nil)
    }

    @Test func refusesClaimsThatAreNotOurs() async throws {
        let authority = await authority()
        let header = "{\"alg\":\"EdDSA\",\"kid\":\"\(key.id)\"}"
        for (part, other) in [
            ("\"iss\":\"https://grid.example\"", "\"iss\":\"https://evil.example\""),
            ("\"aud\":\"https://grid.example\"", "\"aud\":\"https://other.example\""),
            ("\"sub\":\"7\"", "\"sub\":\"-7\""), ("\"sub\":\"7\"", "\"sub\":\"x\""), ("\"sid\":\"s1\"", "\"sid\":\"\""),
            ("\"tid\":3", "\"tid\":-3"), ("\"exp\":\(now.secondsSinceEpoch + 900)", "\"exp\":99999999999"),
            ("\"exp\":\(now.secondsSinceEpoch + 900)", "\"exp\":\"x\""),
        ] {
            let text = try forged(header: header, claims: claims.replacing(part, with: other), by: key)
            #expect(await authority.verify(text, at: now) == nil, "\(other)")
        }
    }

    @Test func refusesAChangedTokenAndOtherText() async throws {
        let authority = await authority()
        let text = try await authority.sign(token)
        var parts = text.split(separator: ".").map(String.init)
        parts[1] = Base64URL.encode(Array(claims.replacing("\"sub\":\"7\"", with: "\"sub\":\"8\"").utf8))
        #expect(await authority.verify(parts.joined(separator: "."), at: now) == nil)
        for other in ["", ".", "..", "a.b.c", text + ".x", String(repeating: "x", count: 100_000)] {
            #expect(await authority.verify(other, at: now) == nil)
        }
        #expect(
            await TokenAuthority(issuer: "https://grid.example", current: SigningKey()).verify(text, at: now) == nil)
    }

    @Test func refreshTokensAreASessionAndASecret() throws {
        let token = RefreshToken(session: SessionID(rawValue: "s1"))
        let read = try #require(RefreshToken(token.text))
        #expect(read.session == token.session)
        #expect(read.secret.matches(hash: token.secret.hash))
        for text in ["", "s1", "s1.", ".x", "s1.short", token.text + ".x"] { #expect(RefreshToken(text) == nil) }
    }
}
