import GridModel
import Interchange

/// The area of a zone: GeoJSON (RFC 7946), or bounds.
enum MongoArea {
    /// Of a MultiPolygon the part with the most corners: a zone is one area here.
    static func polygon(_ value: MongoValue) -> Polygon? {
        if let coordinates = value["coordinates"]?.array {
            switch value["type"] {
            case .text("Polygon"): return polygon(rings: coordinates)
            case .text("MultiPolygon"):
                return coordinates.compactMap { $0.array.flatMap { polygon(rings: $0) } }
                    .max { $0.rings[0].count < $1.rings[0].count }
            default: return nil
            }
        }
        if let geometry = value["geometry"] { return polygon(geometry) }
        func side(_ names: [String]) -> Double? { names.lazy.compactMap { value[$0]?.number }.first }
        guard let west = side(["west", "min_lon", "min_lng"]), let east = side(["east", "max_lon", "max_lng"]),
            let south = side(["south", "min_lat"]), let north = side(["north", "max_lat"]), west < east, south < north
        else { return nil }
        let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
            .compactMap { Coordinate(longitude: $0.0, latitude: $0.1) }
        return corners.count == 5 ? Polygon(rings: [corners]) : nil
    }

    private static func polygon(rings: [MongoValue]) -> Polygon? {
        var points: [[Coordinate]] = []
        for ring in rings {
            guard let corners = ring.array else { return nil }
            let places = corners.compactMap { corner -> Coordinate? in
                guard let numbers = corner.array, numbers.count >= 2, let x = numbers[0].number,
                    let y = numbers[1].number
                else { return nil }
                return Coordinate(longitude: x, latitude: y)
            }
            guard places.count == corners.count else { return nil }
            points.append(places)
        }
        return Polygon(rings: points)
    }
}
