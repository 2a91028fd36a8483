import ArgumentParser
import Foundation
import GridModel
import Persistence

/// Finds the tenant that a command is told to work on.
enum TenantOption {
    static func find(_ code: String, in database: any Database) async throws -> Tenant {
        guard let tenant = try await database.readUnscoped({ try TenantDirectory($0).tenant(code: code) }) else {
            let known = try await database.readUnscoped { try TenantDirectory($0).all() }.map(\.code)
            let hint = known.isEmpty ? "there is none yet (urbangrid tenant create)" : known.joined(separator: ", ")
            throw ValidationError("There is no tenant “\(code)”; known: \(hint).")
        }
        return tenant
    }
}

extension Timestamp {
    static var wallClock: Timestamp { Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) }
}
