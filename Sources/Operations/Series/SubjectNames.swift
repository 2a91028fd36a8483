import GridModel
import Persistence

/// What the subjects of series are called.
struct SubjectNames {
    private let zones: [Int64: String]
    private let assets: [Int64: String]

    init(_ session: TenantSession) throws {
        zones = Dictionary(uniqueKeysWithValues: try ZoneRepository(session).all().map { ($0.id.rawValue, $0.name) })
        assets = Dictionary(
            uniqueKeysWithValues: try AssetRepository(session).assets().map { ($0.id.rawValue, $0.name) })
    }

    func name(of subject: Subject) -> String {
        (subject.kind == .zone ? zones[subject.id] : assets[subject.id]) ?? "\(subject.kind.rawValue) \(subject.id)"
    }
}
