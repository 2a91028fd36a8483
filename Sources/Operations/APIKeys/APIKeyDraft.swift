import Foundation
package import GridModel
import Identity

/// A key's settings as somebody wrote them, before they were looked at.
package struct APIKeyDraft: Hashable, Sendable {
    package static let mostAddresses = 50
    package static let rates = 1...1_000_000
    package static let quotas: ClosedRange<Int64> = 1...1_000_000_000_000
    /// Ten years.
    package static let longestLife: Int64 = 3653 * 86_400

    package var name: String
    /// Names of permissions.
    package var scopes: [String]
    /// In CIDR notation.
    package var allowedAddresses: [String]
    package var requestsPerMinute: Int?
    package var monthlyQuota: Int64?
    package var expiresAt: Timestamp?

    package init(
        name: String, scopes: [String], allowedAddresses: [String] = [], requestsPerMinute: Int? = nil,
        monthlyQuota: Int64? = nil, expiresAt: Timestamp? = nil
    ) {
        self.name = name
        self.scopes = scopes
        self.allowedAddresses = allowedAddresses
        self.requestsPerMinute = requestsPerMinute
        self.monthlyQuota = monthlyQuota
        self.expiresAt = expiresAt
    }

    /// The settings, when somebody with these permissions may make them.
    /// - Parameter current: what is there now; it may stay as it is, whoever changes the rest.
    /// - Throws: `APIKeyRefusal.invalid` that names everything that is wrong.
    func settings(
        grantedBy permissions: Set<Permission>, changing current: APIKey.Settings? = nil, now: Timestamp
    ) throws -> APIKey.Settings {
        var faults: [APIKeyFault] = []
        let name = DisplayName.normalized(name)
        if let fault = DisplayName.fault(name) {
            faults.append(APIKeyFault("name", fault.message, expected: fault.expected))
        }
        let scopes = scopes(grantedBy: permissions, current, &faults)
        let addresses = addresses(&faults)
        if let rate = requestsPerMinute, !Self.rates.contains(rate) {
            faults.append(APIKeyFault("requestsPerMinute", "Not in range.", expected: "1 to 1000000, or null"))
        }
        if let quota = monthlyQuota, !Self.quotas.contains(quota) {
            faults.append(APIKeyFault("monthlyQuota", "Not in range.", expected: "1 to 1000000000000, or null"))
        }
        if let end = expiresAt, end != current?.expiresAt, end <= now || end > now + Self.longestLife {
            faults.append(
                APIKeyFault("expiresAt", "Not in range.", expected: "a time to come within ten years, or null"))
        }
        guard faults.isEmpty else { throw APIKeyRefusal.invalid(faults) }
        return APIKey.Settings(
            name: name, scopes: scopes, allowedAddresses: addresses, requestsPerMinute: requestsPerMinute,
            monthlyQuota: monthlyQuota, expiresAt: expiresAt)
    }

    private func scopes(
        grantedBy permissions: Set<Permission>, _ current: APIKey.Settings?, _ faults: inout [APIKeyFault]
    ) -> Set<Permission> {
        var granted: Set<Permission> = []
        for (index, text) in scopes.prefix(Permission.allCases.count * 2).enumerated() {
            let field = "scopes[\(index)]"
            guard let scope = Permission(rawValue: text) else {
                let known = APIKey.grantable.map(\.rawValue).sorted().joined(separator: ", ")
                faults.append(APIKeyFault(field, "No such permission.", expected: "one of \(known)"))
                continue
            }
            if !APIKey.grantable.contains(scope) {
                faults.append(
                    APIKeyFault(field, "No key may have “\(scope.rawValue)”.", expected: "what a program may do"))
            } else if !permissions.contains(scope), current?.scopes.contains(scope) != true {
                faults.append(
                    APIKeyFault(
                        field, "You do not have “\(scope.rawValue)” yourself.", expected: "some of your own permissions"
                    ))
            }
            granted.insert(scope)
        }
        if scopes.isEmpty {
            faults.append(APIKeyFault("scopes", "Empty.", expected: "at least one permission"))
        } else if scopes.count != granted.count, faults.isEmpty {
            faults.append(APIKeyFault("scopes", "A permission is named twice.", expected: "each once"))
        }
        return granted
    }

    private func addresses(_ faults: inout [APIKeyFault]) -> [AddressBlock] {
        guard allowedAddresses.count <= Self.mostAddresses else {
            faults.append(
                APIKeyFault("allowedAddresses", "\(allowedAddresses.count) blocks.", expected: "at most 50"))
            return []
        }
        return allowedAddresses.enumerated().compactMap { index, text in
            if let block = AddressBlock(text) { return block }
            faults.append(
                APIKeyFault(
                    "allowedAddresses[\(index)]", "Not a block of addresses.",
                    expected:
                        "an address or CIDR block such as 192.0.2.0/24 or 2001:db8::/32, no bits set after its prefix"
                ))
            return nil
        }
    }
}
