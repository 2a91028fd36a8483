import GridModel
import Integrations
import Persistence

/// The series that a connector writes to: one for each zone and quantity of a model, one for each zone and instrument
/// of a station, so that no series ever mixes two instruments.
struct ConnectorSeries {
    private let kind: ConnectorKind
    private let session: TenantSession

    init(_ kind: ConnectorKind, _ session: TenantSession) {
        self.kind = kind
        self.session = session
    }

    /// Makes the series that are missing.
    /// - Returns: a series for each of `fetched`, in its order.
    /// - Throws: `DatabaseError`; `ConnectorError` when a series of the name is of another kind.
    func series(for fetched: [FetchedValues]) throws -> [SeriesID] {
        let repository = SeriesRepository(session)
        let zones = Dictionary(uniqueKeysWithValues: try ZoneRepository(session).all().map { ($0.id, $0.name) })
        return try fetched.map { values in
            let name = externalName(values)
            if let series = try repository.series(externalName: name) {
                guard series.quantity == values.quantity, series.intervalSeconds == HourlySeries.secondsPerHour,
                    !series.isDerived
                else {
                    throw ConnectorError.misconfigured(
                        "The series “\(name)” is there already and is no hourly \(values.quantity.rawValue).")
                }
                return series.id
            }
            let zone = zones[values.zone] ?? "Zone \(values.zone)"
            return try repository.insert(
                externalName: name, name: "\(zone) \(words(values))", subject: .zone(values.zone), zone: values.zone,
                quantity: values.quantity, intervalSeconds: HourlySeries.secondsPerHour, isDerived: false
            ).id
        }
    }

    /// `open-meteo/zone-3/temperature`, `openaq/zone-3/pm25-23534`
    private func externalName(_ values: FetchedValues) -> String {
        "\(kind.provider)/zone-\(values.zone)/\(values.quantity.rawValue)"
            + (values.instrument.map { "-\($0)" } ?? "")
    }

    private func words(_ values: FetchedValues) -> String {
        let word: String
        switch values.quantity {
        case .temperature: word = "temperature"
        case .relativeHumidity: word = "relative humidity"
        case .globalIrradiance: word = "global irradiance"
        case .directIrradiance: word = "direct irradiance"
        case .windSpeed: word = "wind speed"
        case .pm25: word = "PM2.5"
        case .pm10: word = "PM10"
        case .nitrogenDioxide: word = "NO₂"
        case .ozone: word = "O₃"
        case .europeanAirQualityIndex: word = "air quality index (EU)"
        case .usAirQualityIndex: word = "air quality index (US)"
        case .activeEnergyImport, .activeEnergyExport, .activeEnergyImportRegister, .activeEnergyExportRegister,
            .netLoad,
            .consumption, .generation:
            word = values.quantity.rawValue
        }
        return word + (values.instrument.map { " (OpenAQ sensor \($0))" } ?? " (Open-Meteo)")
    }
}
