/// What kind of request a limit is for.
public enum RateClass: String, CaseIterable, Sendable {
    /// Every request whatever it is, before anybody knows who asks.
    case any
    /// Proves who somebody is: passwords, codes, tokens.
    case auth
    case read
    case write
    /// Readings in.
    case ingest
    /// Readings out, as files.
    case export
}
