import Foundation
import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import Operations

/// Files to import: sent, looked at, previewed, imported, deleted.
struct UploadRoutes {
    private static let path = "/api/v1/uploads"
    /// What a file may be declared as; what it is, its first bytes tell.
    private static let mediaTypes: Set<String> = [
        "application/atom+xml", "application/xml", "text/xml", "text/csv", "text/plain", "application/gzip",
        "application/x-gzip", "application/octet-stream",
    ]
    /// A body that says what the columns mean.
    private static let inputBytes = 256 << 10
    private static let nameLength = 200

    private let limits: GridAPILimits
    private let budget: BodyBudget

    init(limits: GridAPILimits) {
        self.limits = limits
        budget = BodyBudget(bytes: limits.uploadsAtOnce)
    }

    /// Whether a request sends a file, and so may take longer than others.
    static func isUpload(_ head: HTTPRequest) -> Bool {
        head.method == .post && (head.path ?? "").prefix { $0 != "?" } == path
    }

    func add(to routes: inout RouteTable) {
        routes.post(Self.path, .permission(.readingsWrite), query: ["name"], timeout: limits.uploadTimeout) {
            request, context, query in
            try await receive(request, context, &query)
        }
        routes.get(Self.path, .permission(.readingsWrite), fields: .items("uploads")) { _, context, _ in
            let list = try await context.service.uploads.list()
            return .json { json in
                json.object { $0.array("uploads", list) { upload, json in json.object { upload.members(&$0) } } }
            }
        }
        routes.get(Self.path + "/{id}", .permission(.readingsWrite), fields: .whole) { _, context, _ in
            .json(try await Self.description(of: try await find(context), try context.service.uploads))
        }
        routes.delete(Self.path + "/{id}", .permission(.readingsWrite)) { _, context, _ in
            let id = try Self.identifier(context)
            guard try await Self.telling({ try await context.service.uploads.delete(id, context.actor) }) else {
                throw Self.notFound(id)
            }
            return Response(status: .noContent)
        }
        routes.post(Self.path + "/{id}/preview", .permission(.readingsWrite)) { request, context, _ in
            let upload = try await find(context)
            let input = try await self.input(request)
            return .json(try await Self.telling { try await context.service.uploads.preview(upload, input.mapping) })
        }
        routes.postOnce(Self.path + "/{id}/import", .readingsWrite) { request, context, _ in
            let upload = try await find(context)
            let input = try await self.input(request)
            let job = try await Self.telling {
                try await context.service.uploads.enqueue(upload, input.mapping, input.isDryRun, context.actor)
            }
            var response = Response.json { json in json.object { $0.field("jobId", job) } }
            response.status = .accepted
            response.headers[.location] = "/api/v1/jobs/\(job)"
            return response
        }
        routes.get(Self.path + "/{id}/faults", .permission(.readingsWrite)) { _, context, _ in
            try faults(of: try await find(context).id, try context.service.uploads)
        }
    }

    private func receive(
        _ request: Request, _ context: GridRequestContext, _ query: inout QueryParameters
    ) async throws -> Response {
        let (uploads, actor) = (try context.service.uploads, try context.actor)
        let name = query.text("name") ?? ""
        if name.count > Self.nameLength || name.unicodeScalars.contains(where: { $0.value < 0x20 }) {
            query.refuse("name", "Not a name.", expected: "at most \(Self.nameLength) characters")
        }
        try query.check()
        let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased() ?? ""
        guard Self.mediaTypes.contains(type.filter { $0 != " " }) else {
            throw Problem(
                .unsupportedMediaType, "Send the file itself, as \(Self.mediaTypes.sorted().joined(separator: ", ")).")
        }
        let body = UploadBody(request.body, limits: limits)
        let declared = request.headers[.contentLength].flatMap { Int($0) }
        let upload = try await budget.reserving(1) {
            try await Self.telling {
                let file = try uploads.begin(declared)
                try await body.forEachPiece { try await file.write($0) }
                return try await uploads.finish(file, name, actor)
            }
        }
        var response = Response.json(try await Self.description(of: upload, uploads))
        response.status = .created
        response.headers[.location] = "\(Self.path)/\(upload.id)"
        return response
    }

    private static func description(
        of upload: UploadRecord, _ uploads: UploadService
    ) async throws -> UploadDescription {
        UploadDescription(upload: upload, guess: upload.state == .imported ? nil : try await uploads.guess(upload))
    }

    private func find(_ context: GridRequestContext) async throws -> UploadRecord {
        let id = try Self.identifier(context)
        guard let upload = try await context.service.uploads.upload(id) else { throw Self.notFound(id) }
        return upload
    }

    private func input(_ request: Request) async throws -> UploadInput {
        _ = try request.jsonSize(upTo: Self.inputBytes)
        return try UploadInput(json: try await request.jsonBody(upTo: Self.inputBytes, within: limits.bodyTimeout))
    }

    private func faults(of id: UploadID, _ uploads: UploadService) throws -> Response {
        guard let path = try uploads.faults(id), let file = FileHandle(forReadingAtPath: path) else {
            throw Problem.notFound("check of upload \(id) yet")
        }
        let body = ResponseBody { writer in
            while let data = try file.read(upToCount: 1 << 16), !data.isEmpty {
                try await writer.write(ByteBuffer(bytes: data))
            }
            try file.close()
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"faults-\(id).csv\"",
            ], body: body)
    }

    private static func identifier(_ context: GridRequestContext) throws -> UploadID {
        guard let id = UploadID(context.parameters.get("id") ?? "") else {
            throw Problem.parameters([
                FieldError(
                    field: "id", message: "Not an id.", expected: "16 hexadecimal digits, as POST /uploads gives")
            ])
        }
        return id
    }

    private static func notFound(_ id: UploadID) -> Problem { .notFound("upload \(id)") }

    /// Says what a client did wrong, or what the server has no room for.
    private static func telling<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as UploadError {
            switch error {
            case .tooLarge: throw Problem(.contentTooLarge, error.description)
            case .tooManyFiles, .tenantIsFull: throw Problem(.conflict, error.description)
            case .diskFull: throw Problem(.insufficientStorage, error.description)
            case .malformed: throw Problem(.unprocessableContent, error.description)
            case .empty: throw Problem(.badRequest, error.description)
            case .cannotStore: throw error
            }
        } catch let error as UploadConflict {
            throw Problem(.conflict, error.description)
        }
    }
}
