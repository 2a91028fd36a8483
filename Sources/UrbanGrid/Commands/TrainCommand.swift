import ArgumentParser
import GridModel
import Operations

/// Trains a forecaster on a file of one's own.
struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train the day-ahead forecaster on a CSV file of load and score it.",
        discussion: """
            At least 85 days are needed: 28 of history before the first sample, 28 that stop the training and \
            calibrate the band, and the days held out for the score.
            """)

    @OptionGroup var load: LoadFileOptions
    @Option(help: "The city's IANA time zone: its days and hours are what the load follows.")
    var cityTimeZone = "UTC"
    @Option(help: "The model's file.") var output = "forecaster.safetensors"
    @Option(help: "Days at the end that the model does not see and is scored on.") var heldOutDays = 28
    @Option(help: "The same seed and file give the same model.") var seed: UInt64 = 7

    func validate() throws {
        guard (0...365).contains(heldOutDays) else {
            throw ValidationError("--held-out-days takes a number from 0 to 365.")
        }
    }

    func run() async throws {
        guard let calendar = CityCalendar(identifier: cityTimeZone) else {
            throw ValidationError("“\(cityTimeZone)” is not a time zone of the IANA database.")
        }
        let training = TrainOnFile(
            try load.file(cityTimeZone: cityTimeZone), calendar: calendar, seed: seed, heldOutDays: heldOutDays)
        let bar = ProgressBar("· Training")
        let report = try await training(to: output, now: .wallClock) { bar.show($0, $1) }
        bar.finish()
        print(report.text)
    }
}
