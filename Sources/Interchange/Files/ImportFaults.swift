/// The faults of an import: all are counted, the first ones are kept.
public struct ImportFaults: Hashable, Sendable {
    /// How many are kept.
    public static let keptLimit = 1000
    /// How many `text` names.
    public static let shownLimit = 50

    public private(set) var kept: [ImportFault] = []
    public private(set) var total = 0

    public init() {}

    public var isEmpty: Bool { total == 0 }

    /// The first ones for a terminal, one on a line, and how many more there are.
    public var text: String {
        let shown = kept.prefix(Self.shownLimit).map(\.description)
        let more = total - shown.count
        return (more > 0 ? shown + ["… and \(more) more."] : shown).joined(separator: "\n")
    }

    public mutating func add(_ fault: ImportFault) {
        total += 1
        if kept.count < Self.keptLimit { kept.append(fault) }
    }

    /// Counts faults that are named nowhere.
    public mutating func addUnnamed(_ count: Int) { total += count }
}
