import Crypto
import CryptoExtras
import Foundation

/// A password as it is stored: scrypt (RFC 7914), in a string that says how it was made.
///
/// `$scrypt$ln=17,r=8,p=1$<salt>$<hash>` (PHC string format, base64 without padding). The parameters are those OWASP
/// asks for (Password Storage Cheat Sheet): N = 2^17, r = 8, p = 1; one hash takes 128 MiB, so hash with
/// `PasswordHasher`, which bounds how many are made at a time.
public struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
    /// How much work a hash takes.
    public struct Cost: Hashable, Sendable {
        /// log2 of N.
        public let logRounds: Int
        public let blockSize: Int
        public let parallelism: Int

        public init(logRounds: Int, blockSize: Int, parallelism: Int) {
            self.logRounds = logRounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        public static let standard = Cost(logRounds: 17, blockSize: 8, parallelism: 1)

        /// Whether a stored string may ask for it: no more memory and time than twice the standard's.
        var isBearable: Bool {
            (1...18).contains(logRounds) && (1...8).contains(blockSize) && (1...4).contains(parallelism)
        }
    }

    public let cost: Cost
    let salt: [UInt8]
    let key: [UInt8]

    private static let saltBytes = 16
    private static let keyBytes = 32

    /// Hashes a password. Takes the memory and time that `cost` says: not for the cooperative threads.
    public init(_ password: String, cost: Cost = .standard) throws {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
        try self.init(password, salt: salt, cost: cost, keyBytes: Self.keyBytes)
    }

    init(_ password: String, salt: [UInt8], cost: Cost, keyBytes: Int) throws {
        self.cost = cost
        self.salt = salt
        key = try Self.derive(password, salt: salt, cost: cost, keyBytes: keyBytes)
    }

    /// As it was stored; nil for another form, and for parameters beyond bearing.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        var numbers: [Substring: Int] = [:]
        for pair in parts[2].split(separator: ",") {
            let sides = pair.split(separator: "=")
            guard sides.count == 2, let number = Int(sides[1]) else { return nil }
            numbers[sides[0]] = number
        }
        guard let rounds = numbers["ln"], let block = numbers["r"], let parallel = numbers["p"], numbers.count == 3,
            let salt = Self.decode(parts[3]), let key = Self.decode(parts[4]), salt.count >= 8,
            key.count == Self.keyBytes
        else { return nil }
        cost = Cost(logRounds: rounds, blockSize: block, parallelism: parallel)
        guard cost.isBearable else { return nil }
        self.salt = salt
        self.key = key
    }

    /// Whether it is the password's; compares in a time that tells nothing. As slow as hashing.
    public func matches(_ password: String) throws -> Bool {
        let other = try Self.derive(password, salt: salt, cost: cost, keyBytes: key.count)
        guard other.count == key.count else { return false }
        var difference: UInt8 = 0
        for (own, theirs) in zip(key, other) { difference |= own ^ theirs }
        return difference == 0
    }

    public var description: String {
        "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)$\(Self.encode(salt))$\(Self.encode(key))"
    }

    private static func derive(_ password: String, salt: [UInt8], cost: Cost, keyBytes: Int) throws -> [UInt8] {
        let text = PasswordRules.normalized(password)
        let key = try KDF.Scrypt.deriveKey(
            from: Data(text.utf8), salt: Data(salt), outputByteCount: keyBytes, rounds: 1 << cost.logRounds,
            blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }

    private static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }

    private static func decode(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text + padding).map { Array($0) }
    }
}
