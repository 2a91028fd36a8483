/// Makes names that OpenMetrics accepts from names that swift-metrics accepts.
enum MetricName {
    /// Letters, digits and `_`; anything else becomes `_`, and a leading digit gets one before it.
    static func sanitized(_ name: String) -> String {
        var result = ""
        for scalar in name.unicodeScalars {
            let isWord = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            result.unicodeScalars.append(isWord ? scalar : "_")
        }
        if let first = result.unicodeScalars.first, first.properties.numericType != nil { result = "_" + result }
        return result.isEmpty ? "_" : result
    }

    /// A counter's samples end in `_total`; its family's name must not.
    static func counterFamily(_ name: String) -> String {
        let name = sanitized(name)
        return name.hasSuffix("_total") ? String(name.dropLast(6)) : name
    }
}
