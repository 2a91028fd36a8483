import GridModel
import Testing

@testable import Identity

@Suite struct FailedSignInsTests {
    private let policy = FailedSignIns.Policy(
        free: 3, firstWaitSeconds: 2, longestWaitSeconds: 10, forgottenAfterSeconds: 3600)
    private let start = Timestamp(secondsSinceEpoch: 1_000_000)

    @Test func waitsDoubleOnceTheFreeOnesAreUsedUp() {
        var failures = FailedSignIns()
        for _ in 0..<4 { #expect(failures.attempt(at: start, policy) == nil) }
        #expect(failures.attempt(at: start, policy) == 2)
        #expect(failures.attempt(at: start + 1, policy) == 1)
        #expect(failures.attempt(at: start + 2, policy) == nil)
        #expect(failures.attempt(at: start + 2, policy) == 4)
        #expect(failures.attempt(at: start + 6, policy) == nil)
        #expect(failures.attempt(at: start + 6, policy) == 8)
        #expect(failures.attempt(at: start + 14, policy) == nil)
        #expect(failures.attempt(at: start + 14, policy) == 10)
    }

    @Test func anAttemptThatHasToWaitIsNotCounted() {
        var failures = FailedSignIns()
        for _ in 0..<4 { _ = failures.attempt(at: start, policy) }
        let before = failures
        for _ in 0..<100 { _ = failures.attempt(at: start + 1, policy) }
        #expect(failures == before)
    }

    @Test func failuresAreForgottenInTime() {
        var failures = FailedSignIns()
        for _ in 0..<4 { _ = failures.attempt(at: start, policy) }
        #expect(failures.attempt(at: start + 3600, policy) == nil)
        #expect(failures.failures == 1)
        #expect(failures.blockedUntil <= start + 3600)
    }

    @Test func whatSucceedsIsTakenBack() {
        var failures = FailedSignIns()
        for _ in 0..<4 { _ = failures.attempt(at: start, policy) }
        failures.takeBack()
        #expect(failures.failures == 3)
        #expect(failures.attempt(at: start, policy) == nil)
        var none = FailedSignIns()
        none.takeBack()
        #expect(none.failures == 0)
    }

    @Test func growsToNoNumberThatOverflows() {
        var failures = FailedSignIns(failures: .max - 1, lastFailedAt: start, blockedUntil: start)
        #expect(failures.attempt(at: start, policy) == nil)
        #expect(failures.blockedUntil == start + 10)
    }

    @Test func addressesOfOneIPv6NetworkAreOne() {
        #expect(SignInSubject.address("2001:db8::1") == .address("2001:db8::ffff:1"))
        #expect(SignInSubject.address("2001:db8:0:1::1") != .address("2001:db8::1"))
        #expect(SignInSubject.address("192.0.2.1") != .address("192.0.2.2"))
        #expect(SignInSubject.address("::ffff:192.0.2.1") == .address("192.0.2.1"))
    }

    @Test func anotherAddressIsAnotherSubjectOfTheSameAccount() {
        let one = SignInSubject.account("ada@example.com", from: "192.0.2.1")
        #expect(one != .account("ada@example.com", from: "192.0.2.2"))
        #expect(!one.text.contains("ada"))
    }
}
