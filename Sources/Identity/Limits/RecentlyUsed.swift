/// A dictionary of bounded size: a new key takes the place of the one that was not used for longest.
public struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Node: Sendable {
        let key: Key
        var value: Value
        /// Places in `nodes`; -1: none.
        var newer: Int
        var older: Int
    }

    private let capacity: Int
    private var places: [Key: Int] = [:]
    private var nodes: [Node] = []
    private var newest = -1
    private var oldest = -1

    /// - Parameter capacity: at least 1.
    public init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    public var count: Int { nodes.count }

    /// Counts as a use.
    public mutating func value(_ key: Key) -> Value? {
        guard let place = places[key] else { return nil }
        touch(place)
        return nodes[place].value
    }

    public mutating func set(_ value: Value, for key: Key) {
        if let place = places[key] {
            nodes[place].value = value
            touch(place)
        } else if nodes.count < capacity {
            nodes.append(Node(key: key, value: value, newer: -1, older: -1))
            places[key] = nodes.count - 1
            linkAsNewest(nodes.count - 1)
        } else {
            let place = oldest
            unlink(place)
            places[nodes[place].key] = nil
            nodes[place] = Node(key: key, value: value, newer: -1, older: -1)
            places[key] = place
            linkAsNewest(place)
        }
    }

    public mutating func removeAll() {
        self = RecentlyUsed(capacity: capacity)
    }

    // MARK: The order

    private mutating func touch(_ place: Int) {
        guard place != newest else { return }
        unlink(place)
        linkAsNewest(place)
    }

    private mutating func unlink(_ place: Int) {
        let (newer, older) = (nodes[place].newer, nodes[place].older)
        if newer >= 0 { nodes[newer].older = older } else { newest = older }
        if older >= 0 { nodes[older].newer = newer } else { oldest = newer }
    }

    private mutating func linkAsNewest(_ place: Int) {
        nodes[place].newer = -1
        nodes[place].older = newest
        if newest >= 0 { nodes[newest].newer = place } else { oldest = place }
        newest = place
    }
}
