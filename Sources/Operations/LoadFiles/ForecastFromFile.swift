import Forecasting
import Foundation
package import GridModel
import Interchange
import Learning

/// Forecasts the series of a file with a model from a file; no database.
package struct ForecastFromFile: Sendable {
    private let file: LoadFile
    private let model: ForecastModel
    private let calendar: CityCalendar

    /// - Parameter file: makes the file's description from the time zone that the model was trained in.
    /// - Throws: `LoadFileError`, `ImportError`, `ForecastingError.badModelFile`
    package init(modelPath: String, file: (_ timeZone: String) throws -> LoadFile) throws {
        guard FileByteSource.isReadable(modelPath) else { throw LoadFileError.noModel(path: modelPath) }
        model = try ForecastModelFile.decode(FileBytes.all(modelPath))
        guard let timeZone = model.description.timeZone, let calendar = CityCalendar(identifier: timeZone) else {
            throw ForecastingError.badModelFile("it does not name the time zone it was trained in")
        }
        self.calendar = calendar
        self.file = try file(timeZone).restricted(to: model.description.seriesKeys)
    }

    /// - Parameters:
    ///   - issuedAt: only readings before it are used; nil: the end of the latest hour read.
    ///   - progress: 0…1
    /// - Throws: `ImportError`, `LoadFileError`
    package func callAsFunction(
        issuedAt: Timestamp?, now: Timestamp, progress: @escaping @Sendable (Double) -> Void
    ) async throws -> FileForecasts {
        let (file, model, calendar) = (file, model, calendar)
        return try await DedicatedThread.run {
            let series = try LoadFileReader(file, now: now).read { progress($0 * 0.9) }
            guard let end = series.map(\.load.end).max() else { throw LoadFileError.noReadings }
            let moment = (issuedAt ?? end).floored(toMultipleOf: 3600)
            let forecasts = model.forecast(series, issuedAt: moment, calendar: ForecastCalendar(calendar: calendar))
            progress(1)
            return FileForecasts(issuedAt: moment, forecasts: forecasts)
        }
    }
}
