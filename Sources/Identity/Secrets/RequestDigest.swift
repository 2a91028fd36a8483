import Crypto
import Foundation

/// What tells one request from another: a hash over all its parts, each with its length before it, so that no two
/// different rows of parts are the same bytes.
public enum RequestDigest {
    /// SHA-256, 32 bytes: nobody can make another request with the digest of a given one.
    public static func of(_ parts: [[UInt8]]) -> [UInt8] {
        var hash = SHA256()
        for part in parts {
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: part)
        }
        return Array(hash.finalize())
    }
}
