import Testing

@testable import Learning

@Suite struct RandomSourceTests {
    /// Reference outputs of the generators' authors' C code.
    @Test func followsTheReferenceGenerators() {
        var mixer = SplitMix64(seed: 1_234_567)
        #expect(mixer.next() == 6_457_827_717_110_365_317)
        #expect(mixer.next() == 3_203_168_211_198_807_973)
        var source = RandomSource(state: (1, 2, 3, 4))
        #expect((0..<3).map { _ in source.next() } == [41_943_041, 58_720_359, 3_588_806_011_781_223])
    }

    @Test func repeatsItselfForTheSameSeedOnly() {
        var (a, b, c) = (RandomSource(seed: 1), RandomSource(seed: 1), RandomSource(seed: 2))
        let first = (0..<10).map { _ in a.next() }
        #expect(first == (0..<10).map { _ in b.next() })
        #expect(first != (0..<10).map { _ in c.next() })
    }

    @Test func drawsFromTheNamedDistributions() {
        var source = RandomSource(seed: 3)
        let normal = (0..<20_000).map { _ in source.normal() }
        let mean = normal.reduce(0, +) / 20_000
        let variance = normal.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
        #expect(abs(mean) < 0.03 && abs(variance - 1) < 0.05)
        let indices = (0..<3000).map { _ in source.index(below: 3) }
        for value in 0..<3 { #expect(abs(indices.count { $0 == value } - 1000) < 120) }
        #expect((0..<1000).allSatisfy { _ in (0..<1).contains(source.uniform()) })
    }

    @Test func shufflesWithoutLosingAny() {
        var source = RandomSource(seed: 4)
        var order = Array(0..<100)
        source.shuffle(&order)
        #expect(order != Array(0..<100) && order.sorted() == Array(0..<100))
    }

    @Test func warmsUpThenFallsAlongACosine() {
        let schedule = LearningRateSchedule.cosine(peak: 1, warmUp: 0.1, floor: 0.01)
        #expect(schedule.rate(step: 0, of: 100) == 0.1)
        #expect(schedule.rate(step: 10, of: 100) == 1)
        #expect(abs(schedule.rate(step: 55, of: 100) - 0.505) < 1e-9)
        #expect(abs(schedule.rate(step: 100, of: 100) - 0.01) < 1e-9)
    }
}
