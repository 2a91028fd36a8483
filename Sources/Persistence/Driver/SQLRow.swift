public import GridModel

/// One row of a result while it is being visited. Columns count from 0.
///
/// A row is only good inside the closure it was given to.
public protocol SQLRow {
    func isNull(_ column: Int) -> Bool
    /// 0 for NULL.
    func integer(_ column: Int) -> Int64
    /// 0 for NULL.
    func real(_ column: Int) -> Double
    /// Empty for NULL.
    func text(_ column: Int) -> String
    /// The bytes are only good inside `body`; empty for NULL.
    func withBlob<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
}

extension SQLRow {
    public func optionalReal(_ column: Int) -> Double? { isNull(column) ? nil : real(column) }
    public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
    public func int(_ column: Int) -> Int { Int(integer(column)) }
    public func bool(_ column: Int) -> Bool { integer(column) != 0 }
    public func timestamp(_ column: Int) -> Timestamp { Timestamp(secondsSinceEpoch: integer(column)) }
    public func optionalTimestamp(_ column: Int) -> Timestamp? { isNull(column) ? nil : timestamp(column) }
    public func id<Tag>(_ column: Int, as: Identifier<Tag>.Type = Identifier<Tag>.self) -> Identifier<Tag> {
        Identifier(integer(column))
    }
    public func optionalID<Tag>(_ column: Int, as: Identifier<Tag>.Type = Identifier<Tag>.self) -> Identifier<Tag>? {
        isNull(column) ? nil : Identifier(integer(column))
    }
    public func blob(_ column: Int) -> [UInt8] { withBlob(column) { Array($0) } }
}
