import GridModel
import Identity
import Testing

@Suite struct TokenBucketTests {
    private let limit = RateLimit(perMinute: 60, burst: 3)

    @Test func aBurstGoesThroughAndThenOneASecond() {
        var bucket = TokenBucket(limit, at: 100)
        #expect((0..<3).map { _ in bucket.take(of: limit, at: 100).remaining } == [2, 1, 0])
        let refused = bucket.take(of: limit, at: 100)
        #expect(!refused.isAllowed && refused.retryAfterSeconds == 1 && refused.resetSeconds == 3)
        #expect(!bucket.take(of: limit, at: 100.5).isAllowed)
        #expect(bucket.take(of: limit, at: 101).isAllowed)
        #expect(!bucket.take(of: limit, at: 101).isAllowed)
    }

    @Test func whoKeepsAskingStillGetsTheFullRate() {
        var bucket = TokenBucket(limit, at: 0)
        // Ten times a second for a minute.
        let allowed = (0..<600).filter { bucket.take(of: limit, at: Double($0) / 10).isAllowed }.count
        #expect((62...63).contains(allowed))
    }

    @Test func restFillsItNoFurtherThanTheBurst() {
        var bucket = TokenBucket(limit, at: 0)
        #expect(bucket.take(3, of: limit, at: 0).isAllowed)
        #expect(bucket.take(of: limit, at: 1_000_000).remaining == 2)
    }

    @Test func moreThanTheBurstIsNeverThereAndTakesNothing() {
        var bucket = TokenBucket(limit, at: 0)
        let refused = bucket.take(4, of: limit, at: 0)
        #expect(!refused.isAllowed && refused.remaining == 3 && refused.retryAfterSeconds == 1)
    }

    @Test func aClockThatGoesBackGivesNothingTwice() {
        var bucket = TokenBucket(limit, at: 10)
        #expect(bucket.take(3, of: limit, at: 10).isAllowed)
        #expect(!bucket.take(of: limit, at: 5).isAllowed)
        #expect(!bucket.take(of: limit, at: 10).isAllowed)
        #expect(bucket.take(of: limit, at: 11).isAllowed)
    }

    @Test func aLimitThatWasLoweredHoldsAtOnce() {
        var bucket = TokenBucket(RateLimit(perMinute: 60, burst: 100), at: 0)
        #expect(bucket.take(of: limit, at: 0).remaining == 2)
    }

    @Test(arguments: [("600", 600, 60), ("600/100", 600, 100), ("5", 5, 1), ("1/10000000", 1, 10_000_000)])
    func aLimitIsReadFromText(text: String, perMinute: Int, burst: Int) {
        #expect(RateLimit(text) == RateLimit(perMinute: perMinute, burst: burst))
    }

    @Test(arguments: [
        "", "0", "-1", "+1", "1/0", "1/2/3", "/5", "5/", "1.5", "10000001", "many", "99999999999999999999",
    ])
    func aLimitThatIsNoneIsRefused(text: String) {
        #expect(RateLimit(text) == nil)
    }

    @Test func theWindowIsTheTimeInWhichTheBurstComesBack() {
        #expect(RateLimit(perMinute: 3000, burst: 600).windowSeconds == 12)
        #expect(RateLimit(perMinute: 60_000, burst: 1).windowSeconds == 1)
    }

    @Test func aProcessCountsEachSubjectByItselfAndForgetsTheOldest() {
        let counter = ProcessRateCounter(capacity: 2) { 0 }
        let one = RateLimit(perMinute: 1, burst: 1)
        func take(_ address: String) -> Bool { counter.take(RateSubject(address: address, .any), one).isAllowed }
        #expect(take("192.0.2.1") && !take("192.0.2.1"))
        #expect(take("192.0.2.2") && !take("192.0.2.1"))
        // The third takes the place of 192.0.2.2, which was seen longest ago.
        #expect(take("192.0.2.3") && counter.count == 2)
        #expect(!take("192.0.2.1") && take("192.0.2.2"))
    }

    @Test func anIPv6ClientIsItsNetwork() {
        #expect(RateSubject(address: "2001:db8::1", .any) == RateSubject(address: "2001:db8::ffff:1", .any))
        #expect(RateSubject(address: "2001:db8::1", .any) != RateSubject(address: "2001:db8:0:1::1", .any))
        #expect(RateSubject(address: "192.0.2.1", .any) != RateSubject(address: "192.0.2.2", .any))
        #expect(RateSubject(address: "::ffff:192.0.2.1", .any) == RateSubject(address: "192.0.2.1", .any))
        #expect(RateSubject(address: "x", .any) == RateSubject(address: "unknown", .any))
        #expect(RateSubject(address: "192.0.2.1", .any) != RateSubject(address: "192.0.2.1", .auth))
    }

    @Test func aPersonIsCountedOnceInAllSessionsAndApartInEachTenant() {
        func subject(_ session: String, _ tenant: Int64) -> RateSubject {
            RateSubject(
                Access(
                    principal: .user(UserID(1), session: SessionID(rawValue: session)), name: "a",
                    scope: TenantScope(tenant: TenantID(tenant)), permissions: [], isPlatformOwner: false), .read)
        }
        #expect(subject("a", 1) == subject("b", 1) && subject("a", 1) != subject("a", 2))
        #expect(subject("a", 1).description == "tenant:1:user:1:read")
    }
}
