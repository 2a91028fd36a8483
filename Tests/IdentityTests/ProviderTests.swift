import Crypto
import Foundation
import GridModel
import Identity
import Testing

struct ProofKeyTests {
    /// RFC 7636, appendix B.
    @Test func makesTheChallengeOfTheStandardsExample() {
        let key = ProofKey(verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(key.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func isNewEachTimeAndLongEnough() {
        #expect(ProofKey().verifier != ProofKey().verifier)
        #expect(ProofKey().verifier.utf8.count == 43)
    }
}

struct ProviderDescriptionTests {
    private let provider = IdentityProvider(
        id: "corp", name: "Corp", issuer: "https://login.example/realm", clientID: "grid", clientSecret: "hidden")

    private func description(_ changes: [String: Any]) throws -> ProviderDescription {
        var document: [String: Any] = [
            "issuer": "https://login.example/realm", "authorization_endpoint": "https://login.example/authorize",
            "token_endpoint": "https://login.example/token", "jwks_uri": "https://keys.example/keys",
        ]
        document.merge(changes) { $1 }
        return try ProviderDescription(
            json: Array(JSONSerialization.data(withJSONObject: document)), of: provider)
    }

    @Test func readsWhereThingsAreAndHowTheSecretIsTaken() throws {
        #expect(try description([:]).takesSecretInForm == false)
        #expect(try description(["token_endpoint_auth_methods_supported": ["client_secret_post"]]).takesSecretInForm)
        #expect(try description(["authorization_response_iss_parameter_supported": true]).namesItselfInAnswers)
    }

    @Test(arguments: [
        ["issuer": "https://login.example/realm/"], ["issuer": "https://evil.example"],
        ["token_endpoint": "http://login.example/token"], ["jwks_uri": "file:///etc/passwd"],
        ["authorization_endpoint": "javascript:alert(1)"], ["token_endpoint": ""],
    ])
    func refusesAnothersAndWhatLeavesHTTPS(changes: [String: String]) {
        #expect(throws: ProviderFault.self) { try description(changes) }
    }

    @Test func bringsOnlyVerifiedAddressesOfItsDomains() {
        #expect(provider.mayBring(email: nil, isVerified: false))
        let own = IdentityProvider(
            id: "corp", name: "Corp", issuer: "https://login.example", clientID: "grid", clientSecret: nil,
            emailDomains: ["corp.example", "example.com"])
        #expect(own.mayBring(email: "ada@example.com", isVerified: true))
        for (email, isVerified) in [
            ("ada@example.com", false), ("ada@sub.example.com", true), ("ada@notexample.com", true),
            ("example.com@evil.example", true), (nil, true),
        ] as [(String?, Bool)] {
            #expect(!own.mayBring(email: email, isVerified: isVerified), "\(email ?? "none")")
        }
    }

    @Test func namesAnAccountByNeitherItsIssuerNorItsSubject() {
        func id(_ issuer: String, _ subject: String) -> String {
            ExternalIdentity(issuer: issuer, subject: subject, email: nil, linkedAt: Timestamp(secondsSinceEpoch: 0)).id
        }
        #expect(id("https://a", "b").utf8.count == 22)
        #expect(id("https://a", "b") == id("https://a", "b"))
        #expect(
            Set([id("https://a", "b"), id("https://ab", ""), id("https://", "ab"), id("https://a", "c")]).count == 4)
    }

    @Test func showsNoSecret() {
        #expect(!"\(provider)".contains("hidden"))
    }
}

struct IDTokenTests {
    private static let now = Timestamp(secondsSinceEpoch: 1_795_650_000)
    private let provider = IdentityProvider(
        id: "corp", name: "Corp", issuer: "https://login.example", clientID: "grid", clientSecret: nil)
    private let key = Curve25519.Signing.PrivateKey()

    private func keys(_ more: [[String: String]] = []) async throws -> ProviderKeys {
        let own = [
            "kty": "OKP", "crv": "Ed25519", "kid": "one", "x": Base64URL.encode(Array(key.publicKey.rawRepresentation)),
        ]
        return try await ProviderKeys(json: Array(JSONSerialization.data(withJSONObject: ["keys": more + [own]])))
    }

    private func signed(_ changes: [String: Any], header: [String: Any] = ["alg": "EdDSA", "kid": "one"]) throws
        -> String
    {
        let second = Self.now.secondsSinceEpoch
        var claims: [String: Any] = [
            "iss": "https://login.example", "aud": "grid", "sub": "7", "nonce": "n", "iat": second, "exp": second + 300,
            "email": "Ada@Example.com", "email_verified": true,
        ]
        claims.merge(changes) { $1 }
        let parts = try [header, claims.filter { !($0.value is NSNull) }].map {
            Base64URL.encode(Array(try JSONSerialization.data(withJSONObject: $0)))
        }
        let text = parts.joined(separator: ".")
        return text + "." + Base64URL.encode(Array(try key.signature(for: Data(text.utf8))))
    }

    private func token(_ text: String) async throws -> IDToken {
        try await IDToken(text, of: provider, keys: try await keys(), nonce: "n", at: Self.now)
    }

    @Test func readsWhoIsMeant() async throws {
        let found = try await token(signed(["amr": ["pwd", "otp"], "name": "Ada"]))
        #expect(found.subject == "7" && found.email == "ada@example.com" && found.isEmailVerified)
        #expect(found.hadSecondFactor && found.name == "Ada")
        #expect(try await token(signed(["aud": ["grid"], "azp": "grid"])).hadSecondFactor == false)
    }

    @Test func refusesWhatIsForOthersOrNotOfNow() async throws {
        let second = Self.now.secondsSinceEpoch
        let wrong: [[String: Any]] = [
            ["iss": "https://login.example/"], ["aud": "other"], ["aud": ["grid", "other"]], ["azp": "other"],
            ["nonce": "m"], ["nonce": NSNull()], ["exp": second - 60], ["iat": second + 61], ["sub": ""],
            ["sub": String(repeating: "s", count: 256)],
        ]
        for changes in wrong {
            let text = try signed(changes)
            await #expect(throws: ProviderFault.self, "\(changes)") { try await token(text) }
        }
    }

    @Test func refusesAlgorithmsAndKeysThatAreNotTheProviders() async throws {
        for header: [String: Any] in [
            ["alg": "none"], ["alg": "HS256", "kid": "one"], ["alg": "RS256", "kid": "one"],
            ["alg": "EdDSA", "kid": "one", "crit": ["b64"]],
        ] {
            let text = try signed([:], header: header)
            await #expect(throws: ProviderFault.self, "\(header)") { try await token(text) }
        }
        let unknown = try signed([:], header: ["alg": "EdDSA", "kid": "two"])
        await #expect(throws: ProviderFault.unknownKey) { try await token(unknown) }
        let own = try signed([:])
        let changed =
            own.split(separator: ".")[0] + "." + (try signed(["sub": "8"])).split(separator: ".")[1] + "."
            + own.split(separator: ".")[2]
        await #expect(throws: ProviderFault.self) { try await token(String(changed)) }
    }

    @Test func takesNoSecretKeysAndNoneForOtherUses() async throws {
        for entry in [
            ["kty": "oct", "k": "c2hhcmVk", "kid": "one"],
            ["kty": "OKP", "crv": "Ed25519", "kid": "two", "use": "enc", "x": "AA"],
        ] {
            let json = try JSONSerialization.data(withJSONObject: ["keys": [entry]])
            await #expect(throws: ProviderFault.self) { try await ProviderKeys(json: Array(json)) }
        }
    }
}
