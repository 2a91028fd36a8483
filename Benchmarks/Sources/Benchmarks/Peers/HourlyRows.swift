/// The peer of block storage: a row for each reading.
protocol HourlyRows {
    func insert(_ year: YearOfReadings) throws
    /// - Parameter zones: of each series.
    func insertSeries(zones: [Int]) throws
    /// kWh of every zone and hour, in the order of zones and hours.
    func hourlyZones() throws -> [Double]
    /// What the rows take.
    func bytes() throws -> Double
}
