/// What kind of anomaly some strange hours are, by the shape of what was read against what is usual.
///
/// Rules in order: nothing or nearly nothing read where something is usual (dropout); one value for six hours
/// or more (stuck); a level that has kept to one side for long enough (a fall of a day or more by a steady
/// share: theft; any other of half a day or more: shift); a few hours far above (spike); else unusual.
struct Verdict: Sendable {
    let kind: AnomalyKind
    /// The hours that bear the evidence: windows over the past make hours look strange for a while after a
    /// fault has gone; a lasting change began before it was strange enough to be noticed.
    let core: ClosedRange<Int>
    /// The hour of the core that departs most from what is usual.
    let peak: Int
    /// Whether what was read lies above what is usual.
    let isAbove: Bool
    /// Hours with the same value up to the last of the longest such run; 1 without one.
    let equalHours: Int
    /// Sum read over sum usual in the core.
    let ratio: Double

    static let stuckHours = 6
    /// A spike has at most so many hours.
    static let spikeHours = 4
    static let lastingFrom = 12
    static let theftFrom = 24
    static let theftRatio = 0.8
    /// A level nearer to the usual than this has not changed.
    static let leastChange = 0.1

    var hours: Int { core.count }
    var isLasting: Bool { kind == .shift || kind == .theft }

    /// - Parameters:
    ///   - range: indices of the strange hours
    ///   - strangest: that with the highest score
    init(_ features: ContextFeatures, _ range: ClosedRange<Int>, strangest: Int) {
        let shape = LoadShape(features)
        isAbove = shape.isAbove(range)
        let departs = shape.farthest(in: range, isAbove: isAbove) ?? strangest
        let around = shape.outside(departs) ? shape.outsideRun(around: departs, within: range) : range
        let longest = range.max { features.equalRun[$0] < features.equalRun[$1] } ?? strangest
        equalHours = features.equalRun[longest] + 1
        let lasting = shape.lasting(range, isAbove: isAbove, without: around)
        let level = features.usual.level[departs]
        if let empty = shape.emptyRun(in: range) {
            kind = .dropout
            core = empty
        } else if equalHours >= Self.stuckHours, abs(features.values[longest]) > 0.02 * level {
            kind = .stuck
            core = longest - equalHours + 1...longest
        } else if let lasting {
            let ratio = shape.ratio(lasting)
            let isTheft =
                lasting.count >= Self.theftFrom && ratio <= Self.theftRatio && shape.isProportional(lasting, ratio)
            kind = isTheft ? .theft : .shift
            core = lasting
        } else if isAbove, shape.outside(departs), around.count <= Self.spikeHours {
            kind = .spike
            core = around
        } else {
            kind = .unusual
            core = around
        }
        peak = shape.farthest(in: core, isAbove: kind == .dropout ? false : isAbove) ?? core.lowerBound
        ratio = shape.ratio(core)
    }
}
