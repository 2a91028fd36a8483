/// A sentence about readings, whose numbers are written as people do: `23.6` for 23.600000000000001, `24` for 24.0.
public struct FindingText: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }

    /// At most four decimals, none where it is whole; what is smaller than that shows as many as tell it from zero.
    static func number(_ value: Double) -> String {
        let rounded = abs(value) < 0.001 ? value : (value * 10_000).rounded() / 10_000
        return Int64(exactly: rounded).map { "\($0)" } ?? "\(rounded)"
    }
}

extension FindingText: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {
        self.init(value)
    }

    public init(stringInterpolation: Interpolation) {
        self.init(stringInterpolation.text)
    }

    public struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 8)
        }

        public mutating func appendLiteral(_ literal: String) { text += literal }

        public mutating func appendInterpolation(_ value: Double) { text += FindingText.number(value) }

        public mutating func appendInterpolation(_ value: some CustomStringConvertible) { text += value.description }
    }
}
