import GridModel
import Persistence
import Telemetry

/// A part of the network, what measures its boundary, and who is connected inside.
struct BalanceArea {
    let subject: Subject
    let name: String
    let zone: ZoneID?
    /// Everything that measures where it is fed; together they are the whole boundary.
    let boundary: [Series]
    let connections: [ConnectionRow]
    /// The transformers inside; one that is the area itself, or that feeds it, is not.
    let transformers: [FedTransformerRow]

    /// Nil when there is no such area.
    /// - Throws: `BalanceRefusal.meshed`, `DatabaseError`
    init?(_ subject: Subject, _ session: TenantSession) throws {
        let balance = BalanceRepository(session)
        let all = try balance.transformers()
        self.subject = subject
        boundary = try Self.boundary(of: subject, session)
        if subject.kind == .zone {
            guard let found = try ZoneRepository(session).zone(ZoneID(subject.id)) else { return nil }
            (name, zone) = (found.name, found.id)
            connections = try balance.connections(zone: found.id)
            transformers = all.filter { $0.zone == found.id && $0.feeder != nil }
            return
        }
        let id = AssetID(subject.id)
        guard subject.kind.isBalanceArea, let asset = try AssetRepository(session).asset(id),
            SubjectKind(asset.kind) == subject.kind
        else { return nil }
        (name, zone) = (asset.name, asset.zone)
        if subject.kind == .feeder {
            connections = try balance.connections(feeder: id)
            transformers = all.filter { $0.feeder == id }
            return
        }
        let feeding = subject.kind == .transformer ? [id] : try Self.transformers(of: id, among: all, balance)
        guard let nodes = try balance.topology().nodes(below: feeding) else {
            throw BalanceRefusal.meshed(name: asset.name)
        }
        connections = try balance.connections().filter { nodes.contains($0.node) }
        transformers = all.filter { nodes.contains($0.highNode) && nodes.contains($0.lowNode) }
    }

    /// The areas of a kind that have a boundary measurement.
    static func measured(_ kind: SubjectKind, _ session: TenantSession) throws -> [Subject] {
        let subjects = try SeriesRepository(session).list(subjectKind: kind, isDerived: false)
            .filter { $0.quantity.isBoundary }.map(\.subject)
        return Set(subjects).sorted { $0.id < $1.id }
    }

    static func boundary(of subject: Subject, _ session: TenantSession) throws -> [Series] {
        try SeriesRepository(session).list(subjectKind: subject.kind, subjectID: subject.id, isDerived: false)
            .filter { $0.quantity.isBoundary }
    }

    /// Rated no-load losses inside, kW.
    var noLoadLossKW: Double { transformers.map(\.noLoadLossKW).reduce(0, +) }

    /// The transformers of a substation that feed its highest voltage into the next.
    private static func transformers(
        of substation: AssetID, among all: [FedTransformerRow], _ balance: BalanceRepository
    ) throws -> Set<AssetID> {
        let nodes = try balance.nodes(of: substation)
        let inside = all.filter { nodes.contains($0.highNode) && nodes.contains($0.lowNode) }
        let highest = inside.map(\.highKV).max()
        return Set(inside.filter { $0.highKV == highest }.map(\.id))
    }
}

extension Quantity {
    /// What can measure the boundary of an area.
    var isBoundary: Bool { isEnergy || self == .netLoad }
}
