import Forecasting
import GridModel
import Operations
import Persistence
import Testing

@Suite struct TrainForecasterTests {
    static let quick = ForecastTrainingOptions(
        members: 1, hidden: 8, epochs: 4, samples: 800, learningRate: 1e-2, validationDays: 8, heldOutDays: 10)

    private func train(
        _ city: ModelCity, _ options: ForecastTrainingOptions = quick
    ) async throws -> (id: ModelVersionID, isChampion: Bool) {
        try await TrainForecaster(
            database: city.database, objects: city.objects, scope: city.scope, calendar: city.calendar,
            clock: city.clock.city, codeVersion: CodeVersion(commit: "abc123"), options: options
        )(report: { _, _ in })
    }

    @Test func theFirstModelIsInServiceWithWhereItComesFrom() async throws {
        let city = try await ModelCity(days: 70)
        #expect(try await train(city).isChampion)
        let record = try #require(try await city.models().first)
        #expect(record.status == .champion)
        #expect(record.statusReason?.hasPrefix("The first of its kind") == true)
        #expect(record.codeVersion == "forecast.lstm/2 (commit abc123)")
        #expect(record.heldOut.seconds == 10 * 86_400)
        #expect(record.trained.end == record.heldOut.start)
        #expect(record.scores.contains { $0.name == "P10–P90 coverage" && $0.target == 80 })
        #expect(record.perZone.map(\.zone) == [city.city.zone])
    }

    @Test func aChallengerThatIsNotBetterStaysACandidateWithTheReason() async throws {
        let city = try await ModelCity(days: 70)
        let first = try await train(city)
        // The same training again ties, which is not better.
        let second = try await train(city)
        #expect(!second.isChampion)
        let records = try await city.models()
        #expect(records.map(\.status) == [.candidate, .champion])
        #expect(records.last?.id == first.id)
        #expect(records.first?.statusReason?.hasPrefix("Not better: Pinball loss, %") == true)
    }

    @Test func aBetterChallengerTakesOver() async throws {
        let city = try await ModelCity(days: 70)
        var poor = Self.quick
        poor.epochs = 1
        poor.samples = 64
        poor.learningRate = 0.3
        _ = try await train(city, poor)
        let better = try await train(city)
        #expect(better.isChampion)
        let records = try await city.models()
        #expect(records.map(\.status) == [.champion, .retired])
        #expect(records.first?.statusReason?.hasPrefix("Better: ") == true)
    }

    @Test func aLostFileOfTheChampionDoesNotHoldUpTheNext() async throws {
        let city = try await ModelCity(days: 70)
        _ = try await train(city)
        let missing = MissingModels(database: city.database, objects: city.objects, scope: city.scope)
        #expect(try await missing() == [ModelKind.detector])
        let key = try await city.database.read(city.scope) {
            try ModelVersionRepository($0).champion(of: ModelKind.forecaster)?.objectKey
        }
        try city.objects.put([1, 2, 3], at: try #require(key))
        #expect(try await missing() == [ModelKind.forecaster, ModelKind.detector])
        #expect(try await train(city).isChampion)
        #expect(try await missing() == [ModelKind.detector])
    }

    @Test func aCancelledTrainingRegistersNothing() async throws {
        struct Stop: Error {}
        let city = try await ModelCity(days: 70)
        let training = TrainForecaster(
            database: city.database, objects: city.objects, scope: city.scope, calendar: city.calendar,
            clock: city.clock.city, options: Self.quick)
        await #expect(throws: Stop.self) { try await training { _, _ in throw Stop() } }
        #expect(try await city.models().isEmpty)
    }
}
