import Foundation
import GridModel
import Integrations
import Persistence

/// A connector as the tenant's database holds it: what was decided, and where it stands.
struct ConnectorDocument: Codable {
    var settings: ConnectorSettings
    var state: ConnectorState

    /// Off and never polled, where nobody has touched it.
    /// - Throws: `DatabaseError`
    static func load(_ kind: ConnectorKind, _ session: TenantSession) throws -> ConnectorDocument {
        guard let text = try TenantDocumentRepository(session).document(name(kind)) else {
            return ConnectorDocument(settings: ConnectorSettings(of: kind), state: ConnectorState())
        }
        do {
            return try JSONDecoder().decode(ConnectorDocument.self, from: Data(text.utf8))
        } catch {
            throw DatabaseError(.corrupt, detail: "The document \(name(kind)) cannot be read: \(error)")
        }
    }

    func save(_ kind: ConnectorKind, _ session: TenantSession) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try TenantDocumentRepository(session).save(
            String(decoding: try encoder.encode(self), as: UTF8.self), as: Self.name(kind))
    }

    private static func name(_ kind: ConnectorKind) -> String { "connector.\(kind.rawValue)" }
}
