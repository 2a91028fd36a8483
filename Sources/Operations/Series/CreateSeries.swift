package import GridModel
package import Identity
package import Persistence

/// Makes a measured series of a zone or asset, such as the measurement where a feeder is fed.
///
/// Its readings come in by every door. The energy of load points and generators is part of their areas' load; a
/// series of anything else is not (`SubjectKind.isConnection`).
package struct CreateSeries: Sendable {
    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    /// - Throws: `SeriesRefusal` that names every wrong field; `DatabaseError`
    package func callAsFunction(_ draft: SeriesDraft, by actor: Actor) async throws -> SeriesDescription {
        try await database.write(scope) { try Self.make(draft, by: actor, $0) }
    }

    /// What became of each, in their order. Those that can be made are, in one transaction.
    package func callAsFunction(
        _ drafts: [SeriesDraft], by actor: Actor
    ) async throws -> [Result<SeriesDescription, SeriesRefusal>] {
        try await database.write(scope) { session in
            try drafts.map { draft in
                do {
                    return .success(try Self.make(draft, by: actor, session))
                } catch let refusal as SeriesRefusal {
                    // It is refused before anything of it is written.
                    return .failure(refusal)
                }
            }
        }
    }

    private static func make(
        _ draft: SeriesDraft, by actor: Actor, _ session: TenantSession
    ) throws -> SeriesDescription {
        let faults = draft.faults
        guard faults.isEmpty else { throw SeriesRefusal.invalid(faults) }
        let place = try find(draft, session)
        let repository = SeriesRepository(session)
        guard try repository.series(externalName: draft.externalName) == nil else {
            throw SeriesRefusal.nameIsTaken(draft.externalName)
        }
        let series = try repository.insert(
            externalName: draft.externalName, name: draft.name ?? "\(place.name) \(draft.quantity.rawValue)",
            subject: place.subject, zone: place.zone, quantity: draft.quantity,
            intervalSeconds: draft.intervalSeconds, isDerived: false)
        try session.audit(
            "series.create", by: actor, on: "series", series.id,
            after: [
                "externalName": series.externalName, "quantity": series.quantity.rawValue,
                "intervalSeconds": String(series.intervalSeconds),
            ])
        return SeriesDescription(
            series: series, assetName: place.name, firstReadingAt: nil, lastReadingAt: nil, readingCount: 0)
    }

    private static func find(
        _ draft: SeriesDraft, _ session: TenantSession
    ) throws -> (subject: Subject, name: String, zone: ZoneID?) {
        guard let kind = AssetKind(rawValue: draft.kind.rawValue) else {
            let zones = ZoneRepository(session)
            let zone =
                switch draft.place {
                case .number(let id): try zones.zone(ZoneID(id))
                case .code(let code): try zones.all().first { $0.code == code }
                }
            guard let zone else { throw missing(draft) }
            return (.zone(zone.id), zone.name, zone.id)
        }
        let assets = AssetRepository(session)
        let asset =
            switch draft.place {
            case .number(let id): try assets.asset(AssetID(id))
            case .code(let code): try assets.asset(kind, code: code)
            }
        guard let asset, asset.kind == kind else { throw missing(draft) }
        return (.asset(kind, asset.id), asset.name, asset.zone)
    }

    private static func missing(_ draft: SeriesDraft) -> SeriesRefusal {
        let (field, place) =
            switch draft.place {
            case .number(let id): ("assetId", "\(id)")
            case .code(let code): ("assetCode", "“\(code.prefix(60))”")
            }
        return .invalid([
            .init(
                field: field, message: "There is no \(draft.kind.rawValue) \(place).",
                expected: "a \(draft.kind.rawValue) that exists")
        ])
    }
}
