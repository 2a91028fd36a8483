import GridModel

/// The series of a tenant by external name and by number, in little memory: what a reading needs to be checked.
///
/// A table of hashes over one array of bytes, so that a name is found as the bytes that came in. Series are only
/// added, in the order of their numbers.
struct SeriesNames: Sendable {
    struct Entry: Sendable {
        let id: SeriesID
        /// An index of `kinds`.
        let kind: Int
        fileprivate let nameStart: Int
        fileprivate let nameCount: Int
    }

    /// One series of each combination of quantity, interval length and being derived, which is all that checks need.
    private(set) var kinds: [Series] = []
    private(set) var entries: [Entry] = []
    /// Readings before it are closed (`RetentionBoundary`); as of when series were last read in.
    var closedBefore: Timestamp?
    /// Readings of longer ago are refused (`IngestSettings.oldestDays`); as of the same moment.
    var oldestDays = IngestSettings.defaultOldestDays
    private var kindNumbers: [Kind: Int] = [:]
    private var bytes: [UInt8] = []
    /// Indices of `entries`, −1 where free; a power of two of them, at least twice as many as entries.
    private var slots = [Int32](repeating: -1, count: 64)
    private let seed = UInt64.random(in: .min ... .max)

    private struct Kind: Hashable {
        let quantity: Quantity
        let intervalSeconds: Int64
        let isDerived: Bool
    }

    var last: SeriesID? { entries.last?.id }

    /// - Parameter series: numbered higher than all before.
    mutating func append(_ series: Series) {
        let kind = Kind(
            quantity: series.quantity, intervalSeconds: series.intervalSeconds, isDerived: series.isDerived)
        if kindNumbers[kind] == nil {
            kindNumbers[kind] = kinds.count
            kinds.append(series)
        }
        let start = bytes.count
        bytes.append(contentsOf: series.externalName.utf8)
        entries.append(
            Entry(id: series.id, kind: kindNumbers[kind] ?? 0, nameStart: start, nameCount: bytes.count - start))
        if entries.count * 2 > slots.count { grow() } else { place(entries.count - 1) }
    }

    func find(_ name: UnsafeBufferPointer<UInt8>) -> Entry? {
        var slot = firstSlot(name)
        return bytes.withUnsafeBufferPointer { bytes in
            while slots[slot] >= 0 {
                let entry = entries[Int(slots[slot])]
                if Self.same(
                    name, UnsafeBufferPointer(rebasing: bytes[entry.nameStart..<entry.nameStart + entry.nameCount]))
                {
                    return entry
                }
                slot = (slot + 1) & (slots.count - 1)
            }
            return nil
        }
    }

    func find(_ name: String) -> Entry? {
        var name = name
        return name.withUTF8 { find($0) }
    }

    func find(_ target: IncomingReading.Target) -> Entry? {
        switch target {
        case .number(let id): find(id)
        case .externalName(let name): find(name)
        }
    }

    func find(_ id: SeriesID) -> Entry? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].id == id ? entries[low] : nil
    }

    private static func same(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        for index in 0..<a.count where a[index] != b[index] { return false }
        return true
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for index in entries.indices { place(index) }
    }

    private mutating func place(_ index: Int) {
        let entry = entries[index]
        var slot = bytes.withUnsafeBufferPointer {
            firstSlot(UnsafeBufferPointer(rebasing: $0[entry.nameStart..<entry.nameStart + entry.nameCount]))
        }
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(index)
    }

    /// FNV-1a from a seed of the process's own, so that nobody can choose names that collide; its high bits are
    /// mixed in, because the table looks at the low ones.
    private func firstSlot(_ name: UnsafeBufferPointer<UInt8>) -> Int {
        var hash = seed
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
    }
}
