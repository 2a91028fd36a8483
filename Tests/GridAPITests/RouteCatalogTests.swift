import Testing

@testable import GridAPI

struct RouteCatalogTests {
    @Test func aPathThatIsSpeltOutIsAnotherThanOneOfAParameter() {
        let catalog = TestServer().server.catalog
        #expect(catalog.methods(at: "/api/v1/api-keys/revoke") == ["POST"])
        #expect(catalog.methods(at: "/api/v1/api-keys/7") == ["DELETE", "GET", "HEAD", "PUT"])
        #expect(catalog.methods(at: "/api/v1/no/such/path").isEmpty)
    }
}
