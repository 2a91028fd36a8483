/// A place on the ground in WGS 84, degrees.
public struct Coordinate: Hashable, Sendable {
    public let longitude: Double
    public let latitude: Double

    /// Nil outside −180…180 and −90…90 or when not finite.
    public init?(longitude: Double, latitude: Double) {
        guard (-180...180).contains(longitude), (-90...90).contains(latitude) else { return nil }
        self.longitude = longitude
        self.latitude = latitude
    }
}
