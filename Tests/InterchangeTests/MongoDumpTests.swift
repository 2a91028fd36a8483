import Foundation
import GridModel
import Testing

@testable import Interchange

@Suite struct MongoDumpTests {
    @Test(arguments: [
        #"{"_id":{"$oid":"64b0f0000000000000000001"},"t":{"$date":"2026-01-01T00:00:00Z"},"n":{"$numberLong":"7"},"d":{"$numberDecimal":"1.5"}}"#,
        #"{"_id":{"$oid":"64b0f0000000000000000001"},"t":{"$date":{"$numberLong":"1767225600000"}},"n":{"$numberInt":"7"},"d":{"$numberDouble":"1.5"}}"#,
        #"{"_id":{"$oid":"64b0f0000000000000000001"},"t":{"$date":1767225600000},"n":7,"d":1.5}"#,
    ])
    func everyFormOfExtendedJSONSaysTheSame(text: String) throws {
        let document = try MongoDocument(json: Array(text.utf8))
        #expect(document.value["t"]?.milliseconds == 1_767_225_600_000)
        #expect(document.value["n"] == .integer(7))
        #expect(document.value["d"] == .double(1.5))
        #expect(document.id == "64b0f0000000000000000001")
        #expect(try MongoDocument(bson: document.bytes).value == document.value)
    }

    @Test func documentsAreFoundByTheirBracketsWhateverStandsInTexts() throws {
        let text = #"[{"a":"}{\"","b":{"c":[1,{"d":2}]}},"# + "\n" + #" {"a":"\\"}]"#
        for chunk in [1, 3, 1000] {
            let documents = MongoJSONDocuments(MemoryByteSource(text, chunkSize: chunk), file: "f", collection: "c") {
                _ in
                Issue.record("a sound text has no fault")
            }
            #expect(try documents.next()?.document.value["a"] == .text(#"}{""#))
            #expect(try documents.next()?.document.value["a"] == .text(#"\"#))
            #expect(try documents.next() == nil)
        }
    }

    @Test func aLineThatIsNoDocumentIsAFaultByItsLineAndTheRestIsRead() throws {
        let lines = [
            #"{"a":1}"#, #"{"a":2"#, #"{"a":3}"#, #"{"a":"4}"#, #"{"a":5}"#, "junk {", #"{"a":nope}"#, "{",
            #"  "a":6"#, "}", #"{"a":7"#,
        ]
        for chunk in [1, 3, 1000] {
            var faults: [ImportFault] = []
            let source = MemoryByteSource(lines.joined(separator: "\n"), chunkSize: chunk)
            let documents = MongoJSONDocuments(source, file: "f", collection: "c") { faults.append($0) }
            var read: [MongoValue?] = []
            while let next = try documents.next() { read.append(next.document.value["a"]) }
            #expect(read == [.integer(1), .integer(3), .integer(5), .integer(6)])
            #expect(faults.map(\.line) == [2, 4, 6, 7, 11])
            #expect(faults.allSatisfy { $0.file == "f" && !$0.reason.isEmpty })
        }
    }

    @Test func aDamagedFileOfAFolderLeavesTheOthers() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dump-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sound = try MongoDocument(json: Array(#"{"a":1}"#.utf8)).bytes
        try Data(sound + sound.prefix(7)).write(to: folder.appendingPathComponent("alerts.bson"))
        try Data(sound + sound).write(to: folder.appendingPathComponent("zones.bson"))
        var (counts, faults) = ([String: Int](), [ImportFault]())
        let note = { faults.append($0) }
        try MongoDump(path: folder.path).forEachDocument(onFault: note) { collection, _, _ in
            counts[collection, default: 0] += 1
        }
        #expect(counts == ["alerts": 1, "zones": 2])
        #expect(faults.count == 1)
        #expect(faults.first?.reason.contains("alerts.bson") == true)
    }

    @Test func randomAndCutBytesAreErrorsAndNothingElse() throws {
        let sound = try MongoDocument(json: Array(#"{"a":{"b":[1,2.5,"text",null,true]},"t":{"$date":5}}"#.utf8)).bytes
        var random = SystemRandomNumberGenerator()
        for length in 0..<sound.count {
            #expect(throws: MongoFault.self) { try MongoDocument(bson: Array(sound.prefix(length))) }
        }
        for _ in 0..<3000 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            _ = try? MongoDocument(bson: bytes)
            let archive = try? MongoArchiveDocuments(
                MemoryByteSource(MongoArchiveDocuments.magic + bytes), file: "f")
            while let archive, (try? archive.next()) != nil {}
        }
    }

    @Test func deeplyNestedDocumentsAreRefused() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)).utf8)
        }
        #expect(throws: Never.self) { try MongoDocument(json: nested(60)) }
        #expect(throws: MongoFault.self) { try MongoDocument(json: nested(90)) }
        #expect(throws: MongoFault.self) { try MongoDocument(json: nested(20_000)) }
    }

    @Test func timesAreDatesISOTextsOrSeconds() {
        #expect(MongoValue.text("2026-01-01T01:00:00.250+01:00").milliseconds == 1_767_225_600_000)
        #expect(MongoValue.integer(1_767_225_600).milliseconds == 1_767_225_600_000)
        #expect(MongoValue.integer(1_767_225_600_000).milliseconds == 1_767_225_600_000)
        #expect(MongoValue.text("yesterday").milliseconds == nil)
    }
}
