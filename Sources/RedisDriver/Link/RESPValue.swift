/// A value of Redis' protocol, version 3 (redis.io/docs/latest/develop/reference/protocol-spec).
enum RESPValue: Hashable, Sendable {
    case null
    case text(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case error(String)
    case array([RESPValue])
    /// Keys and values in turn.
    case map([RESPValue])
    /// Comes unasked.
    case push([RESPValue])
}
