package import GridModel

/// Something with one shape on the wire.
package protocol JSONRepresentable {
    func write(to json: inout JSONWriter)
}

extension String: JSONRepresentable {
    package func write(to json: inout JSONWriter) { json.string(self) }
}

extension Int: JSONRepresentable {
    package func write(to json: inout JSONWriter) { json.integer(Int64(self)) }
}

extension Int64: JSONRepresentable {
    package func write(to json: inout JSONWriter) { json.integer(self) }
}

extension Double: JSONRepresentable {
    package func write(to json: inout JSONWriter) { json.number(self) }
}

extension Bool: JSONRepresentable {
    package func write(to json: inout JSONWriter) { json.bool(self) }
}

extension Optional: JSONRepresentable where Wrapped: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        if let self { self.write(to: &json) } else { json.null() }
    }
}

extension Array: JSONRepresentable where Element: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.array(self) { $0.write(to: &$1) }
    }
}

extension Timestamp: JSONRepresentable {
    package func write(to json: inout JSONWriter) { json.string(iso8601) }
}

extension Identifier: JSONRepresentable {
    package func write(to json: inout JSONWriter) { json.integer(rawValue) }
}

extension Coordinate: JSONRepresentable {
    /// Longitude, latitude: GeoJSON's order.
    package func write(to json: inout JSONWriter) { [longitude, latitude].write(to: &json) }
}

extension Quality: JSONRepresentable {
    package func write(to json: inout JSONWriter) { json.string(name) }
}

extension Quantity: JSONRepresentable {
    package func write(to json: inout JSONWriter) { json.string(rawValue) }
}

extension SubjectKind: JSONRepresentable {
    package func write(to json: inout JSONWriter) { json.string(rawValue) }
}
