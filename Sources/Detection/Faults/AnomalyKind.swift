/// What an anomaly looks like.
public enum AnomalyKind: String, CaseIterable, Sendable, Codable {
    /// Far above what is usual for a few hours.
    case spike
    /// Nothing or nearly nothing where something is usual.
    case dropout
    /// The same value again and again.
    case stuck
    /// A lasting step up or down.
    case shift
    /// A lasting fall by a constant share, as when part of the consumption no longer passes the meter.
    case theft
    case unusual
}
