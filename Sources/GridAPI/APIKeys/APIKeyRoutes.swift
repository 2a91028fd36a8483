import GridModel
import HTTPTypes
import Hummingbird
import Identity
import Operations
import Persistence

/// A tenant's API keys: made, changed, rotated, revoked, and how they were used. A secret is in one answer only.
struct APIKeyRoutes {
    private static let path = "/api/v1/api-keys"

    let limits: GridAPILimits

    func add(to routes: inout RouteTable) {
        routes.get(
            Self.path, .permission(.keysRead), query: ["state", "maker", "search", "limit", "cursor"],
            fields: .items("apiKeys")
        ) { _, context, query in
            let filter = APIKeyFilter(
                state: query.choice("state"), maker: query.words("maker"), search: query.words("search"))
            let page = query.page(of: "api-keys \(filter)", keys: 1)
            try query.check()
            let keys = try await context.service.apiKeys.list(
                filter, page.after.map { APIKeyID($0[0]) }, page.limit + 1)
            return page.response("apiKeys", keys) { [$0.key.id.rawValue] }
        }
        routes.postOnce(Self.path, .keysWrite) { request, context, _ in
            let draft = try APIKeyInput.draft(try await body(of: request))
            return Self.created(
                try await refusing {
                    try await context.service.apiKeys.make(draft, try context.grantor)
                })
        }
        routes.postOnce(Self.path + "/revoke", .keysWrite) { request, context, _ in
            let ids = try APIKeyInput.ids(try await body(of: request))
            var items: [BulkItem] = []
            for id in ids {
                let found = try await refusing {
                    try await context.service.apiKeys.revoke(id, try context.grantor) { _ in }
                }
                items.append(found == nil ? .refused(.notFound("API key \(id)")) : .done(.ok, id: id.rawValue))
            }
            return .json(BulkAnswer(items: items))
        }
        routes.get(Self.path + "/{id}", .permission(.keysRead), fields: .whole) { _, context, _ in
            let id = try context.pathIdentifier(APIKeyID.self)
            return .json(try Self.found(id, try await context.service.apiKeys.key(id)))
        }
        routes.put(Self.path + "/{id}", .permission(.keysWrite)) { request, context, _ in
            let id = try context.pathIdentifier(APIKeyID.self)
            let draft = try APIKeyInput.draft(try await body(of: request))
            let key = try await refusing {
                try await context.service.apiKeys.change(
                    id, draft, try context.grantor, request.precondition())
            }
            return .json(try Self.found(id, key))
        }
        routes.delete(Self.path + "/{id}", .permission(.keysWrite)) { request, context, _ in
            let id = try context.pathIdentifier(APIKeyID.self)
            let revoked = try await refusing {
                try await context.service.apiKeys.revoke(id, try context.grantor, request.precondition())
            }
            return .json(try Self.found(id, revoked))
        }
        routes.postOnce(Self.path + "/{id}/rotate", .keysWrite) { request, context, _ in
            let id = try context.pathIdentifier(APIKeyID.self)
            let overlap = try APIKeyInput.overlap(try await body(of: request))
            let made = try await refusing {
                try await context.service.apiKeys.rotate(id, overlap, try context.grantor)
            }
            return Self.created(try Self.found(id, made))
        }
        routes.get(Self.path + "/{id}/use", .permission(.keysRead), query: ["from", "to"]) { _, context, query in
            let id = try context.pathIdentifier(APIKeyID.self)
            let (from, to) = query.window()
            if let from, let to, to - from > APIKeyQueries.longestUse {
                query.refuse("to", "More than 92 days after `from`.", expected: "at most 92 days")
            }
            try query.check()
            return .json(try Self.found(id, try await context.service.apiKeys.use(id, from, to)))
        }
    }

    private func body(of request: Request) async throws -> [UInt8] {
        _ = try request.jsonSize(upTo: limits.settingsBytes)
        return try await request.jsonBody(upTo: limits.settingsBytes, within: limits.bodyTimeout)
    }

    private static func found<Found>(_ id: APIKeyID, _ found: Found?) throws(Problem) -> Found {
        guard let found else { throw .notFound("API key \(id)") }
        return found
    }

    private static func created(_ made: NewAPIKey) -> Response {
        var response = Response.json(made)
        response.status = .created
        response.headers[.location] = "\(path)/\(made.record.key.id)"
        return response
    }

    private func refusing<Answer>(_ answer: () async throws -> Answer) async throws -> Answer {
        do {
            return try await refusingMembers(answer)
        } catch let refusal as APIKeyRefusal {
            switch refusal {
            case .invalid(let faults):
                throw Problem.unprocessable(
                    faults.map { FieldError(field: $0.field, message: $0.message, expected: $0.expected) })
            case .exceedsOwnPermissions: throw Problem(.forbidden, refusal.description)
            case .tooMany, .hasEnded, .isReplaced: throw Problem(.conflict, refusal.description)
            }
        }
    }
}
