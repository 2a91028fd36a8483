import DatabaseTesting
import Foundation
import GridModel
import Identity
import Operations
import Synchronization
import Testing

@Suite struct BreachedPasswordsTests {
    private static let leaked = "seven purple herons dive"
    private static let now = Timestamp(secondsSinceEpoch: 1_795_424_400)

    private struct Refused: Error {}

    private func inFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "breached-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    private func build(
        _ text: String, in folder: URL, minimumCount: Int64 = 1, name: String = "list"
    ) throws -> BreachedPasswordFile {
        let (list, file) = (folder.appending(path: name).path, folder.appending(path: name + ".filter").path)
        try Data(text.utf8).write(to: URL(fileURLWithPath: list))
        _ = try BuildBreachedPasswords(list: list, file: file, minimumCount: minimumCount, oneIn: 10_000)(
            at: Self.now
        ) { _, _ in }
        return try BreachedPasswordFile(path: file)
    }

    @Test func makesTheSameFileOfAListInWhateverOrder() async throws {
        try await inFolder { folder in
            let lines = (0..<3000).map { "\(BreachedHash(of: "leaked \($0)").hex):\($0 % 5)" }
            let byHash = try build(lines.sorted().joined(separator: "\r\n") + "\r\n", in: folder, name: "a")
            let others = lines.map { $0.lowercased() }.reversed().joined(separator: "\n")
            let other = try build(others, in: folder, name: "b")
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: byHash.path))
                    == Data(contentsOf: URL(fileURLWithPath: other.path)))
            // A fifth was seen 0 times, and is padding.
            #expect(byHash.filter.passwords == 2400)
            #expect(try byHash.contains(BreachedHash(of: "leaked 1")))
            let found = try (0..<3000).filter { try byHash.contains(BreachedHash(of: "leaked \($0)")) }
            #expect((2400..<2410).contains(found.count))
            try byHash.verify()
            // Nothing is left but the lists and the files.
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(left.sorted() == ["a", "a.filter", "b", "b.filter"])
        }
    }

    @Test func leavesOutWhatWasSeenTooSeldom() async throws {
        try await inFolder { folder in
            let text = ["rare": 9, "common": 10].map { "\(BreachedHash(of: $0.key).hex):\($0.value)" }
            let file = try build(text.joined(separator: "\n"), in: folder, minimumCount: 10)
            #expect(file.filter.passwords == 1 && file.filter.minimumCount == 10)
            #expect(try file.contains(BreachedHash(of: "common")))
            #expect(try !file.contains(BreachedHash(of: "rare")))
        }
    }

    @Test(arguments: [
        "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:",
        "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD:1", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8A:1",
        "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FDX:1", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:1x",
        "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:99999999999999999999", "password:1",
    ])
    func saysWhichLineIsWrongAndMakesNothing(line: String) async throws {
        try await inFolder { folder in
            let good = "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:1"
            #expect(throws: BreachedPasswordFileError.badLine(folder.appending(path: "list").path, 2)) {
                try build("\(good)\n\(line)\n", in: folder)
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(left == ["list"])
        }
    }

    @Test func refusesAnEmptyListAndItsOwnSource() async throws {
        try await inFolder { folder in
            let list = folder.appending(path: "list").path
            #expect(throws: BreachedPasswordFileError.isEmpty(list, minimumCount: 1)) { try build("", in: folder) }
            #expect(throws: BreachedPasswordFileError.isItsOwnSource(list)) {
                try BuildBreachedPasswords(list: list, file: list, minimumCount: 1, oneIn: 10)(at: Self.now) { _, _ in }
            }
        }
    }

    @Test func anOlderFileStaysWhereTheNewOneCannotBeMade() async throws {
        try await inFolder { folder in
            let file = try build("\(BreachedHash(of: "one").hex):1", in: folder)
            #expect(throws: BreachedPasswordFileError.self) { try build("nonsense\n", in: folder) }
            #expect(try BreachedPasswordFile(path: file.path).contains(BreachedHash(of: "one")))
        }
    }

    @Test func tellsADamagedACutAndAForeignFile() async throws {
        try await inFolder { folder in
            let path = try build("\(BreachedHash(of: "one").hex):1", in: folder).path
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            var damaged = whole
            damaged[5000] ^= 1
            try damaged.write(to: URL(fileURLWithPath: path))
            // The start does not read all of it: of a list of a thousand million that would take seconds.
            #expect(throws: BreachedPasswordFileError.isDamaged(path)) { try BreachedPasswordFile(path: path).verify() }
            try whole.dropLast().write(to: URL(fileURLWithPath: path))
            #expect(throws: BreachedPasswordFileError.isCutShort(path, expected: 8192, found: 8191)) {
                try BreachedPasswordFile(path: path)
            }
            for other in [Data(), Data("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:1".utf8), Data(count: 8192)] {
                try other.write(to: URL(fileURLWithPath: path))
                #expect(throws: BreachedPasswordFileError.isAnother(path)) { try BreachedPasswordFile(path: path) }
            }
            #expect(throws: BreachedPasswordFileError.self) {
                try BreachedPasswordFile(path: folder.appending(path: "none").path)
            }
        }
    }

    @Test func goesOnWhereASourceFails() async throws {
        let reported = Mutex(0)
        let breached = BreachedPasswords(
            [{ _ in throw Refused() }, { $0 == BreachedHash(of: Self.leaked) }],
            report: { _ in reported.withLock { $0 += 1 } })
        #expect(try await breached.contains(Self.leaked))
        #expect(try await !breached.contains("nine violet tractors sing"))
        #expect(reported.withLock { $0 } == 2)
        let giving = BreachedPasswords([{ _ in throw CancellationError() }], report: { _ in })
        await #expect(throws: CancellationError.self) { try await giving.contains(Self.leaked) }
    }

    // MARK: Where passwords are chosen

    private func installation() async throws -> TestInstallation {
        try await TestInstallation(
            breached: BreachedPasswords([{ $0 == BreachedHash(of: Self.leaked) }], report: { _ in }))
    }

    private func expectRefusal(of field: String, _ choose: () async throws -> Void) async {
        do {
            try await choose()
            Issue.record("A password that leaked was taken")
        } catch AccountRefusal.invalid(let faults) {
            #expect(faults.map(\.field) == [field])
            #expect(faults.first?.message == "It has leaked somewhere, so others try it.")
        } catch {
            Issue.record(error)
        }
    }

    @Test func nobodyRegistersWithAPasswordThatLeaked() async throws {
        let installation = try await installation()
        let register = RegisterAccount(installation.parts)
        let draft = { NewAccount(email: "ada@example.com", name: "Ada", password: $0, invitation: nil) }
        await expectRefusal(of: "password") { try await register(draft(Self.leaked), TestInstallation.here) }
        #expect(try await installation.mail().isEmpty)
        try await register(draft(TestInstallation.password), TestInstallation.here)
        #expect(try await installation.mail().count == 1)
    }

    @Test func nobodyChangesToAPasswordThatLeaked() async throws {
        let installation = try await installation()
        try await installation.add("ada@example.com")
        let change = ChangePassword(installation.parts)
        let access = try await installation.access(try await installation.signIn("ada@example.com"))
        await expectRefusal(of: "newPassword") {
            try await change(
                current: TestInstallation.password, new: Self.leaked, access, TestInstallation.here)
        }
        try await change.forgot("ada@example.com", TestInstallation.here)
        let token = try await installation.lastToken()
        await expectRefusal(of: "password") { try await change.reset(token, to: Self.leaked, TestInstallation.here) }
        // The link is as good as before.
        try await change.reset(token, to: "eleven grey kettles hum", TestInstallation.here)
    }

    @Test func theCommandLineGivesNobodyAPasswordThatLeaked() async throws {
        let installation = try await installation()
        await expectRefusal(of: "password") {
            _ = try await installation.users.create(
                .init(
                    email: "ada@example.com", name: "Ada", password: Self.leaked, tenant: nil, role: "viewer",
                    isPlatformOwner: false))
        }
        try await installation.add("ada@example.com")
        await expectRefusal(of: "password") {
            _ = try await installation.users.resetPassword("ada@example.com", to: Self.leaked)
        }
    }
}
