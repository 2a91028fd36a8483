public import GridModel

/// A line between two nodes.
public struct LineRow: Hashable, Sendable {
    public let id: AssetID
    public let fromNode: AssetID
    public let toNode: AssetID
    public let lengthKm: Double
    public let typeCode: String
    public let ratedA: Double
}

/// A transformer between two nodes.
public struct TransformerRow: Hashable, Sendable {
    public let id: AssetID
    public let highNode: AssetID
    public let lowNode: AssetID
    public let ratedMVA: Double
    public let highKV: Double
    public let lowKV: Double
}

/// A load at its node.
public struct LoadPointRow: Hashable, Sendable {
    public let id: AssetID
    public let node: AssetID
    public let ratedKW: Double
}

/// A generator at its node.
public struct GeneratorRow: Hashable, Sendable {
    public let id: AssetID
    public let node: AssetID
    public let ratedKW: Double
    public let technology: String
}
