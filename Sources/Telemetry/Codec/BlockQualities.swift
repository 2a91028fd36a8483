public import GridModel

/// How a block's values came to be.
public enum BlockQualities: Hashable, Sendable {
    case constant(Quality, count: Int)
    case listed([Quality])

    public var qualities: [Quality] {
        switch self {
        case .constant(let quality, let count): Array(repeating: quality, count: count)
        case .listed(let qualities): qualities
        }
    }

    public var estimatedCount: Int {
        switch self {
        case .constant(let quality, let count): quality.isEstimate ? count : 0
        case .listed(let qualities): qualities.count(where: \.isEstimate)
        }
    }
}
