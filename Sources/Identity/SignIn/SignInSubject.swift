import Crypto
import Foundation
public import GridModel

/// What failed sign-ins are counted by. Names of accounts are kept as hashes: somebody may type a password there.
public struct SignInSubject: Hashable, Sendable {
    public let text: String
    public let policy: FailedSignIns.Policy

    /// One account from one address, whether there is such an account or not. Waits there keep nobody out who comes from
    /// elsewhere.
    public static func account(_ email: String, from address: String) -> SignInSubject {
        SignInSubject(text: "account \(hash(email)) \(group(address))", policy: .accountFromAddress)
    }

    public static func address(_ address: String) -> SignInSubject {
        SignInSubject(text: "address \(group(address))", policy: .address)
    }

    public static func secondFactor(_ user: UserID) -> SignInSubject {
        SignInSubject(text: "secondFactor \(user)", policy: .secondFactor)
    }

    public static func mail(to email: String) -> SignInSubject {
        SignInSubject(text: "mail \(hash(email))", policy: .mail)
    }

    /// Somebody with IPv6 has 2^64 addresses or more: those with the same first 64 bits are one.
    static func group(_ address: String) -> String {
        guard let parsed = IPAddress(address) else { return "unknown" }
        return parsed.isV4 ? parsed.description : parsed.masked(to: 64).description + "/64"
    }

    private static func hash(_ text: String) -> String {
        Base64URL.encode(Array(SHA256.hash(data: Data(text.utf8)).prefix(16)))
    }
}
