import Foundation
import Persistence
import Testing

@Suite struct ObjectStoreTests {
    let folder: URL
    let store: ObjectStore

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "urbangrid-objects-\(UUID().uuidString)")
        store = ObjectStore(folder: folder.appending(path: "objects"))
    }

    @Test func givesBackWhatWasPutInFoldersThatItMakes() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try store.put(bytes, at: "models/1/forecast.lstm-1.safetensors")
        try store.put([], at: "models/1/empty")
        #expect(try store.get("models/1/forecast.lstm-1.safetensors") == bytes)
        #expect(try store.get("models/1/empty") == [])
    }

    @Test func replacesWholeAndLeavesNoDraftBehind() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try store.put(Array(repeating: 1, count: 1000), at: "a")
        try store.put([2], at: "a")
        #expect(try store.get("a") == [2])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "objects").path)
        #expect(names == ["a"])
    }

    @Test func saysThatItCannotWriteAndLeavesNoDraftBehind() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try store.put([1], at: "a/b")
        // A folder stands where the object should.
        let error = #expect(throws: ObjectStoreError.self) { try store.put([2], at: "a") }
        #expect(error.map { "\($0)" }?.contains(folder.path) == false)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "objects").path)
        #expect(names == ["a"])
        #expect(try store.get("a/b") == [1])
    }

    @Test(arguments: ["", "/", "/etc/passwd", "../a", "a/../b", "a//b", "a/", ".hidden", "a\0b", "é", "a b"])
    func refusesKeysThatCouldLeadElsewhere(key: String) {
        #expect(throws: ObjectStoreError.self) { try store.put([1], at: key) }
        #expect(throws: ObjectStoreError.self) { try store.get(key) }
    }
}
