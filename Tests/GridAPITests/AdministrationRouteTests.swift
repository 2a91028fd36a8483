import GridAPI
import GridModel
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Operations
import Testing

@Suite struct AdministrationRouteTests {
    private func answer(
        _ method: HTTPRequest.Method, _ uri: String, _ body: String? = nil, as access: Access = .everything
    ) async throws -> (status: Int, text: String) {
        var headers: HTTPFields = [:]
        if body != nil { headers[.contentType] = "application/json" }
        let response = try await TestServer(access: access).response(
            "/api/v1" + uri, method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        return (response.status.code, String(buffer: response.body))
    }

    private func access(_ permissions: Set<Permission>, isPlatformOwner: Bool = false) -> Access {
        Access(
            principal: .user(UserID(9), session: SessionID(rawValue: "s")), name: "v@example.com",
            scope: TenantScope(tenant: TenantID(1)), permissions: permissions, isPlatformOwner: isPlatformOwner)
    }

    // MARK: Members

    @Test func membersComePageByPage() async throws {
        let first = try await answer(.get, "/users?limit=2")
        #expect(first.status == 200 && first.text.contains(#""email":"p2@example.com""#))
        #expect(!first.text.contains("p3@") && !first.text.contains(#""nextCursor":null"#))
    }

    @Test(arguments: [
        ("/users/2", #"{"role":"viewer"}"#, 200), ("/users/9", #"{"role":"viewer"}"#, 404),
        ("/users/1", #"{"role":"viewer"}"#, 409), ("/users/2", #"{}"#, 422), ("/users/2", #"{"role":7}"#, 422),
        ("/users/x", #"{"role":"viewer"}"#, 400), ("/users/2", #"{"role":"viewer","more":1}"#, 422),
        ("/users/2", "nonsense", 400),
    ])
    func roleIsChangedOrTheReasonIsTold(uri: String, body: String, status: Int) async throws {
        #expect(try await answer(.put, uri, body).status == status)
    }

    @Test func whoeverAsksIsWhoGives() async throws {
        let limited = access([.usersWrite, .gridRead])
        let refused = try await answer(.put, "/users/2", #"{"role":"admin"}"#, as: limited)
        #expect(refused.status == 403 && refused.text.contains("tenant.delete"))
        #expect(try await answer(.put, "/users/2", #"{"role":"admin"}"#).status == 200)
    }

    @Test func rolesAreMadeChangedAndDeleted() async throws {
        let role = #"{"code":"planner","name":"Planner","permissions":["grid.read"]}"#
        #expect(try await answer(.post, "/roles", role).status == 201)
        #expect(try await answer(.post, "/roles", role.replacing("planner", with: "viewer")).status == 409)
        let unknown = try await answer(.post, "/roles", role.replacing("grid.read", with: "grid.own"))
        #expect(unknown.status == 422 && unknown.text.contains("permissions[0]"))
        let definition = #"{"name":"Planner","permissions":["grid.read"]}"#
        #expect(try await answer(.put, "/roles/planner", definition).status == 200)
        #expect(try await answer(.put, "/roles/admin", definition).status == 404)
        #expect(try await answer(.delete, "/roles/planner").status == 204)
        #expect(try await answer(.delete, "/roles/used").status == 409)
        #expect(try await answer(.delete, "/roles/admin").status == 404)
    }

    @Test func listsOfPeopleAreFilteredAndACursorIsOfItsFilter() async throws {
        let first = try await answer(.get, "/users?search=example&limit=2")
        let cursor = try #require(first.text.firstMatch(of: /"nextCursor":"([^"]+)"/)).1
        #expect(try await answer(.get, "/users?search=example&limit=2&cursor=\(cursor)").status == 200)
        #expect(try await answer(.get, "/users?search=other&limit=2&cursor=\(cursor)").status == 400)
        #expect(try await answer(.get, "/users?role=viewer").text.contains(#""users":[]"#))
        for wrong in [
            "/users?search=", "/users?search=" + String(repeating: "a", count: 201), "/users?search=%00",
            "/invitations?state=lost", "/invitations?invitedBy=0",
        ] {
            #expect(try await answer(.get, wrong).status == 400, "\(wrong)")
        }
        #expect(try await answer(.get, "/invitations?state=open&invitedBy=1").text.contains(#""id":3"#))
        #expect(try await answer(.get, "/invitations?state=expired").text.contains(#""invitations":[]"#))
    }

    @Test func whatSomebodyMadeIsRevokedWithThemWhereThatIsAsked() async throws {
        #expect(try await answer(.delete, "/users/2?revoke=apiKeys,invitations").status == 204)
        #expect(try await answer(.delete, "/users/2?revoke=everything").status == 400)
    }

    @Test func invitationsAreSentAgainRevokedAndRefused() async throws {
        let invitation = #"{"email":"new@example.com","role":"viewer"}"#
        let made = try await answer(.post, "/invitations", invitation)
        #expect(made.status == 201 && !made.text.contains("token"))
        let bad = try await answer(.post, "/invitations", #"{"email":"new","role":"viewer"}"#)
        #expect(bad.status == 422 && bad.text.contains(#""field":"email""#))
        #expect(try await answer(.post, "/invitations/1/resend").status == 200)
        #expect(try await answer(.post, "/invitations/2/resend").status == 409)
        #expect(try await answer(.post, "/invitations/9/resend").status == 404)
        #expect(try await answer(.delete, "/invitations/1").status == 204)
        #expect(try await answer(.delete, "/invitations/9").status == 404)
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/users"), (.put, "/users/2"), (.delete, "/users/2"), (.get, "/roles"),
        (.post, "/roles"), (.put, "/roles/planner"), (.delete, "/roles/planner"), (.get, "/invitations"),
        (.post, "/invitations"), (.delete, "/invitations/1"), (.post, "/invitations/1/resend"), (.get, "/tenant"),
        (.put, "/tenant"), (.get, "/audit"), (.get, "/audit/export"), (.get, "/audit/verification"),
        (.get, "/platform/tenants"), (.post, "/platform/tenants"), (.put, "/platform/tenants/1"),
        (.get, "/platform/audit"), (.get, "/platform/audit/export"), (.get, "/platform/audit/verification"),
    ])
    func viewerIsRefusedBeforeAnythingIsRead(method: HTTPRequest.Method, uri: String) async throws {
        let viewer = access(BuiltInRole.viewer.permissions)
        #expect(try await answer(method, uri, method == .get ? nil : "nonsense", as: viewer).status == 403)
        // Running the installation allows nothing within a tenant, and an Admin runs no installation.
        let other =
            uri.hasPrefix("/platform") ? access(BuiltInRole.admin.permissions) : access([], isPlatformOwner: true)
        #expect(try await answer(method, uri, method == .get ? nil : "nonsense", as: other).status == 403)
    }

    // MARK: Settings

    private let settings =
        #"{"name":"Fontana","timeZone":"America/Los_Angeles","locale":"en-US","currency":"USD","units":"metric","tariff":"","allowedOrigins":["https://a.example"],"sessionIdleMinutes":null,"requiresSecondFactor":false}"#

    @Test func settingsAreSetWhole() async throws {
        let set = try await answer(.put, "/tenant", settings)
        #expect(set.status == 200 && set.text == settings)
        for member in ["tariff", "units", "name", "allowedOrigins"] {
            let without = settings.replacing(#""\#(member)":"#, with: #""x":"#)
            let refused = try await answer(.put, "/tenant", without)
            #expect(refused.status == 422 && refused.text.contains(#""field":"\#(member)""#), "\(member)")
        }
        let zone = try await answer(.put, "/tenant", settings.replacing("America/Los_Angeles", with: "UTC"))
        #expect(zone.status == 422 && zone.text.contains(#""field":"timeZone""#))
        for bad in ["1.5", "\"x\"", "0"] {
            let refused = try await answer(
                .put, "/tenant",
                settings.replacing(#""sessionIdleMinutes":null"#, with: #""sessionIdleMinutes":\#(bad)"#))
            #expect(refused.status == 422 && refused.text.contains("sessionIdleMinutes"))
        }
        // Who has no second factor asks it of nobody else.
        let demanding = settings.replacing(#""requiresSecondFactor":false"#, with: #""requiresSecondFactor":true"#)
        let refused = try await answer(.put, "/tenant", demanding)
        #expect(refused.status == 422 && refused.text.contains("requiresSecondFactor"))
        let origin = try await answer(.put, "/tenant", settings.replacing("https://a.example", with: "*"))
        #expect(origin.status == 422 && origin.text.contains("allowedOrigins[0]"))
    }

    // MARK: Audit

    @Test func auditComesPageByPageAndItsCursorIsOfItsFilter() async throws {
        let first = try await answer(.get, "/audit?limit=2&action=role.")
        #expect(first.status == 200)
        let cursor = try #require(first.text.firstMatch(of: /"nextCursor":"([^"]+)"/)).1
        let rest = try await answer(.get, "/audit?limit=2&action=role.&cursor=\(cursor)")
        #expect(rest.text.contains(#""number":1,"#) && rest.text.contains(#""nextCursor":null"#))
        #expect(try await answer(.get, "/audit?limit=2&cursor=\(cursor)").status == 400)
        #expect(try await answer(.get, "/platform/audit?limit=2&action=role.&cursor=\(cursor)").status == 400)
        #expect(try await answer(.get, "/audit?actor=\(String(repeating: "a", count: 201))").status == 400)
        #expect(try await answer(.get, "/audit?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z").status == 400)
    }

    @Test func auditIsTakenOutAsAFile() async throws {
        let response = try await TestServer().response("/api/v1/audit/export?format=jsonl")
        #expect(response.status == .ok)
        #expect(response.headers[.contentDisposition] == #"attachment; filename="audit-x.jsonl""#)
        #expect(String(buffer: response.body) == "number\n")
        #expect(try await answer(.get, "/audit/export?format=xlsx").status == 400)
    }

    @Test func verificationTakesAHeadThatWasNoted() async throws {
        let head = "3:" + String(repeating: "0", count: 64)
        let found = try await answer(.get, "/audit/verification?expected=\(head)")
        #expect(found.status == 200 && found.text.contains(#""fault":{"number":3,"kind":"truncated"}"#))
        #expect(try await answer(.get, "/audit/verification?expected=3").status == 400)
    }

    // MARK: Platform

    @Test(arguments: [
        ("/platform/tenants/1", #"{"state":"suspended"}"#, 200),
        ("/platform/tenants/2", #"{"state":"suspended"}"#, 409),
        ("/platform/tenants/9", #"{"state":"active"}"#, 404), ("/platform/tenants/1", #"{"state":"gone"}"#, 422),
        ("/platform/tenants/1", #"{"state":"deleting","graceDays":7}"#, 200),
        ("/platform/tenants/1", #"{"state":"active","graceDays":7}"#, 422),
        ("/platform/tenants/1", #"{"state":"deleting","graceDays":"7"}"#, 422), ("/platform/tenants/1", "{}", 422),
    ])
    func tenantIsChangedOrTheReasonIsTold(uri: String, body: String, status: Int) async throws {
        #expect(try await answer(.put, uri, body).status == status)
    }

    @Test func tenantIsMadeWithItsFirstAdmin() async throws {
        let draft = #"{"code":"new","name":"T","timeZone":"UTC","locale":"en-GB","currency":"EUR"}"#
        #expect(try await answer(.post, "/platform/tenants", draft).status == 201)
        #expect(try await answer(.post, "/platform/tenants", draft.replacing("new", with: "taken")).status == 409)
        let admin = draft.replacing("}", with: #","adminEmail":"nobody"}"#)
        let refused = try await answer(.post, "/platform/tenants", admin)
        #expect(refused.status == 422 && refused.text.contains("adminEmail"))
    }
}
