import GridModel
import Learning

/// Hours drawn from all series: as they were, and as they look with faults injected.
struct DetectorDataset: Sendable {
    static let faultyCopies = 2
    /// Share of the samples that the network sees with faults.
    static let faultyShare = 0.7

    private(set) var count = 0
    /// Normalised features to be answered: `ContextFeatures.count` each.
    private var truth: [Float] = []
    /// Inputs: first as they were, then each faulty copy; `DetectorNetwork.inputs` each.
    private var inputs = [[Float]](repeating: [], count: faultyCopies + 1)

    mutating func add(
        _ features: ContextFeatures, faulty: [ContextFeatures], _ normalisation: SeriesNormalisation, _ indices: [Int]
    ) {
        for index in indices where faulty.allSatisfy({ $0.canJudge(index) }) {
            features.append(index, normalisation, to: &inputs[0], truth: &truth)
            var unused: [Float] = []
            for (copy, other) in faulty.enumerated() {
                other.append(index, normalisation, to: &inputs[copy + 1], truth: &unused)
            }
            count += 1
        }
    }

    /// A sample's number says which hour and, by its remainder, which copy is the input.
    func batch(_ samples: [Int]) -> (rows: Tensor, truth: Tensor) {
        var rows: [Float] = []
        var expected: [Float] = []
        for sample in samples {
            let (hour, copy) = (sample / (Self.faultyCopies + 1), sample % (Self.faultyCopies + 1))
            rows += inputs[copy][hour * DetectorNetwork.inputs..<(hour + 1) * DetectorNetwork.inputs]
            expected += truth[hour * ContextFeatures.count..<(hour + 1) * ContextFeatures.count]
        }
        return (
            Tensor(rows, shape: [samples.count, DetectorNetwork.inputs]),
            Tensor(expected, shape: [samples.count, ContextFeatures.count])
        )
    }

    /// Every hour once, with or without faults at random: training and a validation tenth.
    func split(_ random: inout RandomSource) -> (training: [Int], validation: [Int]) {
        var samples = (0..<count).map { hour in
            let copy = random.uniform() < Self.faultyShare ? 1 + random.index(below: Self.faultyCopies) : 0
            return hour * (Self.faultyCopies + 1) + copy
        }
        random.shuffle(&samples)
        let held = samples.count / 10
        return (Array(samples.dropFirst(held)), Array(samples.prefix(held)))
    }
}
