import Identity
import Testing

@Suite struct MasterKeyRingTests {
    private let old: MasterKey
    private let new: MasterKey

    init() throws {
        old = try #require(MasterKey(bytes: MasterKey.makeBytes()))
        new = try #require(MasterKey(bytes: MasterKey.makeBytes()))
    }

    @Test func duringARotationBothKeysOpenAndTheNewerSeals() throws {
        let before = MasterKeyRing(current: old)
        let during = MasterKeyRing(current: old, next: new)
        let sealed = try before.seal([1, 2], context: "c")
        #expect(try during.open(sealed, context: "c") == [1, 2])
        let later = try during.seal([3], context: "c")
        #expect(try MasterKeyRing(current: new).open(later, context: "c") == [3])
        #expect(throws: SealError.self) { try before.open(later, context: "c") }
        #expect(during.isRotating && !before.isRotating)
    }

    @Test func onlyWhatIsSealedUnderTheOlderKeyIsSealedAnew() throws {
        let before = MasterKeyRing(current: old)
        let during = MasterKeyRing(current: old, next: new)
        let sealed = try before.seal([1], context: "c")
        let anew = try #require(try during.resealed(sealed, context: "c"))
        #expect(try new.open(anew, context: "c") == [1])
        #expect(try during.resealed(anew, context: "c") == nil)
        #expect(try before.resealed(sealed, context: "c") == nil)
        #expect(throws: SealError.self) { try during.resealed(sealed, context: "elsewhere") }
    }
}
