package import GridModel
package import Identity
package import Persistence
import Synchronization

/// Counts in memory how often keys are used, and writes it down in batches: a request costs no transaction.
///
/// What a process counted in its last seconds is lost when it is killed. Memory is bounded: with more hours of keys
/// waiting than `capacity`, because the database has been away for long, further ones are not counted, and `lostCount`
/// tells how many requests that were.
package final class APIKeyUseLedger: Sendable {
    /// How long hours are kept.
    package static let keptSeconds: Int64 = 400 * 86_400

    private struct Slot: Hashable {
        let scope: TenantScope
        let key: APIKeyID
        let hour: Timestamp
    }

    private struct Count {
        var requests: Int64 = 0
        var refused: Int64 = 0
        var lastUsedAt: Timestamp?

        mutating func add(_ other: Count) {
            requests += other.requests
            refused += other.refused
            lastUsedAt = [lastUsedAt, other.lastUsedAt].compactMap(\.self).max()
        }
    }

    private struct State {
        var counts: [Slot: Count] = [:]
        /// Those that a transaction has under way.
        var writing: [Slot: Count] = [:]
        var lost: Int64 = 0
        /// When old hours were last deleted.
        var sweptDays: [TenantScope: Timestamp] = [:]
    }

    private let capacity: Int
    private let state = Mutex(State())

    package init(capacity: Int = 20_000) {
        self.capacity = capacity
    }

    package var lostCount: Int64 { state.withLock { $0.lost } }

    package func count(_ key: APIKeyID, of scope: TenantScope, at now: Timestamp, isRefused: Bool) {
        let slot = Slot(scope: scope, key: key, hour: now.floored(toMultipleOf: 3600))
        let count = Count(requests: isRefused ? 0 : 1, refused: isRefused ? 1 : 0, lastUsedAt: isRefused ? nil : now)
        state.withLock { state in
            if state.counts[slot] == nil, state.counts.count >= capacity {
                state.lost += 1
            } else {
                state.counts[slot, default: Count()].add(count)
            }
        }
    }

    /// Requests of a span that are not in the database yet.
    func uncommitted(_ key: APIKeyID, of scope: TenantScope, in span: TimeSpan) -> Int64 {
        state.withLock { state in
            var sum: Int64 = 0
            for counts in [state.counts, state.writing] {
                for (slot, count) in counts where slot.key == key && slot.scope == scope && span.contains(slot.hour) {
                    sum += count.requests
                }
            }
            return sum
        }
    }

    /// Writes what was counted, tenant by tenant. What cannot be written is kept for the next time; where the database did
    /// store it and the answer was lost, it is counted twice then.
    /// - Throws: the first `DatabaseError`, after every tenant was tried.
    package func flush(into database: any Database, now: Timestamp) async throws {
        let batch = state.withLock { state -> [Slot: Count] in
            // One flush at a time: what another has under way is not ours.
            guard state.writing.isEmpty else { return [:] }
            swap(&state.counts, &state.writing)
            return state.writing
        }
        var failure: (any Error)?
        for (scope, slots) in Dictionary(grouping: batch, by: \.key.scope) {
            do {
                try await write(slots.map { ($0.key, $0.value) }, of: scope, into: database, now: now)
                state.withLock { state in for slot in slots { state.writing[slot.key] = nil } }
            } catch {
                failure = failure ?? error
                state.withLock { state in
                    for slot in slots {
                        state.writing[slot.key] = nil
                        state.counts[slot.key, default: Count()].add(slot.value)
                    }
                }
            }
        }
        if let failure { throw failure }
    }

    private func write(
        _ slots: [(slot: Slot, count: Count)], of scope: TenantScope, into database: any Database, now: Timestamp
    ) async throws {
        let today = now.floored(toMultipleOf: 86_400)
        let isSwept = state.withLock { $0.sweptDays[scope] == today }
        try await database.write(scope) { session in
            let repository = APIKeyUseRepository(session)
            for (slot, count) in slots {
                try repository.add(
                    APIKeyUse(hour: slot.hour, requests: count.requests, refused: count.refused), of: slot.key,
                    lastUsedAt: count.lastUsedAt)
            }
            if !isSwept { try repository.delete(before: now - Self.keptSeconds) }
        }
        state.withLock { $0.sweptDays[scope] = today }
    }
}
