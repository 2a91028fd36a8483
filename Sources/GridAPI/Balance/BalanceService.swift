package import GridModel
package import Operations

/// Energy balances and what follows from them; all throw `BalanceRefusal`.
package struct BalanceService: Sendable {
    package typealias Balance =
        @Sendable (Subject, Timestamp?, Timestamp?, BalanceResolution, _ limitPercent: Double) async throws
        -> EnergyBalance?
    package typealias Ranking =
        @Sendable (SubjectKind, Timestamp?, Timestamp?, _ limitPercent: Double) async throws -> BalanceRanking

    /// Nil when there is no such area.
    package var balance: Balance
    package var ranking: Ranking
    package var hints: @Sendable (Subject, Timestamp?, Timestamp?) async throws -> BalanceHints?
    package var allocation: @Sendable (AllocationRequest) async throws -> LoadAllocationAnswer?

    package init(
        balance: @escaping Balance, ranking: @escaping Ranking,
        hints: @escaping @Sendable (Subject, Timestamp?, Timestamp?) async throws -> BalanceHints?,
        allocation: @escaping @Sendable (AllocationRequest) async throws -> LoadAllocationAnswer?
    ) {
        self.balance = balance
        self.ranking = ranking
        self.hints = hints
        self.allocation = allocation
    }
}
