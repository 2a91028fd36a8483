import Foundation
import GridModel
import Persistence

/// A model's provenance and figures, as kept in the registry.
struct ModelDocument: Codable, Sendable {
    struct Loss: Codable, Sendable {
        let epoch: Int
        let training: Double
        let validation: Double?
    }

    struct Score: Codable, Sendable {
        let name: String
        let unit: String
        let model: Double
        var baseline: Double?
        var baselineName: String?
        let betterIs: String
        var target: Double?
    }

    struct ZoneScore: Codable, Sendable {
        let zone: ZoneID
        let mae: Double
        let nmaePercent: Double
        let baselineMAE: Double?
        let baselineNMAEPercent: Double?
        let coverage80Percent: Double
    }

    let trainedFrom: Timestamp
    let trainedTo: Timestamp
    let heldOutFrom: Timestamp
    let heldOutTo: Timestamp
    let dataHash: String
    /// Nil in documents of the first recipe.
    var codeVersion: String?
    let seed: Int64
    let parameterCount: Int
    let trainingSeconds: Double
    let lossCurve: [Loss]
    let scores: [Score]
    let perZone: [ZoneScore]
    /// How it did against the model in service; set when it is registered.
    var contest: ChampionContest?
    var statusReason: String?
    var losesToBaseline: Bool?

    func json() throws -> String {
        String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    }

    static func record(_ stored: StoredModel) throws -> ModelRecord {
        let document = try JSONDecoder().decode(ModelDocument.self, from: Data(stored.record.utf8))
        return ModelRecord(
            id: stored.id, kind: stored.kind, name: stored.name, version: stored.version,
            status: try ModelStatus(stored: stored.status), createdAt: stored.createdAt,
            trained: TimeSpan(start: document.trainedFrom, end: document.trainedTo),
            heldOut: TimeSpan(start: document.heldOutFrom, end: document.heldOutTo), dataHash: document.dataHash,
            codeVersion: document.codeVersion ?? "not recorded", seed: document.seed,
            parameterCount: document.parameterCount,
            trainingSeconds: document.trainingSeconds,
            lossCurve: document.lossCurve.map {
                LossPoint(epoch: $0.epoch, training: $0.training, validation: $0.validation)
            },
            scores: try document.scores.map {
                ModelScore(
                    name: $0.name, unit: $0.unit, model: $0.model, baseline: $0.baseline,
                    baselineName: $0.baselineName, betterIs: try ModelScore.Direction(stored: $0.betterIs),
                    target: $0.target)
            },
            perZone: document.perZone.map {
                ZoneModelScore(
                    zone: $0.zone, mae: $0.mae, nmaePercent: $0.nmaePercent, baselineMAE: $0.baselineMAE,
                    baselineNMAEPercent: $0.baselineNMAEPercent, coverage80Percent: $0.coverage80Percent)
            },
            statusReason: document.statusReason, losesToBaseline: document.losesToBaseline ?? false)
    }
}
