import Synchronization

/// How many connections a server has.
final class ConnectionCount: Sendable {
    private let connections = Atomic(0)

    var value: Int { connections.load(ordering: .relaxed) }

    func add() { connections.add(1, ordering: .relaxed) }

    func remove() { connections.subtract(1, ordering: .relaxed) }
}
