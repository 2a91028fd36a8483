/// Metrics as OpenMetrics 1.0 text, which Prometheus and its kin read.
struct OpenMetricsText {
    static let contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

    private(set) var text = ""

    init(families: [MetricFamily]) {
        for family in families where !family.samples.isEmpty { write(family) }
        text += "# EOF\n"
    }

    private mutating func write(_ family: MetricFamily) {
        text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
        if let help = family.help { text += "# HELP \(family.name) \(Self.escaped(help))\n" }
        for sample in family.samples {
            switch (sample.value, family.kind) {
            case (.number(let value), .counter): line(family.name + "_total", sample.labels, value)
            case (.number(let value), _): line(family.name, sample.labels, value)
            case (.histogram(let bounds, let counts, let sum), _):
                histogram(family.name, sample.labels, bounds, counts, sum)
            }
        }
    }

    private mutating func histogram(
        _ name: String, _ labels: [MetricLabel], _ bounds: [Double], _ counts: [UInt64], _ sum: Double
    ) {
        var total: UInt64 = 0
        for (index, count) in counts.enumerated() {
            total += count
            let bound = index < bounds.count ? Self.number(bounds[index]) : "+Inf"
            line(name + "_bucket", labels + [MetricLabel("le", bound)], Double(total))
        }
        line(name + "_count", labels, Double(total))
        line(name + "_sum", labels, sum)
    }

    private mutating func line(_ name: String, _ labels: [MetricLabel], _ value: Double) {
        text += name
        if !labels.isEmpty {
            let pairs = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
            text += "{\(pairs.joined(separator: ","))}"
        }
        text += " \(Self.number(value))\n"
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        return value.description
    }

    /// Backslash, quote and newline, as the standard asks for label values; help texts may have
    /// their quotes escaped too.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}

extension MetricsRegistry {
    /// The media type of `text()`.
    package static var contentType: String { OpenMetricsText.contentType }
}
