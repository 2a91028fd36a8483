/// An area on the map: an outer ring and holes, each closed (first point = last), as in RFC 7946.
public struct Polygon: Hashable, Sendable {
    public let rings: [[Coordinate]]

    /// Nil when a ring has fewer than four points or is not closed.
    public init?(rings: [[Coordinate]]) {
        guard !rings.isEmpty, rings.allSatisfy({ $0.count >= 4 && $0.first == $0.last }) else { return nil }
        self.rings = rings
    }

    /// The area-weighted centre of the outer ring (planar; good for a district).
    public var centroid: Coordinate {
        let ring = rings[0]
        var area = 0.0
        var x = 0.0
        var y = 0.0
        for (a, b) in zip(ring, ring.dropFirst()) {
            let cross = a.longitude * b.latitude - b.longitude * a.latitude
            area += cross
            x += (a.longitude + b.longitude) * cross
            y += (a.latitude + b.latitude) * cross
        }
        guard abs(area) > 1e-12, let centre = Coordinate(longitude: x / (3 * area), latitude: y / (3 * area)) else {
            return ring[0]
        }
        return centre
    }

    /// Whether a place lies inside: in the outer ring and in no hole (even-odd rule, planar).
    public func contains(_ place: Coordinate) -> Bool {
        rings.reduce(false) { isInside, ring in
            zip(ring, ring.dropFirst()).reduce(isInside) { isInside, edge in
                let (a, b) = edge
                guard (a.latitude > place.latitude) != (b.latitude > place.latitude) else { return isInside }
                let share = (place.latitude - a.latitude) / (b.latitude - a.latitude)
                let crossing = a.longitude + share * (b.longitude - a.longitude)
                return place.longitude < crossing ? !isInside : isInside
            }
        }
    }
}
