package import GridModel

/// A zone with its shape, assets and series.
package struct ZoneDetail: Hashable, Sendable {
    package let summary: ZoneSummary
    package let area: Polygon
    package let loadPoints: Int
    package let generators: Int
    package let lines: Int
    package let lengthKm: Double
    package let loadSeries: SeriesID
    package let consumptionSeries: SeriesID
    package let generationSeries: SeriesID
    package let weatherSeries: [WeatherSeries]

    package init(
        summary: ZoneSummary, area: Polygon, loadPoints: Int, generators: Int, lines: Int, lengthKm: Double,
        loadSeries: SeriesID, consumptionSeries: SeriesID, generationSeries: SeriesID, weatherSeries: [WeatherSeries]
    ) {
        self.summary = summary
        self.area = area
        self.loadPoints = loadPoints
        self.generators = generators
        self.lines = lines
        self.lengthKm = lengthKm
        self.loadSeries = loadSeries
        self.consumptionSeries = consumptionSeries
        self.generationSeries = generationSeries
        self.weatherSeries = weatherSeries
    }
}

/// A series of the weather or the air in a zone.
package struct WeatherSeries: Hashable, Sendable {
    package let id: SeriesID
    package let quantity: Quantity
    package let name: String

    package init(id: SeriesID, quantity: Quantity, name: String) {
        self.id = id
        self.quantity = quantity
        self.name = name
    }
}
