import GridModel
import Identity
import Testing

@Suite struct APIKeyTests {
    private static let secret = String(repeating: "a", count: 42) + "A"

    @Test func aTokenReadsBackAlsoWithSeparatorsInItsSecret() throws {
        for secret in [SecretToken().text, "_" + String(repeating: "-", count: 41) + "_"] {
            let token = APIKeyToken(tenant: TenantID(3), key: APIKeyID(71), secret: SecretToken(text: secret))
            #expect(token.text == "ugk_3_71_" + secret)
            #expect(APIKeyToken(token.text) == token)
        }
    }

    private static let short = String(secret.dropLast())
    private static let wrong: [String] = [
        "", "ugk_", "ugk_1_2_", "ugk_1_2", "UGK_1_2_\(secret)", "ugk_0_2_\(secret)", "ugk_01_2_\(secret)",
        "ugk_+1_2_\(secret)", "ugk_-1_2_\(secret)", "ugk__2_\(secret)", "ugk_1__\(secret)", "ugk_1_2_\(secret)x",
        "ugk_1_2_\(short)", "ugk_1_2_\(short)=", "ugk_1_2_\(short)é", " ugk_1_2_\(secret)", "ugk_1_2_\(secret)\n",
        "ugk_99999999999999999999_2_\(secret)", "ugk_١_2_\(secret)", "ugk_1_2_\(short)\u{0}",
    ]

    @Test(arguments: wrong)
    func whatIsNotWrittenExactlySoIsNoToken(text: String) {
        #expect(APIKeyToken(text) == nil)
    }

    @Test func aTokenInALogHidesItsSecret() {
        let token = APIKeyToken(tenant: TenantID(3), key: APIKeyID(71), secret: SecretToken())
        #expect(!"\(token)".contains(token.secret.text) && !String(reflecting: token).contains(token.secret.text))
        #expect(token.secret.text.hasSuffix(token.hint) && token.hint.count == 4)
    }

    @Test func aKeyEndsWhenItExpiresOrIsRevoked() {
        var key = Self.key()
        #expect(key.state(at: .epoch) == .active)
        key.settings.expiresAt = .epoch + 10
        #expect(key.state(at: .epoch + 9) == .active && key.state(at: .epoch + 10) == .expired)
        key.revokedAt = .epoch
        #expect(key.state(at: .epoch + 10) == .revoked)
    }

    @Test func aListOfAddressesIsTheWholeList() throws {
        var key = Self.key()
        #expect(key.allows("198.51.100.1") && key.allows("unknown"))
        key.settings.allowedAddresses = try ["192.0.2.0/24", "2001:db8::/32"].map { try #require(AddressBlock($0)) }
        #expect(key.allows("192.0.2.9") && key.allows("2001:db8::9") && key.allows("::ffff:192.0.2.9"))
        #expect(!key.allows("198.51.100.1") && !key.allows("unknown") && !key.allows(""))
    }

    @Test func noKeyGetsPeoplesBusiness() {
        #expect(
            Set(Permission.allCases).subtracting(APIKey.grantable) == [
                .usersWrite, .rolesWrite, .keysWrite, .tenantDelete,
            ])
    }

    @Test(arguments: [
        ("2026-11-25T10:00:00Z", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
        ("2026-12-31T23:59:59Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("2028-02-29T00:00:00Z", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z"),
    ])
    func aMonthIsThatOfUTC(moment: String, start: String, end: String) throws {
        let month = TimeSpan.month(of: try #require(Timestamp(iso8601: moment)))
        #expect(month.start.iso8601 == start && month.end.iso8601 == end)
    }

    private static func key() -> APIKey {
        APIKey(
            id: APIKeyID(1), settings: APIKey.Settings(name: "k", scopes: [.gridRead]), hint: "abcd", createdBy: "a",
            createdAt: .epoch)
    }
}
