package import Operations
package import Persistence

/// One audit log: the tenant's, or the platform's.
package struct AuditService: Sendable {
    /// Filter, the number to go on before, how many; newest first.
    package var list: @Sendable (AuditFilter, Int64?, Int) async throws -> [NamedAuditEntry]
    package var export: @Sendable (AuditFilter, ExportAudit.Format) -> ReadingsExport
    /// Held against a head that was noted outside, where one is given.
    package var verify: @Sendable (AuditHead?) async throws -> AuditVerification

    package init(
        list: @escaping @Sendable (AuditFilter, Int64?, Int) async throws -> [NamedAuditEntry],
        export: @escaping @Sendable (AuditFilter, ExportAudit.Format) -> ReadingsExport,
        verify: @escaping @Sendable (AuditHead?) async throws -> AuditVerification
    ) {
        self.list = list
        self.export = export
        self.verify = verify
    }
}
