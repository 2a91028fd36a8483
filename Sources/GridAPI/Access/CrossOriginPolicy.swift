package import GridModel

/// Which pages of other sites may call the API in a browser.
package struct CrossOriginPolicy: Sendable {
    /// Whether an origin may: of a tenant's answers; nil: of any tenant's, as a preflight names none.
    package var allows: @Sendable (_ origin: String, TenantID?) async throws -> Bool

    package init(allows: @escaping @Sendable (_ origin: String, TenantID?) async throws -> Bool) {
        self.allows = allows
    }

    package static let none = CrossOriginPolicy { _, _ in false }
}
