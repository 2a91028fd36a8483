public import GridModel

/// A value bound to a parameter.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// What can be bound to a parameter: `[scope.tenant.sql, name.sql]`.
public protocol SQLBindable {
    var sql: SQLValue { get }
}

extension Int: SQLBindable {
    public var sql: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLBindable {
    public var sql: SQLValue { .integer(self) }
}

extension Bool: SQLBindable {
    public var sql: SQLValue { .integer(self ? 1 : 0) }
}

extension Double: SQLBindable {
    public var sql: SQLValue { .real(self) }
}

extension String: SQLBindable {
    public var sql: SQLValue { .text(self) }
}

extension [UInt8]: SQLBindable {
    public var sql: SQLValue { .blob(self) }
}

extension Timestamp: SQLBindable {
    /// Seconds since the epoch.
    public var sql: SQLValue { .integer(secondsSinceEpoch) }
}

extension Identifier: SQLBindable {
    public var sql: SQLValue { .integer(rawValue) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    public var sql: SQLValue { self?.sql ?? .null }
}
