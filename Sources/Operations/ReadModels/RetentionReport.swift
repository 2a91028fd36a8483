package import GridModel
package import Persistence

/// What a retention run deletes, or would.
package struct RetentionReport: Hashable, Sendable {
    package struct Table: Hashable, Sendable {
        package let table: RetainedTable
        /// What was older than this; nil where nothing is deleted.
        package let before: Timestamp?
        package internal(set) var stock: RetentionStock

        package init(table: RetainedTable, before: Timestamp?, stock: RetentionStock) {
            self.table = table
            self.before = before
            self.stock = stock
        }
    }

    /// Readings before this are no longer taken in; nil: all are.
    package let closedBefore: Timestamp?
    package internal(set) var tables: [Table]

    package init(closedBefore: Timestamp?, tables: [Table]) {
        self.closedBefore = closedBefore
        self.tables = tables
    }

    package var rows: Int { tables.map(\.stock.rows).reduce(0, +) }
}

/// A tenant's policy and how far it has been applied.
package struct RetentionState: Hashable, Sendable {
    package let policy: RetentionPolicy
    package let closedBefore: Timestamp?

    package init(policy: RetentionPolicy, closedBefore: Timestamp?) {
        self.policy = policy
        self.closedBefore = closedBefore
    }
}
