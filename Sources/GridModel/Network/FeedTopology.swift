/// What hangs on what: which nodes are fed through which transformers, with the switches as they stand.
public struct FeedTopology: Sendable {
    /// A transformer between two nodes.
    public struct Winding: Hashable, Sendable {
        public let transformer: AssetID
        public let high: AssetID
        public let low: AssetID

        public init(transformer: AssetID, high: AssetID, low: AssetID) {
            self.transformer = transformer
            self.high = high
            self.low = low
        }
    }

    private var neighbours: [AssetID: [(node: AssetID, transformer: AssetID?)]] = [:]
    private let windings: [Winding]
    private let sources: Set<AssetID>

    /// - Parameters:
    ///   - branches: the ends of every line and closed switch.
    ///   - sources: the nodes that the grid above feeds.
    public init(branches: [(AssetID, AssetID)], windings: [Winding], sources: Set<AssetID>) {
        self.windings = windings
        self.sources = sources
        for (a, b) in branches { connect(a, b, through: nil) }
        for winding in windings { connect(winding.high, winding.low, through: winding.transformer) }
    }

    /// The nodes that get their energy through these transformers only; nil when there is another way, as in a
    /// closed ring or behind a transformer in parallel.
    public func nodes(below transformers: Set<AssetID>) -> Set<AssetID>? {
        let own = windings.filter { transformers.contains($0.transformer) }
        var found = Set(own.map(\.low))
        var next = Array(found)
        while let node = next.popLast() {
            for (neighbour, transformer) in neighbours[node] ?? []
            where !(transformer.map(transformers.contains) ?? false) && found.insert(neighbour).inserted {
                next.append(neighbour)
            }
        }
        guard found.isDisjoint(with: sources), own.allSatisfy({ !found.contains($0.high) }) else { return nil }
        return found
    }

    private mutating func connect(_ a: AssetID, _ b: AssetID, through transformer: AssetID?) {
        neighbours[a, default: []].append((b, transformer))
        neighbours[b, default: []].append((a, transformer))
    }
}
