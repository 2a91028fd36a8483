import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct NamedAuditEntryTests {
    private let office: TenantOffice

    init() async throws {
        office = try await TenantOffice()
    }

    private func name(_ kind: String, _ id: String, before: String? = nil, after: String? = nil) async throws -> String?
    {
        let entry = AuditEntry(
            number: 1, at: office.now,
            event: AuditEvent(
                actor: Actor(kind: .user, id: "77", name: "gone@example.com"), action: "a.b", objectKind: kind,
                objectID: id, before: before, after: after), following: AuditEntry.origin)
        return try await office.database.readUnscoped { [office] in
            try NamedAuditEntry.named([entry], in: office.scope.tenant, platform: $0).first?.objectName
        }
    }

    @Test func peopleAreNamedByTheEntryByWhoActsAndByWhoBelongsToTheTenant() async throws {
        let number = office.operator.description
        #expect(try await name("user", number) == "op@example.com")
        #expect(try await name("user", number, before: #"{"email":"old@example.com"}"#) == "old@example.com")
        #expect(try await name("user", "77") == "gone@example.com")
        #expect(try await name("user", "") == nil)
    }

    @Test func nobodyOfAnotherTenantIsNamed() async throws {
        let other = try await office.temporary.tenant("elsewhere")
        let stranger = try await office.add("stranger@example.com", role: "admin", to: other)
        #expect(try await name("user", stranger.description) == nil)
    }

    @Test func othersAreNamedByTheirDocuments() async throws {
        #expect(try await name("apiKey", "7", after: #"{"name":"telegraf","scopes":[]}"#) == "telegraf")
        #expect(try await name("invitation", "7", before: #"{"email":"a@example.com"}"#) == "a@example.com")
        #expect(try await name("thing", "7", after: #"{"name":7}"#) == nil)
        #expect(try await name("thing", "7", after: "[1]") == nil)
        #expect(try await name("thing", "7", after: "no JSON") == nil)
    }
}
