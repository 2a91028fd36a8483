import Crypto
import Foundation

/// The installation's key, under which everything secret is sealed that must be read again: signing keys, TOTP secrets,
/// the tenants' data keys. It comes from configuration and is never stored in the database.
public struct MasterKey: Sendable {
    public static let byteCount = 32

    private let key: SymmetricKey

    /// - Parameter bytes: 32 of them, random; nil for another number.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// A new one, to be kept outside the database.
    public static func makeBytes() -> [UInt8] {
        SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    }

    /// AES-256-GCM with a random nonce: nonce, ciphertext, tag.
    /// - Parameter context: where the value belongs, such as `user 7 totp`; opening it anywhere else fails.
    public func seal(_ bytes: [UInt8], context: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: key, authenticating: Data(context.utf8))
        guard let combined = box.combined else { throw SealError() }
        return Array(combined)
    }

    /// - Throws: `SealError` when it was sealed under another key or for another place, or was changed.
    public func open(_ sealed: [UInt8], context: String) throws -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            return Array(try AES.GCM.open(box, using: key, authenticating: Data(context.utf8)))
        } catch {
            throw SealError()
        }
    }
}

/// A sealed value that cannot be opened.
public struct SealError: Error, CustomStringConvertible {
    public init() {}

    public var description: String {
        "A sealed value cannot be opened: the installation's key is another than the one it was sealed with, or the value was changed."
    }
}

// What holds a key is printed by whoever logs it whole, as libraries do with what they are given to run.
extension MasterKey: CustomStringConvertible, CustomReflectable {
    /// Does not show the key.
    public var description: String { "(hidden)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
