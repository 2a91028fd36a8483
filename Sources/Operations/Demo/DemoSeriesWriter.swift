import GridModel
import Interchange
import Persistence

/// Stores the demo's zones, network, weather station and series.
struct DemoSeriesWriter {
    private let session: TenantSession
    private let manifest: DemoManifest

    init(_ session: TenantSession, manifest: DemoManifest) {
        self.session = session
        self.manifest = manifest
    }

    /// - Returns: the measured series by the name of their column in the readings files.
    func write(_ network: GridNetwork, zones: [ZoneDraft]) throws -> [String: Series] {
        let metered = try NetworkSeriesWriter(session, intervalSeconds: manifest.intervalSeconds)
            .write(network, zones: zones, isGeneratorMetered: \.isMeasured)
        return try metered.merging(writeWeather()) { metered, _ in metered }
    }

    private func writeWeather() throws -> [String: Series] {
        let station = manifest.weatherStation
        let id = try WeatherStationWriter(session).write(
            code: "weather", name: station.name,
            location: Coordinate(longitude: station.longitude, latitude: station.latitude))
        var series: [String: Series] = [:]
        for column in manifest.files.weather.columns ?? [] {
            guard let quantity = DemoWeather.quantities[column.column] else {
                throw DemoError.unreadable("demo.json names the unknown weather column \(column.column)")
            }
            series[column.column] = try SeriesRepository(session).insert(
                externalName: DemoWeather.seriesName(of: quantity), name: column.title,
                subject: .asset(.weatherStation, id), zone: nil, quantity: quantity,
                intervalSeconds: manifest.intervalSeconds, isDerived: false)
        }
        return series
    }
}

extension Generator {
    /// The demo has solar output for the low-voltage plants only; the hydro plant has no meter in the source.
    var isMeasured: Bool { technology == "lv_RES" }
}
