import Foundation
import GridModel

/// Which instrument speaks for a zone: of the stations that reported of late and lie near enough, one of reference
/// grade before a low-cost one, then the nearest.
struct StationChoice {
    /// A station that has been silent for longer is taken for gone.
    static let silentSeconds: Int64 = 3 * 86_400

    private let stations: [(location: OpenAQLocation, place: Coordinate)]
    private let radiusKm: Double

    init(_ locations: [OpenAQLocation], radiusKm: Double, now: Timestamp) {
        self.radiusKm = radiusKm
        stations = locations.compactMap { location in
            guard !location.isMobile, let last = location.datetimeLast?.utc, now - last <= Self.silentSeconds,
                let place = location.coordinates.flatMap({
                    Coordinate(longitude: $0.longitude, latitude: $0.latitude)
                })
            else { return nil }
            return (location, place)
        }
    }

    /// The instruments for a place, at most one of each quantity.
    func sensors(for place: Coordinate) -> [Quantity: Int64] {
        let near = stations.map { ($0.location, Self.distanceKm($0.place, place)) }.filter { $0.1 <= radiusKm }
            .sorted { a, b in
                a.0.isMonitor != b.0.isMonitor ? a.0.isMonitor : (a.1, a.0.id) < (b.1, b.0.id)
            }
        var chosen: [Quantity: Int64] = [:]
        for (location, _) in near {
            for sensor in location.sensors {
                guard let quantity = OpenAQParameter.quantity(sensor.parameter), chosen[quantity] == nil else {
                    continue
                }
                chosen[quantity] = sensor.id
            }
        }
        return chosen
    }

    /// Along a great circle of a sphere of 6371 km (haversine formula).
    static func distanceKm(_ a: Coordinate, _ b: Coordinate) -> Double {
        let radians = Double.pi / 180
        let (latitudeA, latitudeB) = (a.latitude * radians, b.latitude * radians)
        let h =
            pow(sin((latitudeB - latitudeA) / 2), 2)
            + cos(latitudeA) * cos(latitudeB) * pow(sin((b.longitude - a.longitude) * radians / 2), 2)
        return 2 * 6371 * asin(min(1, h.squareRoot()))
    }
}
