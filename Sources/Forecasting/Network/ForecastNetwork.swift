import Learning

/// The network of the day-ahead forecaster: an LSTM over the last week, then one small network
/// shared by the 24 target hours, after the multi-horizon quantile forecaster MQ-RNN (Wen,
/// Torkkola, Narayanaswamy & Madeka 2017).
///
/// The last hidden state is turned into a vector for each target hour; it is joined with what is
/// known of that hour (lags, calendar) and gives three numbers: the quantiles' distances from the
/// baseline. A linear path from the known features lets lags count directly.
struct ForecastNetwork: Sendable {
    static let perTarget = 16
    static let dropout: Float = 0.1

    private let lstm: LSTM
    private let spread: Linear
    private let first: Linear
    private let second: Linear
    private let output: Linear
    private let direct: Linear

    /// - Parameters:
    ///   - hidden: width of the LSTM and of the two layers after it
    ///   - parameters: gets the weights
    init(
        hidden: Int, usesTemperature: Bool, in parameters: inout ParameterSet, random: inout RandomSource
    ) {
        let known = ForecastLayout.targetWidth(usesTemperature: usesTemperature)
        lstm = LSTM(
            "lstm", inputs: ForecastLayout.stepWidth(usesTemperature: usesTemperature), hidden: hidden,
            in: &parameters, random: &random)
        spread = Linear(
            "spread", inputs: hidden, outputs: ForecastLayout.horizon * Self.perTarget, in: &parameters,
            random: &random)
        first = Linear("first", inputs: Self.perTarget + known, outputs: hidden, in: &parameters, random: &random)
        second = Linear("second", inputs: hidden, outputs: hidden, in: &parameters, random: &random)
        output = Linear("output", inputs: hidden, outputs: 3, in: &parameters, random: &random)
        direct = Linear("direct", inputs: known, outputs: 3, in: &parameters, random: &random)
        // Begin as the baseline with a band around it: training starts from a sound forecast.
        parameters[output.weight] = Tensor(zeros: [3, hidden])
        parameters[output.bias] = Tensor([-0.3, 0, 0.3], shape: [3])
        parameters[direct.weight] = Tensor(zeros: [3, known])
        parameters[direct.bias] = Tensor(zeros: [3])
    }

    /// `steps` `[168, batch, step features]` and `targets` `[batch, 24, target features]` to
    /// `[batch, 24, 3]`: distances of P10, P50, P90 from the baseline in units of the scale.
    func callAsFunction(on tape: Tape, steps: Tensor, targets: Tensor) -> Variable {
        let targets = tape.constant(targets)
        let states = lstm(tape.constant(steps))
        let last = states.element(states.shape[0] - 1).dropout(Self.dropout)
        let perHour = spread(last).reshaped([targets.shape[0], ForecastLayout.horizon, Self.perTarget])
        let joined = tape.concatenated([perHour, targets])
        let inner = second(first(joined).relu().dropout(Self.dropout)).relu()
        return output(inner) + direct(targets)
    }
}
