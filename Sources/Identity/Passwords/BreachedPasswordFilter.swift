import Crypto
import Foundation
public import GridModel

/// The form of a file of breached passwords: a Bloom filter in blocks of 4 KiB after a header of 4 KiB.
///
/// The head of a password's SHA-1 says which block it belongs to, so a look-up reads one block, and a list in the order
/// of hashes fills them one after the other. Within the block its other twelve bytes give the places of its bits, by
/// double hashing with a third hash as step of the step. What was put in is always found; of other passwords, one in
/// `oneIn` is taken for one of them. All numbers are little-endian.
public struct BreachedPasswordFilter: Hashable, Sendable {
    public static let blockBytes = 4096
    private static let bitsPerBlock = UInt32(blockBytes * 8)
    private static let mark = Array("UGBPWF01".utf8)
    /// The numbers of the header after its mark, and the two hashes after them.
    private static let numbersEnd = 8 + 6 * 8
    private static let checksumEnd = numbersEnd + 32
    private static let headerEnd = checksumEnd + 32

    /// Passwords that were put in.
    public let passwords: Int64
    /// How often a password must have been seen to be among them.
    public let minimumCount: Int64
    /// Of so many passwords that are not in the list, one is taken for one that is.
    public let oneIn: Int64
    public let madeAt: Timestamp
    /// Bits that each password sets.
    public let hashes: Int64
    public let blocks: Int64

    public static let passwordCounts: ClosedRange<Int64> = 1...100_000_000_000
    public static let rates: ClosedRange<Int64> = 10...1_000_000_000

    /// Room for so many passwords.
    /// - Parameters:
    ///   - passwords: within `passwordCounts`
    ///   - oneIn: within `rates`
    public init(passwords: Int64, minimumCount: Int64, oneIn: Int64, madeAt: Timestamp) {
        self.passwords = passwords
        self.minimumCount = minimumCount
        self.oneIn = oneIn
        self.madeAt = madeAt
        // Bloom's filter at its best; two in a hundred more because blocks are not equally full.
        let ln2 = log(2.0)
        let bits = log(Double(oneIn)) / (ln2 * ln2)
        hashes = max(1, Int64((bits * ln2).rounded()))
        blocks = max(1, Int64((Double(passwords) * bits * 1.02 / Double(Self.bitsPerBlock)).rounded(.up)))
    }

    /// Of the whole file.
    public var byteCount: Int64 { (blocks + 1) * Int64(Self.blockBytes) }

    /// The header's bytes, one block.
    /// - Parameter checksum: the SHA-256 of all blocks.
    public func header(checksum: [UInt8]) -> [UInt8] {
        var bytes = Self.mark
        for number in [passwords, minimumCount, oneIn, madeAt.secondsSinceEpoch, hashes, blocks] {
            bytes += withUnsafeBytes(of: number.littleEndian) { Array($0) }
        }
        bytes += checksum
        bytes += Array(SHA256.hash(data: Data(bytes)))
        return bytes + [UInt8](repeating: 0, count: Self.blockBytes - bytes.count)
    }

    /// - Parameter header: the file's first block.
    /// - Returns: what the file says of itself, and the SHA-256 that its blocks must have; nil for another form.
    public static func read(_ header: [UInt8]) -> (filter: BreachedPasswordFilter, checksum: [UInt8])? {
        guard header.count == blockBytes, header.starts(with: mark),
            Array(SHA256.hash(data: Data(header[..<checksumEnd]))) == Array(header[checksumEnd..<headerEnd])
        else { return nil }
        let numbers = stride(from: mark.count, to: numbersEnd, by: 8).map { start in
            Int64(bitPattern: header[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
        guard passwordCounts.contains(numbers[0]), rates.contains(numbers[2]), (1...64).contains(numbers[4]),
            (1...(1 << 40)).contains(numbers[5])
        else { return nil }
        let filter = BreachedPasswordFilter(
            passwords: numbers[0], minimumCount: numbers[1], oneIn: numbers[2],
            madeAt: Timestamp(secondsSinceEpoch: numbers[3]), hashes: numbers[4], blocks: numbers[5])
        return (filter, Array(header[numbersEnd..<checksumEnd]))
    }

    private init(
        passwords: Int64, minimumCount: Int64, oneIn: Int64, madeAt: Timestamp, hashes: Int64, blocks: Int64
    ) {
        self.passwords = passwords
        self.minimumCount = minimumCount
        self.oneIn = oneIn
        self.madeAt = madeAt
        self.hashes = hashes
        self.blocks = blocks
    }

    /// Where in the file the block of a password begins, in bytes.
    public func offset(of hash: BreachedHash) -> Int64 {
        let block = Int64(hash.head.multipliedFullWidth(by: UInt64(blocks)).high)
        return (block + 1) * Int64(Self.blockBytes)
    }

    /// - Parameter block: the one at `offset(of:)`.
    public func add(_ hash: BreachedHash, to block: UnsafeMutableRawBufferPointer) {
        var (place, step) = (hash.first, hash.second | 1)
        for _ in 0..<hashes {
            let bit = Int(place % Self.bitsPerBlock)
            block[bit >> 3] |= 1 << UInt8(bit & 7)
            place &+= step
            step &+= hash.third
        }
    }

    /// - Parameter block: the one at `offset(of:)`.
    public func contains(_ hash: BreachedHash, in block: [UInt8]) -> Bool {
        guard block.count == Self.blockBytes else { return false }
        var (place, step) = (hash.first, hash.second | 1)
        for _ in 0..<hashes {
            let bit = Int(place % Self.bitsPerBlock)
            if block[bit >> 3] & 1 << UInt8(bit & 7) == 0 { return false }
            place &+= step
            step &+= hash.third
        }
        return true
    }
}
