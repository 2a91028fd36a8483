import GridModel
import Interchange
import Persistence

/// Stores the demo's zones, network and series.
struct DemoSeriesWriter {
    private let session: TenantSession
    private let manifest: DemoManifest

    init(_ session: TenantSession, manifest: DemoManifest) {
        self.session = session
        self.manifest = manifest
    }

    /// - Returns: the measured series by the name of their column in the readings files.
    func write(_ network: GridNetwork, zones drafts: [ZoneDraft]) throws -> [String: Series] {
        var zoneOfNode: [String: ZoneID] = [:]
        for draft in drafts {
            let id = try ZoneRepository(session).insert(
                code: draft.code, name: draft.name, population: draft.population, priority: draft.priority,
                criticalSites: draft.criticalSites, capacityKW: draft.capacityKW, area: draft.area)
            for node in draft.nodeCodes { zoneOfNode[node] = id }
            try writeDerived(id, draft)
        }
        let ids = try NetworkWriter(session).write(network, zoneOfNode: zoneOfNode)
        var series = try writeWeather()
        for load in network.loadPoints {
            guard let id = ids[.loadPoint]?[load.code] else { continue }
            series[load.code] = try insert(
                load.code, name: "\(load.code) consumption", .asset(.loadPoint, id), zoneOfNode[load.node],
                .activeEnergyImport)
        }
        // The hydro plant has no meter in the source.
        for generator in network.generators where generator.isMeasured {
            guard let id = ids[.generator]?[generator.code] else { continue }
            series[generator.code] = try insert(
                generator.code, name: "\(generator.code) generation", .asset(.generator, id), zoneOfNode[generator.node],
                .activeEnergyExport)
        }
        return series
    }

    private func writeDerived(_ zone: ZoneID, _ draft: ZoneDraft) throws {
        for (quantity, word) in [(Quantity.netLoad, "load"), (.consumption, "consumption"), (.generation, "generation")] {
            _ = try insert(
                "\(draft.code).\(quantity.rawValue)", name: "\(draft.name) \(word)", .zone(zone), zone, quantity,
                isDerived: true)
        }
    }

    private func writeWeather() throws -> [String: Series] {
        let station = manifest.weatherStation
        let id = try WeatherStationWriter(session).write(
            code: "weather", name: station.name,
            location: Coordinate(longitude: station.longitude, latitude: station.latitude))
        let quantities: [String: Quantity] = [
            "temperature_c": .temperature, "relative_humidity_pct": .relativeHumidity,
            "global_horizontal_w_m2": .globalIrradiance, "direct_normal_w_m2": .directIrradiance,
        ]
        var series: [String: Series] = [:]
        for column in manifest.files.weather.columns ?? [] {
            guard let quantity = quantities[column.column] else {
                throw DemoError.unreadable("demo.json names the unknown weather column \(column.column)")
            }
            series[column.column] = try insert(
                "weather.\(quantity.rawValue)", name: column.title, .asset(.weatherStation, id), nil, quantity)
        }
        return series
    }

    private func insert(
        _ externalName: String, name: String, _ subject: Subject, _ zone: ZoneID?, _ quantity: Quantity,
        isDerived: Bool = false
    ) throws -> Series {
        try SeriesRepository(session).insert(
            externalName: externalName, name: name, subject: subject, zone: zone, quantity: quantity,
            intervalSeconds: manifest.intervalSeconds, isDerived: isDerived)
    }
}

extension Generator {
    /// The demo has solar output for the low-voltage plants only.
    var isMeasured: Bool { technology == "lv_RES" }
}
