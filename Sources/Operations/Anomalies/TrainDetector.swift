package import Detection
import Foundation
package import GridModel
import Learning
package import Persistence

/// Trains the anomaly detector on every load point's meter, measures it with injected faults and puts it in
/// service when it does better than the one in service.
package struct TrainDetector: Sendable {
    private let database: any Database
    private let training: ModelTraining
    private let calendar: LoadCalendar
    private let codeVersion: CodeVersion
    private let options: DetectorTrainingOptions

    package init(
        database: any Database, objects: ObjectStore, scope: TenantScope, calendar: LoadCalendar, clock: CityClock,
        codeVersion: CodeVersion = CodeVersion(), options: DetectorTrainingOptions = DetectorTrainingOptions()
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
        let series = try await database.read(training.scope) { session in
            let meters = try WatchedMeters.series(session)
            let first = try meters.compactMap { try SeriesReader(session).extent(of: $0)?.first }.min() ?? through
            return try WatchedMeters.columns(meters, in: TimeSpan(start: first, end: through), session)
        }
        let calendar = calendar
        let code = codeVersion.text(of: ModelKind.detector)
        let options = options
        return try await training(
            kind: ModelKind.detector, name: "Autoencoder on calendar context", folder: "detector"
        ) { championFile in
            try await DedicatedThread.run {
                let started = Date()
                let detector = try DetectorTrainer(options: options).train(
                    series, calendar: calendar.lived, holidays: calendar.holidays, through: through
                ) { try report($0.fraction, $0.phase) }
                let contest = Self.contest(detector, series, calendar, through, championFile: championFile)
                let seconds = Date().timeIntervalSince(started)
                return TrainedModel(
                    file: try DetectorFile.encode(detector),
                    document: Self.document(detector, code: code, seconds: seconds), contest: contest)
            }
        }
    }

    /// PR-AUC on the held-out days with the same faults injected for both.
    private static func contest(
        _ own: AnomalyDetector, _ series: [DetectionSeries], _ calendar: LoadCalendar, _ through: Timestamp,
        championFile: [UInt8]?
    ) -> ChampionContest {
        let about = own.description
        func contest(champion: Double?, obstacle: String? = nil) -> ChampionContest {
            ChampionContest(
                measure: "PR-AUC of injected faults", isLowerBetter: false, challenger: about.report?.prAUC,
                champion: champion, baseline: about.report?.baselinePrAUC, obstacle: obstacle)
        }
        guard let championFile else { return contest(champion: nil) }
        do {
            let champion = try DetectorFile.decode(championFile)
            let options = champion.description.options
            let learntTo = champion.description.trainedTo - Int64(options.heldOutDays) * 86_400
            guard learntTo <= through - Int64(about.options.heldOutDays) * 86_400 else { return contest(champion: nil) }
            let report = champion.report(
                on: series, calendar: calendar.lived, holidays: calendar.holidays, through: through,
                heldOutDays: about.options.heldOutDays, seed: about.options.seed)
            return contest(champion: report?.prAUC)
        } catch {
            return contest(champion: nil, obstacle: "\(error).")
        }
    }

    private static func document(_ detector: AnomalyDetector, code: String, seconds: Double) -> ModelDocument {
        let about = detector.description
        let baseline = "distance from the like hours' median"
        var scores: [ModelDocument.Score] = []
        if let report = about.report {
            scores = [
                .init(
                    name: "ROC-AUC, injected faults", unit: "", model: report.rocAUC, baseline: report.baselineRocAUC,
                    baselineName: baseline, betterIs: "higher"),
                .init(
                    name: "PR-AUC, injected faults", unit: "", model: report.prAUC, baseline: report.baselinePrAUC,
                    baselineName: baseline, betterIs: "higher"),
                .init(
                    name: "Flagged hours", unit: "per meter and day", model: report.flaggedPerSeriesDay,
                    betterIs: "closer", target: report.allowedPerSeriesDay),
            ]
            scores += report.kinds.map {
                .init(name: "ROC-AUC, \($0.kind.rawValue)", unit: "", model: $0.rocAUC, betterIs: "higher")
            }
        }
        let heldOutFrom = about.trainedTo - Int64(about.options.heldOutDays) * 86_400
        return ModelDocument(
            trainedFrom: about.trainedFrom, trainedTo: heldOutFrom, heldOutFrom: heldOutFrom,
            heldOutTo: about.trainedTo, dataHash: about.dataHash, codeVersion: code,
            seed: Int64(bitPattern: about.options.seed),
            parameterCount: about.parameterCount, trainingSeconds: seconds,
            lossCurve: about.lossCurve.points.map {
                .init(epoch: $0.epoch, training: $0.trainingLoss, validation: $0.validationLoss)
            },
            scores: scores, perZone: [])
    }
}
