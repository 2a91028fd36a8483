/// Repeated measurements of one side.
struct Samples {
    let median: Double
    let least: Double
    let greatest: Double

    /// - Parameter values: at least one.
    init(_ values: [Double]) {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        least = sorted[0]
        greatest = sorted[sorted.count - 1]
    }
}

/// How long the body takes.
func seconds<Value>(_ body: () async throws -> Value) async rethrows -> (seconds: Double, value: Value) {
    let clock = ContinuousClock()
    let start = clock.now
    let value = try await body()
    return (start.duration(to: clock.now) / .seconds(1), value)
}
