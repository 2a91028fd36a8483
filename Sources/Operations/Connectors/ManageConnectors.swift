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
            try ConnectorKind.allCases.map { ConnectorRecord($0, try ConnectorDocument.load($0, session), now: now) }
        }
    }

    /// What failed with the old settings is tried at once with the new ones.
    /// - Returns: the connector after the change; nil when there is none of the name.
    /// - Throws: `ConnectorRefusal` for a base URL that may not be asked, or a key that is missing.
    package func change(
        _ name: String, _ change: ConnectorChange, by actor: Actor
    ) async throws -> ConnectorRecord? {
        guard let kind = ConnectorKind(rawValue: name) else { return nil }
        let now = environment.now()
        do {
            if let url = change.baseURL {
                _ = try ServiceAddress(url, allowsPrivate: environment.allowsPrivateAddresses)
            }
        } catch {
            throw ConnectorRefusal(error.description)
        }
        if change.isEnabled == true, kind == .openAQ, environment.openAQKey == nil {
            throw ConnectorRefusal("OpenAQ needs a key: set URBANGRID_OPENAQ_API_KEY and start again.")
        }
        return try await database.write(scope) { session in
            var document = try ConnectorDocument.load(kind, session)
            let before = document.settings
            change.apply(to: &document.settings)
            document.state.reconsider()
            try document.save(kind, session)
            try session.audit(
                "connector.change", by: actor, on: "connector", kind.rawValue, before: before,
                after: document.settings)
            return ConnectorRecord(kind, document, now: now)
        }
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
