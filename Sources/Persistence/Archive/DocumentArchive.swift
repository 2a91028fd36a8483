/// Documents of another system that were taken over whole, because nothing here has a place for them.
public struct DocumentArchive {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Keeps a document; one of the same collection and id is replaced.
    /// - Parameter document: JSON
    public func keep(_ document: String, id: String, of collection: String) throws {
        try session.connection.run(
            """
            INSERT INTO archived_documents (tenant_id, collection, document_id, document) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, collection, document_id) DO UPDATE SET document = excluded.document
            """,
            [session.tenant, collection.sql, id.sql, document.sql])
    }

    public func count(of collection: String) throws -> Int {
        try session.connection.firstRow(
            "SELECT COUNT(*) FROM archived_documents WHERE tenant_id = $1 AND collection = $2",
            [session.tenant, collection.sql]
        ) { $0.int(0) } ?? 0
    }
}
