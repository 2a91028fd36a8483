/// A number that names one thing of one tenant.
///
/// Numbers count up from 1 within a tenant, so the same number names different things for
/// different tenants: an identifier means nothing without its `TenantScope`. The tag makes a
/// zone's identifier and a series' identifier different types.
public struct Identifier<Tag>: Hashable, Comparable, Sendable, RawRepresentable {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    public init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    public static func < (a: Self, b: Self) -> Bool {
        a.rawValue < b.rawValue
    }
}

extension Identifier: CustomStringConvertible {
    public var description: String { String(rawValue) }
}

extension Identifier: Codable {
    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

public enum TenantTag {}
public enum ZoneTag {}
public enum AssetTag {}
public enum SeriesTag {}
public enum ForecastRunTag {}
public enum AnomalyTag {}
public enum ModelVersionTag {}
public enum JobTag {}
public enum FindingTag {}
public enum EditTag {}

public typealias TenantID = Identifier<TenantTag>
public typealias ZoneID = Identifier<ZoneTag>
public typealias AssetID = Identifier<AssetTag>
public typealias SeriesID = Identifier<SeriesTag>
public typealias ForecastRunID = Identifier<ForecastRunTag>
public typealias AnomalyID = Identifier<AnomalyTag>
public typealias ModelVersionID = Identifier<ModelVersionTag>
public typealias JobID = Identifier<JobTag>
public typealias FindingID = Identifier<FindingTag>
public typealias EditID = Identifier<EditTag>
