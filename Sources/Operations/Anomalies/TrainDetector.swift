import Detection
import Foundation
package import GridModel
import Learning
package import Persistence
import Telemetry

/// Trains the anomaly detector on every load point's meter and puts it in service.
package struct TrainDetector: Sendable {
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
            let meters = try WatchedMeters.series(session)
            let first = try meters.compactMap { try SeriesReader(session).extent(of: $0)?.first }.min() ?? through
            return try WatchedMeters.columns(meters, in: TimeSpan(start: first, end: through), session)
        }
        let calendar = calendar
        let started = Date()
        let detector = try await DedicatedThread.run {
            try DetectorTrainer().train(series, calendar: calendar, through: through) {
                try report($0.fraction, $0.phase)
            }
        }
        let key = "tenant-\(scope.tenant)/detector-\(UUID().uuidString).safetensors"
        try objects.put(try DetectorFile.encode(detector), at: key)
        let document = try Self.document(detector, seconds: Date().timeIntervalSince(started)).json()
        let now = clock.now
        try await database.write(scope) { session in
            let registry = ModelVersionRepository(session)
            try registry.retireChampion(of: ModelKind.detector)
            _ = try registry.insert(
                kind: ModelKind.detector, name: "Autoencoder on calendar context", status: "champion", createdAt: now,
                objectKey: key, record: document)
        }
    }

    private static func document(_ detector: AnomalyDetector, seconds: Double) -> ModelDocument {
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
            heldOutTo: about.trainedTo, dataHash: about.dataHash, seed: Int64(bitPattern: about.options.seed),
            parameterCount: about.parameterCount, trainingSeconds: seconds,
            lossCurve: about.lossCurve.points.map {
                .init(epoch: $0.epoch, training: $0.trainingLoss, validation: $0.validationLoss)
            },
            scores: scores, perZone: [])
    }
}

/// The meters the detector watches: what load points take from the grid.
enum WatchedMeters {
    static func series(_ session: TenantSession) throws -> [Series] {
        try SeriesRepository(session).list(
            subjectKind: .loadPoint, quantity: .activeEnergyImport, isDerived: false
        ).filter { $0.intervalSeconds == 3600 }
    }

    static func columns(_ series: [Series], in span: TimeSpan, _ session: TenantSession) throws -> [DetectionSeries] {
        try series.map { one in
            var readings: [Reading] = []
            try SeriesReader(session).forEachBlock(of: one, in: span) { readings += $0.readings }
            return DetectionSeries(
                key: one.id.description, values: HourlySeries(covering: span, readings: readings),
                unit: one.quantity.unit)
        }
    }
}
