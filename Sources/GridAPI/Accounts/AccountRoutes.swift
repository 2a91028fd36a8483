/// Signing in, and what somebody does with their own account.
package struct AccountRoutes: Sendable {
    private let service: AccountService
    private let cookies: SessionCookies

    package init(service: AccountService, cookies: SessionCookies) {
        self.service = service
        self.cookies = cookies
    }

    func add(to routes: inout RouteTable, limits: GridAPILimits) {
        let delivery = TokenDelivery(cookies: cookies)
        let input = AccountInput(limits: limits)
        RegistrationRoutes(service: service, input: input).add(to: &routes)
        SessionRoutes(service: service, input: input, delivery: delivery).add(to: &routes)
        ProviderRoutes(service: service, cookies: cookies).add(to: &routes)
        OwnAccountRoutes(service: service, input: input).add(to: &routes)
        IdentityRoutes(service: service, input: input, cookies: cookies).add(to: &routes)
        SecondFactorRoutes(service: service, input: input).add(to: &routes)
        TenantDeletionRoutes(service: service, input: input).add(to: &routes)
    }
}
