import CEmbeddedFiles
import Crypto
import Foundation

/// Passwords that everybody tries first: the joined lists of zxcvbn and Django, as a Bloom filter.
///
/// What is in the lists is always found; one in about ten thousand of the others is taken for one of them. The file and
/// its form are made by `scripts/make-common-passwords`.
public struct CommonPasswords: Sendable {
    private static let mark = Array("UGPWBF01".utf8)

    private let hashes: UInt64
    private let bits: ArraySlice<UInt8>

    /// The filter that the program carries. Its bytes are part of the program, so a damaged one cannot come from outside.
    public static let bundled: CommonPasswords? = {
        let file = embedded_common_passwords()
        return CommonPasswords(Array(UnsafeBufferPointer(start: file.bytes, count: file.count)))
    }()

    /// Nil for bytes of another form.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > Self.mark.count + 1, bytes.starts(with: Self.mark), (1...32).contains(bytes[8]) else {
            return nil
        }
        hashes = UInt64(bytes[8])
        bits = bytes[9...]
    }

    /// - Parameter word: in lower case.
    public func contains(_ word: String) -> Bool {
        let digest = Array(SHA256.hash(data: Data(word.utf8)))
        let first = Self.integer(digest[0..<8])
        let second = Self.integer(digest[8..<16]) | 1
        let count = UInt64(bits.count) * 8
        return (0..<hashes).allSatisfy { index in
            let place = Int((first &+ index &* second) % count)
            return bits[bits.startIndex + place / 8] & 1 << UInt8(place % 8) != 0
        }
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
