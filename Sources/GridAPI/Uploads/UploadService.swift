package import GridModel
package import Identity
package import Operations

/// What the routes of uploads call.
package struct UploadService: Sendable {
    /// How long the file will be, where the client says so. Throws `UploadError`, as the next one does.
    package var begin: @Sendable (Int?) throws -> UploadFile
    /// The whole file, and what the client calls it.
    package var finish: @Sendable (UploadFile, String, Actor) async throws -> UploadRecord
    package var list: @Sendable () async throws -> [UploadRecord]
    package var upload: @Sendable (UploadID) async throws -> UploadRecord?
    /// What the first lines suggest; nil where they suggest nothing.
    package var guess: @Sendable (UploadRecord) async throws -> UploadGuess?
    /// What an import of the first rows would do. Throws `UploadConflict`, as the next one does.
    package var preview: @Sendable (UploadRecord, UploadMapping) async throws -> UploadReport
    /// Checks the whole file and, where it is no dry run, imports it.
    package var enqueue: @Sendable (UploadRecord, UploadMapping, _ isDryRun: Bool, Actor) async throws -> JobID
    /// The path of the faults as CSV; nil before a check.
    package var faults: @Sendable (UploadID) throws -> String?
    /// Whether there was such an upload. Throws `UploadConflict` while a job works on it.
    package var delete: @Sendable (UploadID, Actor) async throws -> Bool

    package init(
        begin: @escaping @Sendable (Int?) throws -> UploadFile,
        finish: @escaping @Sendable (UploadFile, String, Actor) async throws -> UploadRecord,
        list: @escaping @Sendable () async throws -> [UploadRecord],
        upload: @escaping @Sendable (UploadID) async throws -> UploadRecord?,
        guess: @escaping @Sendable (UploadRecord) async throws -> UploadGuess?,
        preview: @escaping @Sendable (UploadRecord, UploadMapping) async throws -> UploadReport,
        enqueue: @escaping @Sendable (UploadRecord, UploadMapping, _ isDryRun: Bool, Actor) async throws -> JobID,
        faults: @escaping @Sendable (UploadID) throws -> String?,
        delete: @escaping @Sendable (UploadID, Actor) async throws -> Bool
    ) {
        self.begin = begin
        self.finish = finish
        self.list = list
        self.upload = upload
        self.guess = guess
        self.preview = preview
        self.enqueue = enqueue
        self.faults = faults
        self.delete = delete
    }

    /// The use cases as they are.
    package init(_ uploads: UploadQueries) {
        self.init(
            begin: { try uploads.begin(declaredBytes: $0) },
            finish: { try await uploads.finish($0, name: $1, by: $2) },
            list: { try await uploads.list() },
            upload: { try await uploads.upload($0) },
            guess: { try await uploads.guess($0) },
            preview: { try await uploads.preview($0, $1) },
            enqueue: { try await uploads.enqueue($0, $1, isDryRun: $2, by: $3) },
            faults: { try uploads.faults($0) },
            delete: { try await uploads.delete($0, by: $1) })
    }
}
