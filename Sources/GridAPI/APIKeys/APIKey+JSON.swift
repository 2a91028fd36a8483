import GridModel
import Identity
package import Operations

extension APIKeyRecord: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        let settings = key.settings
        json.object {
            $0.field("id", key.id)
            $0.field("name", settings.name)
            $0.field("prefix", "\(APIKeyToken.prefix)\(tenant)_\(key.id)_")
            $0.field("hint", key.hint)
            $0.field("state", state.rawValue)
            $0.field("scopes", settings.scopes.map(\.rawValue).sorted())
            $0.field("allowedAddresses", settings.allowedAddresses.map(\.description))
            $0.field("requestsPerMinute", settings.requestsPerMinute)
            $0.field("monthlyQuota", settings.monthlyQuota)
            $0.field("createdBy", key.createdBy)
            $0.field("createdAt", key.createdAt)
            $0.field("expiresAt", settings.expiresAt)
            $0.field("revokedAt", key.revokedAt)
            $0.field("lastUsedAt", key.lastUsedAt)
            $0.field("replacedBy", key.replacedBy)
        }
    }
}

extension NewAPIKey: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("apiKey", record)
            $0.field("token", token.text)
        }
    }
}

extension APIKeyUseWindow: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("apiKeyId", key)
            $0.field("from", span.start)
            $0.field("to", span.end)
            $0.field("requests", hours.reduce(0) { $0 + $1.requests })
            $0.field("refused", hours.reduce(0) { $0 + $1.refused })
            $0.object("month") {
                $0.field("start", month.span.start)
                $0.field("end", month.span.end)
                $0.field("requests", month.requests)
                $0.field("quota", month.quota)
            }
            $0.array("hours", hours) { hour, json in
                json.object {
                    $0.field("start", hour.hour)
                    $0.field("requests", hour.requests)
                    $0.field("refused", hour.refused)
                }
            }
        }
    }
}
