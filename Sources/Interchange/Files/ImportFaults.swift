/// The faults of an import: all are counted, the first ones are kept.
public struct ImportFaults: Hashable, Sendable {
    /// How many are kept.
    public static let keptLimit = 1000

    public private(set) var kept: [ImportFault] = []
    public private(set) var total = 0

    public init() {}

    public var isEmpty: Bool { total == 0 }

    public mutating func add(_ fault: ImportFault) {
        total += 1
        if kept.count < Self.keptLimit { kept.append(fault) }
    }
}
