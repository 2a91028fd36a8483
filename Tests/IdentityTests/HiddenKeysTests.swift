import Identity
import Testing

/// Libraries print what they are given to run, with everything in it.
@Suite struct HiddenKeysTests {
    private struct Holder {
        let key: MasterKey
        let ring: MasterKeyRing
        let token: SecretToken
    }

    @Test func whateverHoldsAKeyCanBePrinted() throws {
        let bytes = Array("PlantedMasterKeyPlantedMasterKey".utf8)
        let key = try #require(MasterKey(bytes: bytes))
        let token = SecretToken()
        let holder = Holder(key: key, ring: MasterKeyRing(current: key, next: key), token: token)
        var dumped = ""
        dump(holder, to: &dumped)
        for text in ["\(holder)", String(reflecting: holder), dumped] {
            #expect(text.contains("hidden") || text.contains("MasterKey"))
            for secret in ["Planted", "80, 108, 97", "SymmetricKey", token.text] { #expect(!text.contains(secret)) }
        }
    }
}
