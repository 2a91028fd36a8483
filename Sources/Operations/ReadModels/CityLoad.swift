package import GridModel

/// The net load of the whole city by the hour: the sum of its zones.
package struct CityLoad: Hashable, Sendable {
    package let span: TimeSpan
    /// How many zones there are.
    package let zones: Int
    /// By ascending start; hours in which no zone is complete are absent.
    package let hours: [CityLoadHour]
    package let isDownsampled: Bool
    /// Meters that belong to no zone, and so are in no hour's sum.
    package let outsideZones: [MeterOutsideZones]

    package init(
        span: TimeSpan, zones: Int, hours: [CityLoadHour], isDownsampled: Bool, outsideZones: [MeterOutsideZones]
    ) {
        self.span = span
        self.zones = zones
        self.hours = hours
        self.isDownsampled = isDownsampled
        self.outsideZones = outsideZones
    }
}

/// An hour of the city.
package struct CityLoadHour: Hashable, Sendable {
    package let start: Timestamp
    /// The sum of the zones that are complete in this hour.
    package let loadKW: Double
    /// How many these are; below the number of zones, the sum is too small.
    package let zonesReporting: Int
    /// How many of them rest on estimates.
    package let zonesEstimated: Int

    package init(start: Timestamp, loadKW: Double, zonesReporting: Int, zonesEstimated: Int = 0) {
        self.start = start
        self.loadKW = loadKW
        self.zonesReporting = zonesReporting
        self.zonesEstimated = zonesEstimated
    }
}

/// A meter of an asset that lies in no zone, such as a load on the substation's own busbar.
package struct MeterOutsideZones: Hashable, Sendable {
    package let series: SeriesID
    package let assetKind: SubjectKind
    package let assetID: Int64
    package let assetName: String
    /// Its latest reading as net load; generation is negative.
    package let loadKW: Double?
    package let loadAt: Timestamp?

    package init(
        series: SeriesID, assetKind: SubjectKind, assetID: Int64, assetName: String, loadKW: Double?,
        loadAt: Timestamp?
    ) {
        self.series = series
        self.assetKind = assetKind
        self.assetID = assetID
        self.assetName = assetName
        self.loadKW = loadKW
        self.loadAt = loadAt
    }
}
