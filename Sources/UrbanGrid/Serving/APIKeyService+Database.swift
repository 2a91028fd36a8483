import GridAPI
import GridModel
import Identity
import Operations
import Persistence

extension APIKeyService {
    init(database: any Database, scope: TenantScope) {
        let now: @Sendable () -> Timestamp = { .wallClock }
        let queries = APIKeyQueries(database: database, scope: scope, now: now)
        let manage = ManageAPIKeys(database: database, scope: scope, now: now)
        let record: @Sendable (APIKey) -> APIKeyRecord = { APIKeyRecord($0, tenant: scope.tenant, at: now()) }
        self.init(
            list: { try await queries.list($0, after: $1, limit: $2).map(record) },
            key: { try await queries.key($0).map(record) },
            make: { NewAPIKey(try await manage.make($0, by: $1), at: now()) },
            change: { id, draft, grantor, precondition in
                try await manage.change(id, to: draft, by: grantor, if: { try precondition(record($0)) })
                    .map(record)
            },
            rotate: {
                try await manage.rotate($0, overlapSeconds: $1, by: $2).map { NewAPIKey($0, at: now()) }
            },
            revoke: { id, grantor, precondition in
                try await manage.revoke(id, by: grantor, if: { try precondition(record($0)) }).map(record)
            },
            use: { try await queries.use(of: $0, from: $1, to: $2) })
    }
}
