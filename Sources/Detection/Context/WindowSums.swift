import Foundation

/// Running sums over trailing windows of the hours that have both a value and a usual value.
struct WindowSums {
    /// Before index i: hours, value, value², usual, usual².
    private var sums: [(count: Double, value: Double, square: Double, usual: Double, usualSquare: Double)]

    init(values: [Double], usual: [Double]) {
        sums = [(0, 0, 0, 0, 0)]
        sums.reserveCapacity(values.count + 1)
        var total = sums[0]
        for (value, usual) in zip(values, usual) {
            if !value.isNaN, !usual.isNaN {
                total.count += 1
                total.value += max(value, 0)
                total.square += max(value, 0) * max(value, 0)
                total.usual += max(usual, 0)
                total.usualSquare += max(usual, 0) * max(usual, 0)
            }
            sums.append(total)
        }
    }

    /// Log of the sum of the window that ends with `index` over the usual sum; 0 when half of it is missing.
    func logRatio(_ index: Int, _ width: Int, floor: Double) -> Double {
        guard let window = window(index, width) else { return 0 }
        return log((window.value / window.count + floor) / (window.usual / window.count + floor))
    }

    /// Log of the standard deviation within the window over that of the usual values.
    func logSpreadRatio(_ index: Int, _ width: Int, floor: Double) -> Double {
        guard let window = window(index, width) else { return 0 }
        func deviation(_ sum: Double, _ square: Double) -> Double {
            let mean = sum / window.count
            return max(0, square / window.count - mean * mean).squareRoot()
        }
        return log(
            (deviation(window.value, window.square) + floor)
                / (deviation(window.usual, window.usualSquare) + floor))
    }

    private func window(
        _ index: Int, _ width: Int
    ) -> (count: Double, value: Double, square: Double, usual: Double, usualSquare: Double)? {
        guard index + 1 >= width else { return nil }
        let (a, b) = (sums[index + 1 - width], sums[index + 1])
        let count = b.count - a.count
        guard 2 * count >= Double(width) else { return nil }
        return (count, b.value - a.value, b.square - a.square, b.usual - a.usual, b.usualSquare - a.usualSquare)
    }
}
