import Foundation
import GridModel
import Persistence

/// A model as it comes out of its training.
struct TrainedModel: Sendable {
    let file: [UInt8]
    let document: ModelDocument
    let contest: ChampionContest
}

/// What every kind of model goes through: trained, measured against the one in service, kept, registered,
/// and put in service when it has earned it.
struct ModelTraining: Sendable {
    let database: any Database
    let objects: ObjectStore
    let scope: TenantScope
    let clock: CityClock

    /// - Parameters:
    ///   - folder: the first part of the file's name in the object store.
    ///   - train: is given the file of the model in service: nil when there is none, empty when it is lost.
    /// - Returns: the number of the new version and whether it is in service.
    @discardableResult
    func callAsFunction(
        kind: String, name: String, folder: String,
        train: @Sendable ([UInt8]?) async throws -> TrainedModel
    ) async throws -> (id: ModelVersionID, isChampion: Bool) {
        let holder = try await database.read(scope) { try ModelVersionRepository($0).champion(of: kind) }
        let trained = try await train(holder.map { (try? objects.get($0.objectKey)) ?? [] })
        let key = "tenant-\(scope.tenant)/\(folder)-\(UUID().uuidString).safetensors"
        try objects.put(trained.file, at: key)
        let now = clock.now
        return try await database.write(scope) { session in
            let registry = ModelVersionRepository(session)
            let current = try registry.champion(of: kind)
            var verdict = trained.contest.verdict(against: holder?.version)
            if current?.id != holder?.id {
                verdict = ChampionContest.Verdict(
                    takesOver: false, reason: "Another model was put in service while it was trained.",
                    losesToBaseline: verdict.losesToBaseline)
            }
            if verdict.takesOver { try registry.retireChampion(of: kind) }
            var document = trained.document
            document.contest = trained.contest
            document.statusReason = verdict.reason
            document.losesToBaseline = verdict.losesToBaseline
            let id = try registry.insert(
                kind: kind, name: name, status: verdict.takesOver ? "champion" : "candidate", createdAt: now,
                objectKey: key, record: try document.json())
            return (id, verdict.takesOver)
        }
    }
}
