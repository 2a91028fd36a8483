import Learning

/// The autoencoder: an hour's normalised features and calendar through a narrow middle and back.
///
/// Trained as a denoising autoencoder (Vincent, Larochelle, Bengio & Manzagol 2008) whose noise is
/// faults injected into the series: it answers with what the hour should have looked like, so a
/// fault cannot hide by being reproduced.
struct DetectorNetwork: Sendable {
    static let inputs = ContextFeatures.count + ContextFeatures.calendarCount

    private let narrowing: Linear
    private let middle: Linear
    private let widening: Linear
    private let output: Linear

    init(hidden: Int, bottleneck: Int, in parameters: inout ParameterSet, random: inout RandomSource) {
        narrowing = Linear("encoder.0", inputs: Self.inputs, outputs: hidden, in: &parameters, random: &random)
        middle = Linear("encoder.1", inputs: hidden, outputs: bottleneck, in: &parameters, random: &random)
        widening = Linear("decoder.0", inputs: bottleneck, outputs: hidden, in: &parameters, random: &random)
        output = Linear("decoder.1", inputs: hidden, outputs: ContextFeatures.count, in: &parameters, random: &random)
    }

    /// `[batch, 14]` to `[batch, 11]`.
    func callAsFunction(on tape: Tape, _ rows: Tensor) -> Variable {
        output(widening(middle(narrowing(tape.constant(rows)).relu()).tanh()).relu())
    }
}
