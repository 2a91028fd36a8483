/// What an area's technical losses may come to.
///
/// The lower end is physics: transformers lose their no-load losses in every hour, whatever they carry. They go with
/// the square of the voltage, which may be 10 % off (EN 50160), and a rated figure may be exceeded by 15 %
/// (IEC 60076-1, table 1). The upper end adds a share of the input for lines and load losses. That share is an
/// assumption: whole distribution systems lost 2 to 23 % in 2022, theft included (3rd CEER Report on Power Losses,
/// 2025).
public struct TechnicalLossBand: Hashable, Sendable {
    /// Of the input, %, besides the no-load losses.
    public let limitPercent: Double
    /// Rated no-load losses of the transformers inside, kW.
    public let noLoadLossKW: Double

    public static let defaultLimitPercent = 8.0

    public init(limitPercent: Double = Self.defaultLimitPercent, noLoadLossKW: Double = 0) {
        self.limitPercent = limitPercent
        self.noLoadLossKW = noLoadLossKW
    }

    /// kWh of a stretch that has `hours` measured hours.
    public func losses(inputKWh: Double, hours: Int) -> ClosedRange<Double> {
        let noLoad = noLoadLossKW * Double(hours)
        let lower = noLoad * 0.9 * 0.9
        return lower...max(lower, noLoad * 1.1 * 1.1 * 1.15 + inputKWh * limitPercent / 100)
    }
}
