import CLearningKernels
import Foundation
import Testing

@testable import Learning

/// The C kernels of every instruction set that this machine has.
@Suite struct KernelTests {
    static var variants: [lk_kernels] { (0..<8).compactMap { lk_variant($0)?.pointee } }
    static let count = 4099

    private func numbers(_ count: Int, seed: UInt64, scale: Double = 1) -> [Float] {
        var random = RandomSource(seed: seed)
        return (0..<count).map { _ in Float(random.normal() * scale) }
    }

    @Test func multipliesMatricesOfAnyShapeAndStride() {
        for kernels in Self.variants {
            for (m, n, k) in [
                (1, 1, 1), (3, 17, 5), (8, 32, 64), (9, 33, 257), (70, 50, 600), (300, 10, 20), (2, 3, 0),
            ] {
                let a = numbers(m * k, seed: 1)
                let b = numbers(k * n, seed: 2)
                let start = numbers(m * n, seed: 3)
                for (aTransposed, bTransposed) in [(false, false), (true, false), (false, true), (true, true)] {
                    let (ar, ac) = aTransposed ? (1, m) : (k, 1)
                    let (br, bc) = bTransposed ? (1, k) : (n, 1)
                    var c = start
                    var scratch = [Float](repeating: 0, count: lk_sgemm_scratch(n, k))
                    kernels.sgemm(m, n, k, a + [0], ar, ac, b + [0], br, bc, &c, n, true, &scratch)
                    var worst = 0.0
                    for i in 0..<m {
                        for j in 0..<n {
                            let exact = (0..<k).reduce(Double(start[i * n + j])) {
                                $0 + Double(a[i * ar + $1 * ac]) * Double(b[$1 * br + j * bc])
                            }
                            worst = max(worst, abs(exact - Double(c[i * n + j])))
                        }
                    }
                    #expect(worst <= 1e-6 * Double(k + 1), "\(m)×\(n)×\(k): off by \(worst)")
                }
            }
        }
    }

    @Test func keepsElementaryFunctionsWithinTheirDocumentedErrors() {
        let x = (0..<200_000).map { Float(-87 + 175 * Double($0) / 200_000) }
        for kernels in Self.variants {
            var y = x
            func worst(_ exact: (Double) -> Double, at inputs: [Float]) -> Double {
                zip(inputs, y).map { abs(Double($1) - exact(Double($0))) / max(abs(exact(Double($0))), 1e-38) }.max()
                    ?? 1
            }
            kernels.exp(x.count, x, &y)
            #expect(worst(exp, at: x) <= 2e-7)
            kernels.sigmoid(x.count, x, &y)
            #expect(worst({ 1 / (1 + exp(-$0)) }, at: x) <= 4e-7)
            let narrow = x.map { $0 / 8 }
            kernels.tanh(x.count, narrow, &y)
            #expect(worst(tanh, at: narrow) <= 6e-7)
        }
    }

    @Test func passesNotANumberThroughAndSaturates() {
        for kernels in Self.variants {
            var y = [Float](repeating: 0, count: 3)
            for function in [kernels.exp, kernels.tanh, kernels.sigmoid, kernels.relu, kernels.silu] {
                function(3, [.nan, 1000, -1000], &y)
                #expect(y[0].isNaN)
                #expect(!y[1].isNaN && !y[2].isNaN)
            }
            kernels.sigmoid(3, [0, .infinity, -.infinity], &y)
            #expect(y[0] == 0.5 && y[1] == 1 && y[2] >= 0 && y[2] < 1e-37)
        }
    }

    @Test func givesTheSameBitsOnEveryInstructionSetWithFusedMultiplyAdd() throws {
        let fused = (1..<8).compactMap { lk_variant($0)?.pointee }
        let first = try #require(fused.first ?? lk_variant(0)?.pointee)
        for other in fused {
            #expect(trace(other) == trace(first))
        }
    }

    /// Bits of a pass through the kernels whose order of rounding matters most.
    private func trace(_ kernels: lk_kernels) -> [UInt32] {
        let (steps, rows, inputs, hidden) = (7, 5, 3, 21)
        var shape = lk_lstm_shape(steps: steps, rows: rows, inputs: inputs, hidden: hidden)
        let x = numbers(steps * rows * inputs, seed: 1)
        let weightIH = numbers(4 * hidden * inputs, seed: 2, scale: 0.3)
        let weightHH = numbers(4 * hidden * hidden, seed: 3, scale: 0.3)
        var packedIH = [Float](repeating: 0, count: lk_packed_count(inputs, 4 * hidden))
        var packedHH = [Float](repeating: 0, count: lk_packed_count(hidden, 4 * hidden))
        var packedBack = [Float](repeating: 0, count: lk_packed_count(4 * hidden, hidden))
        kernels.pack(inputs, 4 * hidden, weightIH, 1, inputs, &packedIH)
        kernels.pack(hidden, 4 * hidden, weightHH, 1, hidden, &packedHH)
        kernels.pack(4 * hidden, hidden, weightHH, hidden, 1, &packedBack)
        var gates = [Float](repeating: 0, count: steps * rows * 4 * hidden)
        var cells = [Float](repeating: 0, count: steps * rows * hidden)
        var output = cells
        kernels.lstm_forward(
            &shape, x, packedIH, packedHH, numbers(4 * hidden, seed: 4), &gates, rows * 4 * hidden, &cells,
            rows * hidden, &output)
        let kept = output
        var scratch = [Float](repeating: 0, count: 2 * rows * hidden)
        kernels.lstm_backward(&shape, packedBack, numbers(output.count, seed: 5), &gates, cells, &scratch)
        var dw = [Float](repeating: 0, count: 4 * hidden * inputs)
        var room = [Float](repeating: 0, count: lk_sgemm_scratch(inputs, steps * rows))
        kernels.sgemm(
            4 * hidden, inputs, steps * rows, gates, 1, 4 * hidden, x, inputs, 1, &dw, inputs, true, &room)
        let long = numbers(Self.count, seed: 6)
        var sums = [Float](repeating: 0, count: 1)
        kernels.column_sums(Self.count, 1, long, &sums)
        return (kept + gates + dw + sums + [Float(kernels.sum(long.count, long))]).map(\.bitPattern)
    }
}
