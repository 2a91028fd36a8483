import Foundation
import GridModel
import Identity

/// A key as the audit log keeps it; nothing of its secret.
struct APIKeyDocument: Encodable {
    private let name: String
    private let scopes: [String]
    private let allowedAddresses: [String]
    private let requestsPerMinute: Int?
    private let monthlyQuota: Int64?
    private let expiresAt: String?
    private let revokedAt: String?
    private let replacedBy: APIKeyID?

    init(_ key: APIKey) {
        name = key.settings.name
        scopes = key.settings.scopes.map(\.rawValue).sorted()
        allowedAddresses = key.settings.allowedAddresses.map(\.description)
        requestsPerMinute = key.settings.requestsPerMinute
        monthlyQuota = key.settings.monthlyQuota
        expiresAt = key.settings.expiresAt?.iso8601
        revokedAt = key.revokedAt?.iso8601
        replacedBy = key.replacedBy
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
