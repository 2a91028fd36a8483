public import GridModel

/// Why readings cannot become a block, or bytes are not one.
public enum BlockCodecError: Error, Hashable, Sendable {
    case empty
    case tooManyReadings(Int)
    /// The start at this index is not after the one before.
    case unsorted(at: Int)
    case columnsDiffer
    case startOutsideAcceptedRange(Timestamp)
    case bufferTooSmall(needed: Int)
    case unsupportedVersion(UInt8)
    case checksumMismatch
    /// The checksum holds, or the bytes are too short to have one, but they are not a block.
    case corrupt(BlockPart)
}

/// The part of a block's bytes that makes no sense.
public enum BlockPart: String, Hashable, Sendable {
    case header
    case timestamps
    case qualities
    case values
}

extension BlockCodecError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty: "A block holds at least one reading."
        case .tooManyReadings(let count):
            "A block holds at most \(BlockCodec.maximumCount) readings, not \(count)."
        case .unsorted(let index): "The start of reading \(index) is not after the one before."
        case .columnsDiffer: "Starts, values and qualities are not equally many."
        case .startOutsideAcceptedRange(let start): "The start \(start.secondsSinceEpoch) s lies outside 1900 to 2200."
        case .bufferTooSmall(let needed): "The buffer has no room for \(needed) values."
        case .unsupportedVersion(let version):
            "The block has format version \(version), which this program cannot read."
        case .checksumMismatch: "The block's checksum does not match: its bytes were damaged."
        case .corrupt(let part): "The bytes are not a block: its \(part.rawValue) make no sense."
        }
    }
}
