import GridModel
import Persistence

/// Makes the series that readings name and the tenant wants made, inside a write.
///
/// Each belongs to a meter without a zone until somebody places it.
struct SeriesRegistrar {
    private let settings: IngestSettings.Registration
    private let series: SeriesRepository
    private let meters: MeterWriter
    private var room: Int

    init(_ session: TenantSession, _ settings: IngestSettings.Registration) throws {
        self.settings = settings
        series = SeriesRepository(session)
        meters = MeterWriter(session)
        room = settings.maximumSeries - (try series.count(.meter))
    }

    /// The series of that name: as it is stored, or made now.
    mutating func series(named name: String, _ proposal: SeriesProposal?) throws -> Result<Series, UnknownSeries> {
        if let known = try series.series(externalName: name) { return .success(known) }
        guard Self.canName(name) else {
            return .failure(
                UnknownSeries(
                    message: "There is no such series, and its name cannot become one.",
                    expected: "1 to 200 characters without control characters"))
        }
        guard let quantity = settings.quantity(of: proposal?.field) else {
            return .failure(
                UnknownSeries(
                    message: "There is no such series, and nothing says what it measures.",
                    expected:
                        "registration.quantity in the tenant's ingest settings, or a field named as a quantity there"))
        }
        guard room > 0 else {
            return .failure(
                UnknownSeries(
                    message: "There is no such series, and \(settings.maximumSeries) have been registered already.",
                    expected: "a series that exists, or a higher registration.maximumSeries"))
        }
        room -= 1
        let meter = proposal.map(\.meter) ?? name
        let id = try meters.meter(code: Self.canName(meter) ? meter : name)
        return .success(
            try series.insert(
                externalName: name, name: name, subject: .asset(.meter, id), zone: nil, quantity: quantity,
                intervalSeconds: settings.intervalSeconds, isDerived: false))
    }

    /// Whether a series may be called so.
    static func canName(_ text: String) -> Bool {
        (1...200).contains(text.count) && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
