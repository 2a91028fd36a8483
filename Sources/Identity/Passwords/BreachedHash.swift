import Crypto
import Foundation

/// The SHA-1 of a password, by which lists of breached passwords know it. Nothing is kept or protected by it.
public struct BreachedHash: Hashable, Sendable {
    /// The first eight bytes, most significant first: where in a list it lies that is in the order of hashes.
    public let head: UInt64
    /// The twelve bytes after them.
    public let first: UInt32
    public let second: UInt32
    public let third: UInt32

    public init(head: UInt64, first: UInt32, second: UInt32, third: UInt32) {
        self.head = head
        self.first = first
        self.second = second
        self.third = third
    }

    /// Of a password as it is hashed for storing too: UTF-8 of its NFC.
    public init(of password: String) {
        let digest = Array(Insecure.SHA1.hash(data: Data(PasswordRules.normalized(password).utf8)))
        func number(_ range: Range<Int>) -> UInt64 { digest[range].reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(
            head: number(0..<8), first: UInt32(number(8..<12)), second: UInt32(number(12..<16)),
            third: UInt32(number(16..<20)))
    }

    /// 40 hexadecimal digits in upper case, as services that answer for a range write them.
    public var hex: String {
        Self.digits(head, 16) + Self.digits(UInt64(first), 8) + Self.digits(UInt64(second), 8)
            + Self.digits(UInt64(third), 8)
    }

    private static func digits(_ number: UInt64, _ count: Int) -> String {
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: count - text.count) + text
    }
}
