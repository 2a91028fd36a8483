import GridModel
package import Operations

extension ConnectorRecord: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("name", name)
            $0.field("isEnabled", settings.isEnabled)
            $0.field("standing", standing.rawValue)
            $0.field("lastAttemptAt", lastAttemptAt)
            $0.field("lastSuccessAt", lastSuccessAt)
            $0.field("lastReport", lastReport)
            $0.field("lastError", lastError)
            $0.field("nextAttemptAt", nextAttemptAt)
            $0.field("failures", failures)
            $0.field("callsToday", callsToday)
            $0.field("dailyCalls", settings.dailyCalls)
            $0.field("intervalSeconds", settings.intervalSeconds)
            $0.field("backfillDays", settings.backfillDays)
            $0.field("radiusKm", settings.radiusKm)
            $0.field("baseUrl", settings.baseURL)
            $0.field("hasOwnKey", hasOwnKey)
        }
    }
}

extension WeatherForecast: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("seriesId", series)
            $0.field("availableAt", availableAt)
            $0.object("columns") {
                $0.field("start", values.map(\.start.secondsSinceEpoch))
                $0.field("value", values.map(\.value))
            }
        }
    }
}
