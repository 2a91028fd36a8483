import Foundation
import Testing

@testable import Identity

@Suite struct PasswordRulesTests {
    private let rules = PasswordRules()
    private let words = ["ada.lovelace@example.com", "Ada Lovelace", "UrbanGrid"]

    @Test(arguments: [
        "correct horse battery staple", "nine violet tractors sing", "Öl läuft überall hinunter", "汽车电池马正确订书钉蓝色大象",
        "xk7-29f-qq8-zz1", "            x  y     z",
    ])
    func takesLongPasswordsOfAnyCharacters(password: String) {
        #expect(rules.fault(of: password, words: words) == nil)
    }

    @Test func refusesShortAndEndlessOnes() {
        #expect(rules.fault(of: "x7!Kq9_", words: words) == .tooShort(7))
        #expect(rules.fault(of: String(repeating: "näh ", count: 65), words: words) == .tooLong(260))
    }

    /// An `é` typed as one scalar or as two is the same character: lengths and hashes go by NFC.
    @Test func countsComposedCharacters() {
        #expect(rules.fault(of: "e\u{301}e\u{301}e\u{301}abcdefg", words: words) == .tooShort(10))
        #expect(PasswordRules.normalized("caf\u{65}\u{301}") == "caf\u{e9}")
    }

    @Test(arguments: ["qwertyuiop123", "Password2024!", "123password456", "PASSWORD!!!!", "cookiemonster"])
    func refusesWhatIsTriedFirst(password: String) {
        #expect(rules.fault(of: password, words: words) == .common)
    }

    @Test(arguments: ["lovelace12345", "ada.lovelace@example.com", "UrbanGrid2026", "xx-Lovelace-xx"])
    func refusesWhatTheAccountGivesAway(password: String) {
        guard case .personal? = rules.fault(of: password, words: words) else {
            Issue.record("\(password) was taken")
            return
        }
    }

    @Test(arguments: ["aaaaaaaaaaaaaa", "abcabcabcabcabc", "abcdefghijklmn", "987654321098"])
    func refusesRowsAndRepetitions(password: String) {
        let fault = rules.fault(of: password, words: [])
        #expect(fault == .repetitive || fault == .common)
    }

    @Test func findsEveryWordOfTheListAndHardlyAnyOther() throws {
        let common = try #require(CommonPasswords.bundled)
        for word in ["password", "123456789", "iloveyou", "trustno1", "qwertyuiop"] { #expect(common.contains(word)) }
        let wrong = (0..<20_000).filter { common.contains("no such word \($0)") }
        #expect(wrong.count < 20)
    }

    @Test func refusesAFilterOfAnotherForm() {
        #expect(CommonPasswords([]) == nil)
        #expect(CommonPasswords(Array("UGPWBF02".utf8) + [14, 0, 0]) == nil)
    }
}

@Suite struct PasswordHashTests {
    private static let light = PasswordHash.Cost(logRounds: 4, blockSize: 1, parallelism: 1)

    /// RFC 7914 §12.
    @Test func derivesTheKeysOfTheStandard() throws {
        let first = try PasswordHash(
            "password", salt: Array("NaCl".utf8), cost: .init(logRounds: 10, blockSize: 8, parallelism: 16),
            keyBytes: 64)
        #expect(
            first.key.map { String(format: "%02x", $0) }.joined()
                == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")
    }

    @Test func tellsTheRightPasswordFromOthers() throws {
        let stored = try PasswordHash("nine violet tractors", cost: Self.light).description
        #expect(stored.hasPrefix("$scrypt$ln=4,r=1,p=1$"))
        let hash = try #require(PasswordHash(stored))
        #expect(try hash.matches("nine violet tractors"))
        #expect(try !hash.matches("nine violet tractor"))
        #expect(try PasswordHash("nine violet tractors", cost: Self.light).description != stored)
    }

    @Test func takesAPasswordHoweverItsAccentsAreTyped() throws {
        let hash = try PasswordHash("caf\u{e9}", cost: Self.light)
        #expect(try hash.matches("cafe\u{301}"))
    }

    @Test(arguments: [
        "", "x", "$scrypt$ln=17,r=8$c2FsdHNhbHQ$aaaa", "$bcrypt$ln=4,r=1,p=1$c2FsdHNhbHQ$aaaa",
        "$scrypt$ln=40,r=8,p=1$c2FsdHNhbHRzYWx0$" + String(repeating: "A", count: 43),
        "$scrypt$ln=4,r=1,p=1$c2FsdHNhbHRzYWx0$AAAA",
        "$scrypt$ln=-1,r=1,p=1$c2FsdHNhbHRzYWx0$" + String(repeating: "A", count: 43),
    ])
    func refusesStringsOfAnotherFormOrBeyondBearing(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test func hashesAsOWASPAsks() {
        #expect(PasswordHash.Cost.standard == .init(logRounds: 17, blockSize: 8, parallelism: 1))
    }

    @Test func checksAPasswordOfNobodyAndSaysNo() async throws {
        let hasher = try PasswordHasher(cost: Self.light)
        #expect(try await !hasher.verify("anything", against: nil))
        #expect(try await !hasher.verify("anything", against: "not a hash"))
        let stored = try await hasher.hash("nine violet tractors")
        #expect(try await hasher.verify("nine violet tractors", against: stored))
        #expect(!hasher.needsRenewal(stored))
        #expect(try PasswordHasher(cost: .init(logRounds: 5, blockSize: 1, parallelism: 1)).needsRenewal(stored))
    }

    /// Nobody ever works here, so whoever is not let go waits for ever; and each must have made room for the next.
    @Test(.timeLimit(.minutes(5))) func whoeverIsCancelledWaitsNoLonger() async throws {
        let hasher = try PasswordHasher(cost: Self.light, atOnce: 0, mostWaiting: 1)
        for _ in 0..<10 {
            let waiting = Task { try await hasher.hash("nine violet tractors") }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
    }

    /// One works, one waits, the rest are told to come again; nobody is lost.
    @Test func aFloodIsRefusedBeyondWhatMayWait() async throws {
        let hasher = try PasswordHasher(
            cost: .init(logRounds: 14, blockSize: 8, parallelism: 1), atOnce: 1, mostWaiting: 1)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    do {
                        _ = try await hasher.hash("nine violet tractors")
                        return true
                    } catch { return !(error is PasswordHasher.Busy) }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.contains(true))
        #expect(outcomes.contains(false))
        #expect(try await hasher.hash("still works after").hasPrefix("$scrypt$"))
    }
}
