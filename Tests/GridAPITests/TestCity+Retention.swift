import GridAPI
import GridModel
import Operations
import Persistence

extension TestCity {
    /// A run is there to be added once; a second asks in vain.
    static let retention = RetentionService(
        state: { state(RetentionPolicy()) },
        set: { policy, _, precondition in
            try precondition(state(RetentionPolicy()))
            guard policy.faults.isEmpty else { throw RetentionRefusal(faults: policy.faults) }
            return state(policy)
        },
        preview: { policy in
            if let policy, !policy.faults.isEmpty { throw RetentionRefusal(faults: policy.faults) }
            return RetentionReport(
                closedBefore: now,
                tables: [
                    RetentionReport.Table(
                        table: .readingBlocks, before: now,
                        stock: RetentionStock(rows: 2, bytes: 400, first: now - 86_400, last: now - 3600)),
                    RetentionReport.Table(table: .anomalies, before: nil, stock: RetentionStock()),
                ])
        },
        run: { _ in job })

    private static func state(_ policy: RetentionPolicy) -> RetentionState {
        RetentionState(policy: policy, closedBefore: policy.rawMonths.map { now - Int64($0) * 86_400 * 30 })
    }
}
