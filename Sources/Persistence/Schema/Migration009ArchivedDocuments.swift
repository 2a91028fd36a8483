extension Migration {
    /// Documents of another system, kept whole.
    static let archivedDocuments = Migration(version: 9, name: "archived documents") { _ in
        [
            """
            CREATE TABLE archived_documents (
                tenant_id BIGINT NOT NULL, collection TEXT NOT NULL, document_id TEXT NOT NULL, document TEXT NOT NULL,
                PRIMARY KEY (tenant_id, collection, document_id))
            """
        ]
    }
}
