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

    /// Codes of somebody's second factor from one address. Waits there keep nobody out who comes from elsewhere.
    public static func secondFactor(_ user: UserID, from address: String) -> SignInSubject {
        SignInSubject(text: "secondFactor \(user) \(group(address))", policy: .secondFactorFromAddress)
    }

    /// Codes of somebody's second factor, wherever they come from.
    public static func secondFactor(_ user: UserID) -> SignInSubject {
        SignInSubject(text: "secondFactor \(user)", policy: .secondFactor)
    }

    /// Why somebody is sent a mail that anybody can ask for. Each is counted by itself, so that asking for one keeps
    /// nobody from another.
    public enum MailKind: String, Sendable {
        case registration, verification, passwordReset
    }

    public static func mail(_ kind: MailKind, to email: String) -> SignInSubject {
        SignInSubject(text: "mail \(kind.rawValue) \(hash(email))", policy: .mail)
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
