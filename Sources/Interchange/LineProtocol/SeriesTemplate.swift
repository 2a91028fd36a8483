/// How the name of a series is put together from a line or a topic: `{meter}.{field}`.
///
/// `{measurement}` and `{field}` are what they say, every other name in braces is a tag; the rest stands for itself.
package struct SeriesTemplate: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case literal([UInt8])
        case measurement
        case field
        case tag([UInt8])
    }

    let parts: [Part]
    package let text: String

    /// Nil when a brace is not closed, is empty or holds another, or nothing is left to tell series apart.
    package init?(_ text: String) {
        var parts: [Part] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            guard let open = rest.firstIndex(of: "{") else {
                guard !rest.contains("}") else { return nil }
                parts.append(.literal(Array(rest.utf8)))
                break
            }
            let literal = rest[..<open]
            guard !literal.contains("}"), let close = rest[open...].firstIndex(of: "}") else { return nil }
            if !literal.isEmpty { parts.append(.literal(Array(literal.utf8))) }
            let name = rest[rest.index(after: open)..<close]
            guard !name.isEmpty, !name.contains("{") else { return nil }
            switch name {
            case "measurement": parts.append(.measurement)
            case "field": parts.append(.field)
            default: parts.append(.tag(Array(name.utf8)))
            }
            rest = rest[rest.index(after: close)...]
        }
        guard parts.contains(where: { if case .literal = $0 { false } else { true } }) else { return nil }
        self.parts = parts
        self.text = text
    }

    /// Whether each number of a line is a series of its own; otherwise its field `value` is the reading.
    package var hasField: Bool { parts.contains(.field) }

    /// Puts the name of a line's series into `name`.
    /// - Parameter field: the key of the field; nil: leaves it out, for the name of the meter behind it.
    /// - Returns: false when the line lacks a tag.
    package func write(_ line: LineProtocolReader, field: Range<Int>?, into name: inout [UInt8]) -> Bool {
        name.removeAll(keepingCapacity: true)
        for part in parts {
            switch part {
            case .literal(let bytes): name.append(contentsOf: bytes)
            case .measurement: line.append(line.measurement, to: &name)
            case .field: if let field { line.append(field, to: &name) }
            case .tag(let key):
                guard let tag = line.tags.first(where: { line.equals($0.key, key) }) else { return false }
                line.append(tag.value, to: &name)
            }
        }
        return true
    }
}
