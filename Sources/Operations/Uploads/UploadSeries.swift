import GridModel
import Persistence

/// The series that names in an uploaded file mean: those that are stored and, where the tenant has unknown series
/// registered, those that an import would make.
struct UploadSeries: Sendable {
    /// Of a series that is not made yet.
    static let unmade = SeriesID(0)

    private let names: SeriesNames
    private let settings: IngestSettings

    /// - Parameter directory: the process's own.
    init(_ database: any Database, _ scope: TenantScope, _ directory: SeriesDirectory) async throws {
        (names, settings) = try await database.read(scope) {
            (try directory.refresh($0), try IngestSettings.stored($0))
        }
    }

    /// Readings before it are closed; nil: none are.
    var closedBefore: Timestamp? { names.closedBefore }

    /// Nil when the name means no series, and none would be made.
    subscript(name: String) -> Series? {
        if let entry = names.find(name) { return series(entry.id, name, like: names.kinds[entry.kind]) }
        let registration = settings.registration
        guard settings.unknownSeries == .register, SeriesRegistrar.canName(name),
            let quantity = registration.quantity(of: nil)
        else { return nil }
        return Series(
            id: Self.unmade, externalName: name, name: name, subject: Subject(kind: .meter, id: 0), zone: nil,
            quantity: quantity, intervalSeconds: registration.intervalSeconds, isDerived: false)
    }

    /// What is missing for a name that means no series to become one; nil: the tenant wants none made.
    func whyUnknown(_ name: String) -> String? {
        guard settings.unknownSeries == .register else { return nil }
        guard SeriesRegistrar.canName(name) else {
            return "the tenant has unknown series registered, but this cannot be a name: expected 1 to 200 characters"
                + " without control characters"
        }
        guard settings.registration.quantity(of: nil) == nil else { return nil }
        return "the tenant has unknown series registered, but a file does not tell what they measure: set"
            + " registration.quantity in the ingest settings, such as activeEnergyImport, or make the series first"
    }

    /// Makes the series that a checked file needs: all of them, or none.
    /// - Throws: `UnknownSeries`, `DatabaseError`
    func make(_ names: [String], _ database: any Database, _ scope: TenantScope) async throws {
        guard !names.isEmpty else { return }
        try await database.write(scope) { [settings] session in
            var registrar = try SeriesRegistrar(session, settings.registration)
            for name in names { _ = try registrar.series(named: name, nil).get() }
        }
    }

    private func series(_ id: SeriesID, _ name: String, like kind: Series) -> Series {
        Series(
            id: id, externalName: name, name: name, subject: kind.subject, zone: nil, quantity: kind.quantity,
            intervalSeconds: kind.intervalSeconds, isDerived: kind.isDerived)
    }
}
