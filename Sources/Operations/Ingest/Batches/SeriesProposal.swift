import GridModel

/// What a sender's text says about a series that does not exist yet.
package struct SeriesProposal: Hashable, Sendable {
    /// The meter it belongs to.
    package let meter: String
    /// Which of the meter's figures it is, where the sender names it.
    package let field: String?

    package init(meter: String, field: String?) {
        self.meter = meter
        self.field = field
    }
}

/// Why a reading's series cannot be found or made.
struct UnknownSeries: Error, Hashable {
    let message: String
    let expected: String

    static let refused = UnknownSeries(
        message: "There is no such series.", expected: "the id or the external name of a series that exists")
}
