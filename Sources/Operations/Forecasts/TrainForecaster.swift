import Forecasting
import Foundation
package import GridModel
import Learning
package import Persistence

/// Trains the zones' day-ahead forecaster, measures it on held-out days and puts it in service when
/// it is the best there is.
package struct TrainForecaster: Sendable {
    private let database: any Database
    private let objects: ObjectStore
    private let scope: TenantScope
    private let calendar: CityCalendar
    private let clock: CityClock

    package init(
        database: any Database, objects: ObjectStore, scope: TenantScope, calendar: CityCalendar, clock: CityClock
    ) {
        self.database = database
        self.objects = objects
        self.scope = scope
        self.calendar = calendar
        self.clock = clock
    }

    /// - Parameter report: fraction and phase; what it throws ends the training.
    package func callAsFunction(report: @escaping @Sendable (Double, String) throws -> Void) async throws {
        let through = calendar.start(of: calendar.localDate(of: clock.now))
        let series = try await database.read(scope) { session in
            let zones = try ZoneLoads.series(session)
            let first = try zones.compactMap { try SeriesReader(session).extent(of: $0)?.first }.min() ?? through
            return (
                zones, try ZoneLoads.columns(zones, in: TimeSpan(start: first, end: through), session)
            )
        }
        let forecastCalendar = ForecastCalendar(calendar: calendar)
        let columns = series.1
        let started = Date()
        let (model, evaluation) = try await DedicatedThread.run {
            try ForecastTrainer().trainAndEvaluate(columns, calendar: forecastCalendar, through: through) {
                try report($0.fraction, $0.phase)
            }
        }
        let seconds = Date().timeIntervalSince(started)
        let bytes = try ForecastModelFile.encode(model)
        let key = "tenant-\(scope.tenant)/forecast-\(UUID().uuidString).safetensors"
        try objects.put(bytes, at: key)
        let zones = series.0
        let document = try Self.document(model, evaluation, zones, seconds: seconds).json()
        let now = clock.now
        try await database.write(scope) { session in
            let registry = ModelVersionRepository(session)
            try registry.retireChampion(of: ModelKind.forecaster)
            _ = try registry.insert(
                kind: ModelKind.forecaster, name: "LSTM day-ahead quantiles", status: "champion", createdAt: now,
                objectKey: key, record: document)
        }
    }

    private static func document(
        _ model: ForecastModel, _ evaluation: ForecastEvaluation, _ zones: [Series], seconds: Double
    ) -> ModelDocument {
        let about = model.description
        let total = evaluation.total
        let zoneOfKey = Dictionary(uniqueKeysWithValues: zones.map { ($0.id.description, ZoneID($0.subject.id)) })
        let baseline = total?.baselineName
        var scores: [ModelDocument.Score] = []
        if let total {
            scores = [
                .init(
                    name: "MAE", unit: "kW", model: total.mae, baseline: total.baselineMae, baselineName: baseline,
                    betterIs: "lower"),
                .init(
                    name: "nMAE", unit: "%", model: total.nmaePercent, baseline: total.baselineNmaePercent,
                    baselineName: baseline, betterIs: "lower"),
                .init(
                    name: "MAE against the 24-hour naive", unit: "kW", model: total.mae, baseline: total.dayBaselineMae,
                    baselineName: "naive (24 h)", betterIs: "lower"),
                .init(
                    name: "P10–P90 coverage", unit: "%", model: total.coverage80Percent, betterIs: "closer", target: 80),
                .init(name: "Pinball loss", unit: "%", model: total.pinballPercent, betterIs: "lower"),
            ]
        }
        return ModelDocument(
            trainedFrom: about.trainedFrom, trainedTo: about.trainedTo, heldOutFrom: evaluation.from,
            heldOutTo: evaluation.to, dataHash: about.dataHash, seed: Int64(bitPattern: about.options.seed),
            parameterCount: about.parameterCount, trainingSeconds: seconds,
            lossCurve: (about.lossCurve?.points ?? []).map {
                .init(epoch: $0.epoch, training: $0.trainingLoss, validation: $0.validationLoss)
            },
            scores: scores,
            perZone: evaluation.perSeries.compactMap { item in
                zoneOfKey[item.key].map {
                    .init(
                        zone: $0, mae: item.score.mae, nmaePercent: item.score.nmaePercent,
                        baselineMAE: item.score.baselineMae, baselineNMAEPercent: item.score.baselineNmaePercent,
                        coverage80Percent: item.score.coverage80Percent)
                }
            })
    }
}
