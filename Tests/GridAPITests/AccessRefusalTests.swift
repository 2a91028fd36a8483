import GridModel
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Operations
import Synchronization
import Testing

@Suite struct AccessRefusalTests {
    private let viewer = Access(
        principal: .user(UserID(5), session: SessionID(rawValue: "s")), name: "v@example.com",
        scope: TenantScope(tenant: TenantID(1)), permissions: [.gridRead], isPlatformOwner: false)

    @Test func whatIsRefusedForWantOfAPermissionIsToldWithItsTemplate() async throws {
        let server = TestServer(access: viewer)
        #expect(try await server.response("/api/v1/api-keys/7?x=secret").status == .forbidden)
        #expect(try await server.response("/api/v1/platform/tenants").status == .forbidden)
        let told = server.refusals.withLock { $0 }
        #expect(told.map(\.route) == ["GET /api/v1/api-keys/{id}", "GET /api/v1/platform/tenants"])
        #expect(told.map(\.needs) == ["keys.read", "platform owner"])
        #expect(told.allSatisfy { $0.scope == viewer.scope && $0.actor.id == "5" && $0.actor.kind == .user })
    }

    @Test func whoeverLacksASecondFactorIsToldSo() async throws {
        let access = Access(
            principal: viewer.principal, name: viewer.name, scope: viewer.scope, permissions: [.gridRead],
            isPlatformOwner: true, lacksSecondFactor: true)
        let server = TestServer(access: access)
        for uri in ["/api/v1/zones", "/api/v1/platform/tenants"] {
            let answer = try await server.response(uri)
            #expect(answer.status == .forbidden && String(buffer: answer.body).contains("second factor"))
        }
        #expect(try await server.response("/api/v1/me").status == .ok)
    }

    @Test func strangersAndWhoeverIsLetInAreNot() async throws {
        let server = TestServer(access: viewer)
        #expect(try await server.response("/api/v1/zones").status == .ok)
        #expect(
            try await server.response("/api/v1/api-keys", headers: [.authorization: "Bearer stale"]).status
                == .unauthorized)
        #expect(server.refusals.withLock { $0.isEmpty })
    }
}
