import GridModel
package import Operations

/// A geometry as GeoJSON (RFC 7946).
package struct GeoJSONGeometry: JSONRepresentable {
    private let geometry: NetworkGeometry

    package init(_ geometry: NetworkGeometry) {
        self.geometry = geometry
    }

    package func write(to json: inout JSONWriter) {
        json.object {
            switch geometry {
            case .point(let place):
                $0.field("type", "Point")
                $0.field("coordinates", place)
            case .line(let places):
                $0.field("type", "LineString")
                $0.field("coordinates", places)
            case .area(let polygon):
                $0.field("type", "Polygon")
                $0.field("coordinates", polygon.rings)
            }
        }
    }
}
