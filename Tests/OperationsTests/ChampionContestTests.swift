import Testing

@testable import Operations

@Suite struct ChampionContestTests {
    private func contest(
        _ challenger: Double?, champion: Double?, baseline: Double? = 9, obstacle: String? = nil
    ) -> ChampionContest {
        ChampionContest(
            measure: "Pinball loss, %", isLowerBetter: true, challenger: challenger, champion: champion,
            baseline: baseline, obstacle: obstacle)
    }

    @Test func theFirstTakesItsPlaceAndIsFlaggedWhenItLosesToTheBaseline() {
        let good = contest(5, champion: nil).verdict(against: nil)
        #expect(good.takesOver && !good.losesToBaseline)
        let poor = contest(10, champion: nil).verdict(against: nil)
        #expect(poor.takesOver && poor.losesToBaseline)
        #expect(poor.reason.hasSuffix("It does not beat the baseline (9.000)."))
    }

    @Test func onlyABetterChallengerTakesOver() {
        #expect(contest(4.9, champion: 5).verdict(against: 3).takesOver)
        #expect(!contest(5, champion: 5).verdict(against: 3).takesOver)
        let worse = contest(5.25, champion: 5).verdict(against: 3)
        #expect(!worse.takesOver)
        #expect(worse.reason == "Not better: Pinball loss, % 5.250, version 3 has 5.000 on the same hours.")
    }

    @Test func higherIsBetterWhereItIs() {
        let contest = ChampionContest(
            measure: "PR-AUC", isLowerBetter: false, challenger: 0.8, champion: 0.7, baseline: 0.85)
        let verdict = contest.verdict(against: 1)
        #expect(verdict.takesOver && verdict.losesToBaseline)
    }

    @Test func withoutAFairContestTheChampionStays() {
        #expect(!contest(1, champion: nil).verdict(against: 2).takesOver)
        #expect(!contest(nil, champion: 5).verdict(against: 2).takesOver)
    }

    @Test func aChampionThatCannotBeReadGivesWay() {
        let verdict = contest(5, champion: nil, obstacle: "the file is lost.").verdict(against: 2)
        #expect(verdict.takesOver)
        #expect(verdict.reason == "Version 2 could not be measured: the file is lost.")
    }
}
