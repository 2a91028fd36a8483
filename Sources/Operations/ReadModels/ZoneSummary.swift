package import GridModel

/// Every zone at one moment.
package struct ZoneList: Hashable, Sendable {
    package let asOf: Timestamp
    package let zones: [ZoneSummary]

    package init(asOf: Timestamp, zones: [ZoneSummary]) {
        self.asOf = asOf
        self.zones = zones
    }
}

/// An operating district and its latest complete hour. Powers are mean kW of the hour.
package struct ZoneSummary: Hashable, Sendable {
    package let id: ZoneID
    package let code: String
    package let name: String
    package let population: Int
    package let priority: Int
    package let criticalSites: [LocatedSite]
    package let capacityKW: Double
    package let feederIDs: [AssetID]
    /// Net load: consumption − generation; nil when no hour is complete.
    package let loadKW: Double?
    package let consumptionKW: Double?
    package let generationKW: Double?
    /// The start of that hour.
    package let loadAt: Timestamp?
    /// The least certain quality behind loadKW.
    package let quality: Quality?
    /// Share of the readings expected in the last 24 h that are there.
    package let completeness24h: Double
    package let nextPeak: PeakForecast?
    package let anomalies7d: Int
    package let centroid: Coordinate

    package init(
        id: ZoneID, code: String, name: String, population: Int, priority: Int, criticalSites: [LocatedSite],
        capacityKW: Double, feederIDs: [AssetID], loadKW: Double?, consumptionKW: Double?, generationKW: Double?,
        loadAt: Timestamp?, quality: Quality?, completeness24h: Double, nextPeak: PeakForecast?, anomalies7d: Int,
        centroid: Coordinate
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.population = population
        self.priority = priority
        self.criticalSites = criticalSites
        self.capacityKW = capacityKW
        self.feederIDs = feederIDs
        self.loadKW = loadKW
        self.consumptionKW = consumptionKW
        self.generationKW = generationKW
        self.loadAt = loadAt
        self.quality = quality
        self.completeness24h = completeness24h
        self.nextPeak = nextPeak
        self.anomalies7d = anomalies7d
        self.centroid = centroid
    }
}

/// A critical site and its place, where the network gives one.
package struct LocatedSite: Hashable, Sendable {
    package let name: String
    package let kind: String
    package let location: Coordinate?

    package init(name: String, kind: String, location: Coordinate?) {
        self.name = name
        self.kind = kind
        self.location = location
    }
}

/// The highest hour of the forecast in service, kW.
package struct PeakForecast: Hashable, Sendable {
    package let at: Timestamp
    package let p10: Double
    package let p50: Double
    package let p90: Double

    package init(at: Timestamp, p10: Double, p50: Double, p90: Double) {
        self.at = at
        self.p10 = p10
        self.p50 = p50
        self.p90 = p90
    }
}

extension ZoneSummary {
    /// |load| ÷ capacity.
    package var loading: Double? {
        guard let loadKW, capacityKW > 0 else { return nil }
        return abs(loadKW) / capacityKW
    }

    /// |P90| ÷ capacity at the next peak.
    package var peakLoading90: Double? {
        guard let nextPeak, capacityKW > 0 else { return nil }
        return abs(nextPeak.p90) / capacityKW
    }
}
