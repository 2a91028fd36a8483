import DatabaseTesting
import Foundation
import GridModel
import Integrations
import Operations
import Persistence
import Synchronization
import Testing

@Suite struct MailDeliveryTests {
    private struct Broken: MailSender {
        struct Failure: Error {}
        func send(_ message: MailMessage) async throws { throw Failure() }
    }

    @Test func putsMailIntoAFolderOnceForItsOwnerAlone() async throws {
        let installation = try await TestInstallation()
        let clock = installation.clock
        try await RegisterAccount(installation.parts)(
            NewAccount(email: "ada@example.com", name: "Ada", password: TestInstallation.password, invitation: nil),
            TestInstallation.here)
        let folder = installation.temporary.directory.appending(path: "outbox")
        let deliver = DeliverMail(
            database: installation.database, sender: FolderMailSender(folder: folder), now: { clock.now })
        #expect(try await deliver { _, _ in } == 1)
        #expect(try await deliver { _, _ in } == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.count == 1)
        let file = folder.appending(path: try #require(names.first))
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.hasPrefix("To: ada@example.com\nSubject: UrbanGrid: Verify your e-mail address\n\n"))
        #expect(text.contains("https://grid.example/verify-email#token="))
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        // No longer than its link is of use; an hour of the file system's own clock to spare.
        let sweep = SweepAccounts(
            database: installation.database, sender: FolderMailSender(folder: folder), now: { clock.now })
        let written = Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
        clock.now = written + SweepAccounts.mailSeconds - 3600
        try await sweep()
        #expect(FileManager.default.fileExists(atPath: file.path))
        clock.now = written + SweepAccounts.mailSeconds + 3600
        try await sweep()
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }

    @Test func triesAgainLaterAndLater() async throws {
        let installation = try await TestInstallation()
        let clock = installation.clock
        try await installation.add("ada@example.com")
        try await ChangePassword(installation.parts).forgot("ada@example.com", TestInstallation.here)
        let failures = Mutex(0)
        let deliver = DeliverMail(database: installation.database, sender: Broken(), now: { clock.now })
        for seconds: Int64 in [0, 59, 1, 119, 1] {
            clock.now = clock.now + seconds
            #expect(try await deliver { _, _ in failures.withLock { $0 += 1 } } == 0)
        }
        #expect(failures.withLock { $0 } == 3)
    }

    @Test func anAccountThatNobodyVerifiesGoesAfterAWeek() async throws {
        let installation = try await TestInstallation()
        let clock = installation.clock
        try await installation.add("ada@example.com")
        try await RegisterAccount(installation.parts)(
            NewAccount(email: "eve@example.com", name: "Eve", password: TestInstallation.password, invitation: nil),
            TestInstallation.here)
        let sweep = SweepAccounts(database: installation.database, sender: Broken(), now: { clock.now })
        func emails() async throws -> [String] {
            try await installation.users.list(after: nil, limit: 10).map { $0.user.email }
        }
        try await sweep()
        #expect(try await emails() == ["ada@example.com", "eve@example.com"])
        clock.now = clock.now + 8 * 86_400
        try await sweep()
        #expect(try await emails() == ["ada@example.com"])
        #expect(try await installation.audited().last == "user.deleteUnverified done")
    }

    @Test func whatIsLeftBehindIsSwept() async throws {
        let installation = try await TestInstallation()
        let clock = installation.clock
        try await installation.add("ada@example.com")
        _ = try await installation.signIn("ada@example.com")
        try await ChangePassword(installation.parts).forgot("ada@example.com", TestInstallation.here)
        await #expect(throws: AccountRefusal.notSignedIn) { try await installation.signIn("x@example.com") }
        func counts() async throws -> [Int] {
            try await installation.database.readUnscoped { connection in
                [
                    try connection.firstRow("SELECT COUNT(*) FROM one_time_tokens") { $0.int(0) } ?? -1,
                    try connection.firstRow("SELECT COUNT(*) FROM sessions") { $0.int(0) } ?? -1,
                    try connection.firstRow("SELECT COUNT(*) FROM outbox") { $0.int(0) } ?? -1,
                ]
            }
        }
        let sweep = SweepAccounts(database: installation.database, sender: Broken(), now: { clock.now })
        try await sweep()
        #expect(try await counts() == [1, 1, 1])
        clock.now = clock.now + 3601
        try await sweep()
        #expect(try await counts() == [0, 1, 1])
        clock.now = clock.now + 32 * 86_400
        try await sweep()
        #expect(try await counts() == [0, 0, 0])
    }
}
