import Crypto
import Foundation
import GridModel
import Identity
import Operations
import Synchronization
import Testing

/// A provider whose keys change, which counts what it is asked.
private final class CountedProvider: Sendable {
    struct State {
        var keyID = "one"
        var isAway = false
        var asked: [String] = []
    }

    let state = Mutex(State())
    let key = Curve25519.Signing.PrivateKey()
    let provider = IdentityProvider(
        id: "corp", name: "Corp", issuer: "https://login.example", clientID: "grid", clientSecret: nil)

    func count(_ url: String) -> Int { state.withLock { $0.asked.count(where: { $0.hasSuffix(url) }) } }

    func get(_ url: String) async throws -> [UInt8] {
        let (keyID, isAway) = state.withLock { state in
            state.asked.append(url)
            return (state.keyID, state.isAway)
        }
        // Whoever else asks meanwhile comes while this is under way.
        for _ in 0..<20 { await Task.yield() }
        if isAway { throw ProviderFault.unreachable("away") }
        let document: [String: Any] =
            url.hasSuffix("/keys")
            ? [
                "keys": [
                    [
                        "kty": "OKP", "crv": "Ed25519", "kid": keyID,
                        "x": Base64URL.encode(Array(key.publicKey.rawRepresentation)),
                    ]
                ]
            ]
            : [
                "issuer": provider.issuer, "authorization_endpoint": "https://login.example/authorize",
                "token_endpoint": "https://login.example/token", "jwks_uri": "https://login.example/keys",
            ]
        return Array(try JSONSerialization.data(withJSONObject: document))
    }

    func token(_ keyID: String, at now: Timestamp) throws -> String {
        let claims: [String: Any] = [
            "iss": provider.issuer, "aud": "grid", "sub": "7", "nonce": "n", "iat": now.secondsSinceEpoch,
            "exp": now.secondsSinceEpoch + 300,
        ]
        let text = try [["alg": "EdDSA", "kid": keyID], claims].map {
            Base64URL.encode(Array(try JSONSerialization.data(withJSONObject: $0)))
        }.joined(separator: ".")
        return text + "." + Base64URL.encode(Array(try key.signature(for: Data(text.utf8))))
    }
}

struct ProviderDirectoryTests {
    private let counted = CountedProvider()
    private let clock = TestClock(Timestamp(secondsSinceEpoch: 1_795_650_000))
    private let directory: ProviderDirectory

    init() {
        let (counted, clock) = (self.counted, self.clock)
        directory = ProviderDirectory(
            connection: ProviderConnection(
                get: { try await counted.get($0) }, post: { _, _, _ in throw ProviderFault.unreachable("not asked") }),
            now: { clock.now })
    }

    private func subject(_ keyID: String) async throws -> String {
        try await directory.identity(
            counted.token(keyID, at: clock.now), of: counted.provider, nonce: "n"
        ).subject
    }

    @Test func asksOnceForAllWhoSignInAtTheSameTime() async throws {
        try await withThrowingTaskGroup { group in
            for _ in 0..<50 { group.addTask { _ = try await directory.description(of: counted.provider) } }
            try await group.waitForAll()
        }
        #expect(counted.count("openid-configuration") == 1)
    }

    @Test func remembersBrieflyThatItIsAway() async throws {
        counted.state.withLock { $0.isAway = true }
        for _ in 0..<10 {
            await #expect(throws: ProviderFault.unreachable("away")) {
                try await directory.description(of: counted.provider)
            }
        }
        #expect(counted.count("openid-configuration") == 1)
        counted.state.withLock { $0.isAway = false }
        clock.now = clock.now + 5
        _ = try await directory.description(of: counted.provider)
        #expect(counted.count("openid-configuration") == 2)
    }

    @Test func takesANewKeyAfterOneMoreLook() async throws {
        #expect(try await subject("one") == "7")
        counted.state.withLock { $0.keyID = "two" }
        #expect(try await subject("two") == "7")
        #expect(counted.count("/keys") == 2)
    }

    @Test func looksForForgedKeysOnceAMinute() async throws {
        #expect(try await subject("one") == "7")
        for _ in 0..<10 { await #expect(throws: ProviderFault.unknownKey) { try await subject("forged") } }
        #expect(counted.count("/keys") == 2)
        clock.now = clock.now + 60
        for _ in 0..<10 { await #expect(throws: ProviderFault.unknownKey) { try await subject("forged") } }
        #expect(counted.count("/keys") == 3)
        #expect(try await subject("one") == "7")
    }
}
