/// The conditions of a statement whose filters are optional: only those that are given stand in it, so that an
/// index can serve them. (`$2 IS NULL OR zone_id = $2` keeps a planner from using one.)
struct SQLConditions {
    private(set) var arguments: [SQLValue]
    private(set) var sql: SQL

    /// ` WHERE <column> = $1`
    init(_ column: SQL, _ value: SQLValue) {
        arguments = [value]
        sql = " WHERE " + column + " = $1"
    }

    /// Adds ` AND <comparison> $n`, when there is a value: `add("zone_id =", zone)`.
    mutating func add(_ comparison: SQL, _ value: (some SQLBindable)?) {
        guard let value else { return }
        sql = sql + " AND " + comparison + " " + parameter(value)
    }

    /// Adds a condition without a value.
    mutating func add(_ condition: SQL) {
        sql = sql + " AND " + condition
    }

    /// A new parameter with its value, to be put into a condition.
    mutating func parameter(_ value: some SQLBindable) -> SQL {
        arguments.append(value.sql)
        return SQL.parameter(arguments.count)
    }
}
