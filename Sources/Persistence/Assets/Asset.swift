public import GridModel

/// A thing of the network as the database knows it.
public struct Asset: Hashable, Sendable {
    public let id: AssetID
    public let kind: AssetKind
    /// The name in the file it came from; unique within its kind.
    public let code: String
    public let name: String
    public let zone: ZoneID?
    public let feeder: AssetID?
    public let location: Coordinate?

    public init(
        id: AssetID, kind: AssetKind, code: String, name: String, zone: ZoneID?, feeder: AssetID?, location: Coordinate?
    ) {
        self.id = id
        self.kind = kind
        self.code = code
        self.name = name
        self.zone = zone
        self.feeder = feeder
        self.location = location
    }
}
