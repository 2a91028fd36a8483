public import GridModel
public import Persistence
public import Telemetry

/// The use case behind bulk imports: whole columns of readings, all of them or none, durable on return.
///
/// The importer hands in one column at a time and need not hold more than that:
///
///     let receipt = try await IngestColumns(database: database, scope: scope)(now: now, source: "simbench") { load in
///         for point in network.loadPoints { try load.add(column(of: point), to: series[point.code]) }
///     }
public struct IngestColumns: Sendable {
    private let database: any Database
    private let scope: TenantScope

    public init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    /// - Parameters:
    ///   - now: nothing that ends later is accepted, but for a tolerance.
    ///   - source: who brings them, for the revision log.
    ///   - deliver: adds the columns, inside the transaction. When it throws, nothing is stored.
    /// - Throws: what `deliver` throws: `IngestRefusal` from `ColumnLoad.add`, `DatabaseError`.
    @discardableResult
    public func callAsFunction(
        now: Timestamp, source: String, _ deliver: @escaping @Sendable (inout ColumnLoad) throws -> Void
    ) async throws -> IngestReceipt {
        try await database.write(scope) { session in
            var load = ColumnLoad(session, now: now, source: source)
            try deliver(&load)
            return try load.finish()
        }
    }
}

/// A bulk import under way, inside its transaction.
public struct ColumnLoad {
    /// About a megabyte of payload.
    private static let blocksAtOnce = 4096

    private let session: TenantSession
    private let repository: SeriesRepository
    private let now: Timestamp
    private var known: [SeriesID: (series: Series, validator: ReadingValidator)] = [:]
    private var store: ReadingStore

    /// For imports that store more than readings in the same transaction; `finish` ends it.
    package init(_ session: TenantSession, now: Timestamp, source: String) {
        self.session = session
        repository = SeriesRepository(session)
        store = ReadingStore(session, now: now, source: source, blocksAtOnce: Self.blocksAtOnce)
        self.now = now
    }

    /// Stores what is still in memory.
    /// - Returns: what has been done; durable when the transaction is.
    package mutating func finish() throws -> IngestReceipt {
        try store.finish()
        return store.tally.receipt
    }

    /// Merges a column into what is stored of the series. Columns of a series come in any order.
    ///
    /// - Throws: `IngestRefusal`, whose indices count the places of the column: give up the transaction
    ///   then, as nothing of a refused import may stay. `DatabaseError`.
    public mutating func add(_ column: ReadingColumn, to id: SeriesID) throws {
        let (series, validator) = try target(id)
        let faults = validator.faults(in: column, limit: IngestReadings.faultsNamed)
        guard faults.isEmpty else { throw IngestRefusal(faults, in: series) }
        try store.merge(column, into: series)
    }

    private mutating func target(_ id: SeriesID) throws -> (series: Series, validator: ReadingValidator) {
        if let target = known[id] { return target }
        guard let series = try repository.series(id) else {
            throw IngestRefusal(faults: [
                ReadingFault(
                    index: 0, field: "seriesId", message: "There is no series \(id).",
                    expected: "the id of a series that exists")
            ])
        }
        let target = (
            series, ReadingValidator(series: series, now: now, closedBefore: try RetentionBoundary.stored(session))
        )
        known[id] = target
        return target
    }
}

extension IngestRefusal {
    fileprivate init(_ faults: [ColumnFault], in series: Series) {
        self.init(
            faults: faults.map {
                ReadingFault(
                    index: $0.index, field: $0.fault.field == .series ? "seriesId" : $0.fault.field.rawValue,
                    message: "\(series.externalName): \($0.fault.message)", expected: $0.fault.expected)
            })
    }
}
