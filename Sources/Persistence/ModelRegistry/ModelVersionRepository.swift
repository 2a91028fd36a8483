public import GridModel

/// The tenant's trained models.
public struct ModelVersionRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Registers a model as the next version of its kind.
    /// - Parameters:
    ///   - record: JSON
    ///   - objectKey: where the weights lie in the object store.
    public func insert(
        kind: String, name: String, status: String, createdAt: Timestamp, objectKey: String, record: String
    ) throws -> ModelVersionID {
        let id = try IdentifierCounter(session: session).next("model", as: ModelVersionID.self)
        try session.connection.run(
            """
            INSERT INTO model_versions (tenant_id, model_id, kind, name, version, status, created_at, object_key, record)
            SELECT $1, $2, $3, $4, COALESCE(MAX(version), 0) + 1, $5, $6, $7, $8 FROM model_versions
            WHERE tenant_id = $1 AND kind = $3
            """,
            [
                session.tenant, id.sql, kind.sql, name.sql, status.sql, createdAt.sql, objectKey.sql, record.sql,
            ]
        )
        return id
    }

    /// Takes the champion of a kind out of service.
    public func retireChampion(of kind: String) throws {
        try session.connection.run(
            "UPDATE model_versions SET status = 'retired' WHERE tenant_id = $1 AND kind = $2 AND status = 'champion'",
            [session.tenant, kind.sql])
    }

    public func champion(of kind: String) throws -> StoredModel? {
        try session.connection.firstRow(
            StoredModel.select + " WHERE tenant_id = $1 AND kind = $2 AND status = 'champion'",
            [session.tenant, kind.sql], StoredModel.init)
    }

    /// Newest first.
    public func all() throws -> [StoredModel] {
        try session.connection.rows(
            StoredModel.select + " WHERE tenant_id = $1 ORDER BY model_id DESC LIMIT 1000", [session.tenant],
            StoredModel.init)
    }

    public func model(_ id: ModelVersionID) throws -> StoredModel? {
        try session.connection.firstRow(
            StoredModel.select + " WHERE tenant_id = $1 AND model_id = $2", [session.tenant, id.sql], StoredModel.init)
    }
}

/// A registered model version.
public struct StoredModel: Hashable, Sendable {
    public let id: ModelVersionID
    public let kind: String
    public let name: String
    public let version: Int
    public let status: String
    public let createdAt: Timestamp
    public let objectKey: String
    /// JSON
    public let record: String

    static let select: SQL =
        "SELECT model_id, kind, name, version, status, created_at, object_key, record FROM model_versions"

    init(_ row: any SQLRow) {
        id = row.id(0)
        kind = row.text(1)
        name = row.text(2)
        version = row.int(3)
        status = row.text(4)
        createdAt = row.timestamp(5)
        objectKey = row.text(6)
        record = row.text(7)
    }
}
