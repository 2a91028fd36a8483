import Testing

@testable import RedisDriver

@Suite struct RedisAddressTests {
    @Test func readsEveryPartAndHidesThePassword() throws {
        let address = try #require(RedisAddress("rediss://ada:open%20sesame@cache.example:6380/2"))
        #expect(address.host == "cache.example" && address.port == 6380 && address.isEncrypted)
        #expect(address.user == "ada" && address.password == "open sesame" && address.database == 2)
        #expect(address.description == "rediss://cache.example:6380/2")
        let plain = try #require(RedisAddress("redis://[::1]"))
        #expect(plain.host == "::1" && plain.port == 6379 && plain.database == 0 && plain.password == nil)
    }

    @Test(arguments: [
        "", "cache.example", "http://cache.example", "redis://", "redis://host:0", "redis://host:99999",
        "redis://host/x",
        "redis://host/-1", "redis://host?x=1", "redis://host/1/2",
    ])
    func refusesWhatIsNoAddress(text: String) {
        #expect(RedisAddress(text) == nil)
    }
}
