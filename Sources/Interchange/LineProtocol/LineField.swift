/// The value of a field, as far as it is of use here.
package enum LineFieldValue: Hashable, Sendable {
    /// A float, or an integer (`1i`, `1u`) as the nearest double.
    case number(Double)
    case boolean(Bool)
    /// What stands between the quotes, with its escapes.
    case text(Range<Int>)
}

/// A key and a value of a line, as places in the bytes of the request, with their escapes.
package struct LineTag: Hashable, Sendable {
    package let key: Range<Int>
    package let value: Range<Int>
}

package struct LineField: Hashable, Sendable {
    package let key: Range<Int>
    package let value: LineFieldValue
}
