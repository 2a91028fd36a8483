import GridModel

/// Hands out a tenant's next numbers, one counter a kind of thing.
///
/// Numbers are taken inside the writing transaction, so none is lost when it fails and none is
/// given twice; both engines understand the one statement.
struct IdentifierCounter {
    let session: TenantSession

    /// The first of `count` fresh numbers in a row.
    func next<Tag>(_ name: StaticString, count: Int = 1, as: Identifier<Tag>.Type = Identifier<Tag>.self) throws
        -> Identifier<Tag>
    {
        let last = try session.connection.firstRow(
            """
            INSERT INTO id_counters (tenant_id, name, last_id) VALUES ($1, $2, $3)
            ON CONFLICT (tenant_id, name) DO UPDATE SET last_id = id_counters.last_id + excluded.last_id
            RETURNING last_id
            """,
            [session.tenant, name.description.sql, count.sql]
        ) { $0.integer(0) }
        guard let last else { throw DatabaseError(.other, detail: "No number was handed out for \(name).") }
        return Identifier(last - Int64(count) + 1)
    }
}
