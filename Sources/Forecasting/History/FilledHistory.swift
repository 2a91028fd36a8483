import GridModel

/// A series with its gaps filled by one causal rule, and the record of which hours were filled.
///
/// The rule: the same hour a week earlier, else a day earlier, else the hour before (each may
/// itself have been filled). It never looks ahead, so a history filled once serves every issue
/// time without leaking the future. Hours before the first reading stay missing.
struct FilledHistory: Sendable {
    let start: Timestamp
    let values: [Double]
    /// Running count of filled or missing hours: `missingBefore[i]` among the first i hours.
    private let missingBefore: [Int32]
    let isFilled: [Bool]

    init(_ series: HourlySeries) {
        start = series.start
        var values = series.valuesOrNaN
        var isFilled = [Bool](repeating: false, count: values.count)
        var missingBefore: [Int32] = [0]
        missingBefore.reserveCapacity(values.count + 1)
        for index in values.indices {
            if values[index].isNaN {
                isFilled[index] = true
                for lag in [168, 24, 1] where index >= lag && !values[index - lag].isNaN {
                    values[index] = values[index - lag]
                    break
                }
            }
            missingBefore.append(missingBefore[index] + (isFilled[index] ? 1 : 0))
        }
        self.values = values
        self.isFilled = isFilled
        self.missingBefore = missingBefore
    }

    var count: Int { values.count }

    func index(of moment: Timestamp) -> Int { Int((moment - start) / 3600) }

    /// How many hours of the range were not read.
    func missing(in range: Range<Int>) -> Int {
        Int(missingBefore[range.upperBound] - missingBefore[range.lowerBound])
    }

    /// The longest run of hours not read within the range.
    func longestGap(in range: Range<Int>) -> Int {
        var longest = 0
        var run = 0
        for index in range {
            run = isFilled[index] ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
