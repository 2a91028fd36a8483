package import Forecasting
import Foundation
package import GridModel
import Learning
package import Persistence

/// Trains the zones' day-ahead forecaster, measures it on held-out days and puts it in service when it does
/// better there than the one in service.
package struct TrainForecaster: Sendable {
    private let database: any Database
    private let training: ModelTraining
    private let calendar: LoadCalendar
    private let codeVersion: CodeVersion
    private let options: ForecastTrainingOptions

    package init(
        database: any Database, objects: ObjectStore, scope: TenantScope, calendar: LoadCalendar, clock: CityClock,
        codeVersion: CodeVersion = CodeVersion(), options: ForecastTrainingOptions = ForecastTrainingOptions()
    ) {
        self.database = database
        training = ModelTraining(database: database, objects: objects, scope: scope, clock: clock)
        self.calendar = calendar
        self.codeVersion = codeVersion
        self.options = options
    }

    /// - Parameter report: fraction and phase; what it throws ends the training.
    /// - Returns: the number of the new version and whether it is in service.
    @discardableResult
    package func callAsFunction(
        report: @escaping @Sendable (Double, String) throws -> Void
    ) async throws -> (id: ModelVersionID, isChampion: Bool) {
        let through = calendar.city.start(of: calendar.city.localDate(of: training.clock.now))
        let (zones, columns) = try await database.read(training.scope) { session in
            let zones = try ZoneLoads.series(session)
            let first = try zones.compactMap { try SeriesReader(session).extent(of: $0)?.first }.min() ?? through
            return (
                zones, try ZoneLoads.columns(zones, in: TimeSpan(start: first, end: through), session)
            )
        }
        let calendar = ForecastCalendar(calendar: calendar.lived, holidays: calendar.holidays)
        let code = codeVersion.text(of: ModelKind.forecaster)
        let options = options
        return try await training(
            kind: ModelKind.forecaster, name: "LSTM day-ahead quantiles", folder: "forecast"
        ) { championFile in
            try await DedicatedThread.run {
                let started = Date()
                let (model, evaluation) = try ForecastTrainer(options: options).trainAndEvaluate(
                    columns, calendar: calendar, through: through
                ) { try report($0.fraction, $0.phase) }
                let contest = Self.contest(evaluation, columns, calendar, championFile: championFile)
                let seconds = Date().timeIntervalSince(started)
                return TrainedModel(
                    file: try ForecastModelFile.encode(model),
                    document: Self.document(model, evaluation, zones, contest, code: code, seconds: seconds),
                    contest: contest)
            }
        }
    }

    /// Pinball loss of all three quantiles, which is right for point and band together (Gneiting & Raftery
    /// 2007), on the hours that the challenger was held out from.
    private static func contest(
        _ own: ForecastEvaluation, _ columns: [ForecastSeries], _ calendar: ForecastCalendar, championFile: [UInt8]?
    ) -> ChampionContest {
        let baseline = Backtest.evaluateBaseline(columns, calendar: calendar, over: own.heldOut)
        func contest(champion: Double?, obstacle: String? = nil) -> ChampionContest {
            ChampionContest(
                measure: "Pinball loss, %", isLowerBetter: true, challenger: own.total?.pinballPercent,
                champion: champion, baseline: baseline.total?.pinballPercent, obstacle: obstacle)
        }
        guard let championFile else { return contest(champion: nil) }
        do {
            let champion = try ForecastModelFile.decode(championFile)
            guard champion.description.trainedTo <= own.from else { return contest(champion: nil) }
            let evaluation = Backtest.evaluate(champion, columns, calendar: calendar, over: own.heldOut)
            return contest(champion: evaluation.total?.pinballPercent)
        } catch {
            return contest(champion: nil, obstacle: "\(error).")
        }
    }

    private static func document(
        _ model: ForecastModel, _ evaluation: ForecastEvaluation, _ zones: [Series],
        _ contest: ChampionContest, code: String, seconds: Double
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
                .init(
                    name: "Pinball loss", unit: "%", model: total.pinballPercent, baseline: contest.baseline,
                    baselineName: baseline, betterIs: "lower"),
            ]
        }
        return ModelDocument(
            trainedFrom: about.trainedFrom, trainedTo: about.trainedTo, heldOutFrom: evaluation.from,
            heldOutTo: evaluation.to, dataHash: about.dataHash, codeVersion: code,
            seed: Int64(bitPattern: about.options.seed),
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
