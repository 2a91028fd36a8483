package import GridModel
import HTTPTypes
import Hummingbird
package import Identity
import Logging
package import Operations

/// Decides whether a request may reach its handler. Every route passes here; there is no other way to a handler.
package struct AccessControl: Sendable {
    /// Who a credential belongs to; nil: it is not valid (any more). Throws when that cannot be found out.
    package typealias Authenticate = @Sendable (Credential, ClientAddress) async throws -> Access?
    /// A tenant's use cases; nil: the tenant is not served (suspended, or being deleted).
    package typealias Cities = @Sendable (TenantScope) async throws -> TenantCity?

    /// Told of a request that was refused for want of a permission; no request waits for it.
    package typealias Refused = @Sendable (AccessRefusal) -> Void

    private static let secondFactorMissing =
        "A second factor is asked of you here: set it up (POST /api/v1/me/second-factor), or sign in with it."

    private let authenticate: Authenticate
    private let cities: Cities
    private let refused: Refused
    private let cookies: SessionCookies
    /// How much each may ask for.
    let limits: RequestLimits

    package init(
        authenticate: @escaping Authenticate, cities: @escaping Cities, cookies: SessionCookies,
        limits: RequestLimits = RequestLimits(),
        refused: @escaping Refused = { _ in }
    ) {
        self.authenticate = authenticate
        self.cities = cities
        self.cookies = cookies
        self.limits = limits
        self.refused = refused
    }

    /// The context with what was found out, or the refusal: 401 without a valid credential, 403 without the
    /// permission or from another site's page, 429 beyond a limit.
    func admit(
        _ request: Request, _ context: GridRequestContext, to route: RouteCatalog.Entry
    ) async throws -> GridRequestContext {
        let requirement = route.requirement
        if route.rateClass == .auth { try await limits.admitAuthentication(context) }
        if requirement == .anyone { return context }
        guard let credential = try Credential(request, cookies) else { throw Problem.unauthorized }
        if case .cookie = credential { try SiteOrigin.refuseOthers(request) }
        guard let access = try await authenticated(credential, context.client) else { throw Problem.unauthorized }
        try await limits.admit(access, to: route.rateClass, context)
        guard access.allows(requirement) else {
            context.logger.notice(
                "A request was refused for want of a permission.",
                metadata: ["needs": .string(requirement.name), "by": .string(access.principal.name)])
            refused(
                AccessRefusal(
                    actor: access.actor(address: context.client.text, requestID: context.requestID),
                    scope: access.scope, route: "\(route.method.rawValue) \(route.path)", needs: requirement.name))
            if access.lacksSecondFactor { throw Problem(.forbidden, Self.secondFactorMissing) }
            throw Problem(.forbidden, "This needs “\(requirement.name)”, which you do not have here.")
        }
        var context = context
        context.access = access
        context.admitted?.set(access.scope?.tenant)
        context.logger[metadataKey: "tenant"] = access.scope.map { "\($0.tenant)" }
        let client = context.client
        context.isStillAdmitted = { await isStillAdmitted(credential, client, to: requirement, in: access.scope) }
        guard case .permission = requirement, let scope = access.scope else { return context }
        guard let city = try await cities(scope) else {
            throw Problem(.forbidden, "This tenant is suspended.")
        }
        context.city = city
        return context
    }

    private func isStillAdmitted(
        _ credential: Credential, _ client: ClientAddress, to requirement: Requirement, in scope: TenantScope?
    ) async -> Bool {
        do {
            guard let access = try await authenticate(credential, client) else { return false }
            guard access.scope == scope, access.allows(requirement) else { return false }
            guard case .permission = requirement, let scope else { return true }
            return try await cities(scope) != nil
        } catch is APIKeyQuotaExceeded {
            return false
        } catch {
            // Nobody can tell while the database is away; nothing is told from it meanwhile, either.
            return true
        }
    }

    private func authenticated(_ credential: Credential, _ client: ClientAddress) async throws -> Access? {
        do {
            return try await authenticate(credential, client)
        } catch let exceeded as APIKeyQuotaExceeded {
            throw Problem.tooManyRequests(
                "This API key has used up its requests of this month (UTC).", retryAfter: exceeded.retryAfterSeconds)
        }
    }
}
