/// Small named JSON documents of a tenant: settings and the demo's manifest.
public struct TenantDocumentRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    public func document(_ name: String) throws -> String? {
        try session.connection.firstRow(
            "SELECT document FROM tenant_documents WHERE tenant_id = $1 AND name = $2", [session.tenant, name.sql]
        ) { $0.text(0) }
    }

    public func save(_ document: String, as name: String) throws {
        try session.connection.run(
            """
            INSERT INTO tenant_documents (tenant_id, name, document) VALUES ($1, $2, $3)
            ON CONFLICT (tenant_id, name) DO UPDATE SET document = excluded.document
            """,
            [session.tenant, name.sql, document.sql]
        )
    }
}
