package import GridModel
package import Identity
import Integrations
package import Persistence

/// Shows the tenant's connectors, changes their settings, and asks for a poll now.
package struct ManageConnectors: Sendable {
    /// The job that polls a connector at once; its payload is the connector's name in quotes.
    package static let jobKind = "poll.connector"

    private let database: any Database
    private let scope: TenantScope
    private let environment: ConnectorEnvironment

    package init(database: any Database, scope: TenantScope, environment: ConnectorEnvironment) {
        self.database = database
        self.scope = scope
        self.environment = environment
    }

    package func list() async throws -> [ConnectorRecord] {
        let now = environment.now()
        return try await database.read(scope) { session in
            try ConnectorKind.allCases.map { try Self.record($0, session, now) }
        }
    }

    /// Nil when there is none of the name.
    package func connector(_ name: String) async throws -> ConnectorRecord? {
        guard let kind = ConnectorKind(rawValue: name) else { return nil }
        let now = environment.now()
        return try await database.read(scope) { try Self.record(kind, $0, now) }
    }

    private static func record(
        _ kind: ConnectorKind, _ session: TenantSession, _ now: Timestamp
    ) throws -> ConnectorRecord {
        ConnectorRecord(
            kind, try ConnectorDocument.load(kind, session), hasOwnKey: try hasOwnKey(kind, session), now: now)
    }

    /// What failed with the old settings is tried at once with the new ones.
    /// - Returns: the connector after the change; nil when there is none of the name.
    /// - Throws: `ConnectorRefusal` for a base URL that may not be asked, or a key that is missing.
    package func change(
        _ name: String, _ change: ConnectorChange, by actor: Actor,
        if precondition: @escaping Precondition<ConnectorRecord> = { _ in }
    ) async throws -> ConnectorRecord? {
        guard let kind = ConnectorKind(rawValue: name) else { return nil }
        let now = environment.now()
        do {
            if let url = change.baseURL {
                _ = try ServiceAddress(url, allowsPrivate: environment.allowsPrivateAddresses)
            }
        } catch {
            throw ConnectorRefusal(error.description, field: "baseUrl")
        }
        return try await database.write(scope) { [environment] session in
            try precondition(try Self.record(kind, session, now))
            try Self.change(key: change.key, of: kind, environment, by: actor, session)
            let hasOwnKey = try Self.hasOwnKey(kind, session)
            if change.isEnabled == true, kind == .openAQ, !hasOwnKey, environment.openAQKey == nil {
                throw ConnectorRefusal(
                    "OpenAQ needs a key: give the tenant's own, or set URBANGRID_OPENAQ_API_KEY and start again.",
                    field: "key")
            }
            var document = try ConnectorDocument.load(kind, session)
            let before = document.settings
            change.apply(to: &document.settings)
            document.state.reconsider()
            try document.save(kind, session)
            try session.audit(
                "connector.change", by: actor, on: "connector", kind.rawValue, before: before,
                after: document.settings)
            return ConnectorRecord(kind, document, hasOwnKey: hasOwnKey, now: now)
        }
    }

    private static func change(
        key: ConnectorChange.Key?, of kind: ConnectorKind, _ environment: ConnectorEnvironment, by actor: Actor,
        _ session: TenantSession
    ) throws {
        let name = ConnectorEnvironment.secret(kind)
        switch key {
        case nil: break
        case .remove: _ = try TenantSecrets.remove(name, by: actor, session)
        case .set(let key):
            guard let keys = environment.secretKeys else {
                throw ConnectorRefusal(
                    "This server keeps no secrets of tenants: URBANGRID_SECRET_KEY is not set.",
                    field: "key")
            }
            try TenantSecrets.set(
                name, to: Array(key.utf8), keys, at: environment.now(), by: actor, session)
        }
    }

    private static func hasOwnKey(_ kind: ConnectorKind, _ session: TenantSession) throws -> Bool {
        try TenantSecretRepository(session).secret(ConnectorEnvironment.secret(kind)) != nil
    }

    /// Puts a poll into the queue.
    /// - Returns: the job; nil when there is no connector of the name.
    /// - Throws: `ConnectorRefusal` when the connector is off or such a job waits or runs already.
    package func run(_ name: String, by actor: Actor) async throws -> JobID? {
        guard let kind = ConnectorKind(rawValue: name) else { return nil }
        let now = environment.now()
        return try await database.write(scope) { session in
            guard try ConnectorDocument.load(kind, session).settings.isEnabled else {
                throw ConnectorRefusal("The connector \(kind.rawValue) is off.")
            }
            let job = try JobRepository(session).enqueue(
                kind: Self.jobKind, payload: "\"\(kind.rawValue)\"", uniqueKey: kind.rawValue, priority: 1, runAt: now,
                now: now)
            guard let job else { throw ConnectorRefusal("A poll of \(kind.rawValue) waits or runs already.") }
            try session.audit(
                "connector.run", by: actor, on: "connector", kind.rawValue, after: ["job": job.description])
            return job
        }
    }

    /// The connector that a job's payload names.
    package static func name(ofPayload payload: String) -> String { payload.filter { $0 != "\"" } }
}
