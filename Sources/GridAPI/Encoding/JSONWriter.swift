import Observability

/// Writes JSON straight into bytes: no intermediate tree, and absent values are written as `null`
/// because the API's shapes name every field.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false
    /// Leaves members out that nobody asked for.
    private var filter: FieldFilter?

    package init(capacity: Int = 1024) {
        bytes.reserveCapacity(capacity)
    }

    /// - Parameter filter: nil: everything is written.
    init(capacity: Int, filter: FieldFilter?) {
        self.init(capacity: capacity)
        self.filter = filter
    }

    /// Members that were asked for and did not come.
    var missingFields: [FieldError] { filter?.faults ?? [] }

    /// The bytes of one value.
    package static func bytes(_ value: some JSONRepresentable, capacity: Int = 1024) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        value.write(to: &writer)
        return writer.bytes
    }

    // MARK: Structure

    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "{"))
        members(&self)
        close(UInt8(ascii: "}"))
    }

    package mutating func array<Elements: Sequence>(
        _ elements: Elements, _ write: (Elements.Element, inout JSONWriter) -> Void
    ) {
        open(UInt8(ascii: "["))
        for element in elements { write(element, &self) }
        close(UInt8(ascii: "]"))
    }

    package mutating func field(_ name: StaticString, _ value: some JSONRepresentable) {
        guard begins(name) else { return }
        value.write(to: &self)
    }

    package mutating func object(_ name: StaticString, _ members: (inout JSONWriter) -> Void) {
        guard begins(name) else { return }
        object(members)
    }

    package mutating func array<Elements: Sequence>(
        _ name: StaticString, _ elements: Elements, _ write: (Elements.Element, inout JSONWriter) -> Void
    ) {
        guard begins(name) else { return }
        array(elements, write)
    }

    /// An object whose names are known only when it is written.
    package mutating func members(_ name: StaticString, _ members: [(String, String)]) {
        guard begins(name) else { return }
        open(UInt8(ascii: "{"))
        for (key, value) in members {
            string(key)
            bytes.append(UInt8(ascii: ":"))
            needsComma = false
            string(value)
        }
        close(UInt8(ascii: "}"))
    }

    // MARK: Values

    package mutating func null() { literal("null") }

    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    package mutating func integer(_ value: Int64) {
        separate()
        append(value)
    }

    /// The shortest decimal that reads back as the same number. JSON has no infinities and no NaN:
    /// these are written as `null`.
    package mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        // Most are whole, or a meter's, with three decimals. A decimal of at most 15 digits that reads back as the same
        // number is the shortest one: no two such are the same double.
        let thousandths = (value * 1000).rounded()
        if value == value.rounded(), abs(value) < 1e15 {
            append(Int64(value))
        } else if abs(thousandths) < 1e15, thousandths / 1000 == value {
            append(thousandths: Int64(thousandths))
        } else {
            bytes.append(contentsOf: value.description.utf8)
        }
    }

    package mutating func string(_ value: String) {
        separate()
        JSONString.append(value, to: &bytes)
    }

    // MARK: Private

    private mutating func append(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let first = bytes.count
        var rest = value.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[first...].reverse()
    }

    /// - Parameter value: not a multiple of 1000.
    private mutating func append(thousandths value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, part) = value.magnitude.quotientAndRemainder(dividingBy: 1000)
        append(Int64(whole))
        bytes.append(UInt8(ascii: "."))
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: part / 100))
        if part % 100 > 0 { bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: part / 10 % 10)) }
        if part % 10 > 0 { bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: part % 10)) }
    }

    /// Writes a member's name, unless the member is to be left out.
    private mutating func begins(_ name: StaticString) -> Bool {
        if filter?.takes(name.description) == false { return false }
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
        return true
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        filter?.open(bracket)
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        filter?.close()
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }
}
