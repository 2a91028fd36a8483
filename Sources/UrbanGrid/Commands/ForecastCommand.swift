import ArgumentParser
import Foundation
import GridModel
import Operations

/// Forecasts a file of one's own with a trained model.
struct ForecastCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast", abstract: "Forecast the next 24 hours of a CSV file's series with a trained model.")

    @OptionGroup var load: LoadFileOptions
    @Option(help: "The model's file, from `urbangrid train`.") var model = "forecaster.safetensors"
    @Option(help: "Forecast as of this moment (ISO 8601 with zone). Default: after the latest hour read.")
    var at: String?
    @Option(help: "Write the CSV table here. Default: to the output.") var output: String?

    func run() async throws {
        let issuedAt = try at.map { text in
            guard let moment = Timestamp(iso8601: text) else {
                throw ValidationError("“\(text)” is not a time with its zone, such as 2026-11-23T09:00:00Z.")
            }
            return moment
        }
        if let output { try ResultFile(output).checkFolder() }
        let forecasting = try ForecastFromFile(modelPath: model) { try load.file(cityTimeZone: $0) }
        let bar = ProgressBar("· Forecasting")
        let forecasts = try await forecasting(issuedAt: issuedAt, now: .wallClock) { bar.show($0) }
        bar.finish()
        FileHandle.standardError.write(Data((forecasts.picture + "\n").utf8))
        if let output {
            try ResultFile(output).write(Array(forecasts.csv.utf8))
        } else {
            print(forecasts.csv, terminator: "")
        }
        if forecasts.isEmpty { throw ExitCode.failure }
    }
}
