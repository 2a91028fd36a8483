package import GridModel
package import Identity
package import Persistence
import Synchronization

/// A request that somebody sent who is known, and who may not do what they asked for.
package struct AccessRefusal: Hashable, Sendable {
    package let actor: Actor
    /// The tenant they asked in; nil: the platform, where they are in none.
    package let scope: TenantScope?
    /// Method and route template, such as `GET /api/v1/zones/{id}`: no value of the request.
    package let route: String
    /// What the route asks for.
    package let needs: String

    package init(actor: Actor, scope: TenantScope?, route: String, needs: String) {
        self.actor = actor
        self.scope = scope
        self.route = route
        self.needs = needs
    }
}

/// Gathers refusals in memory and writes them into the audit logs in batches: no request waits for the log of its refusal.
///
/// A flood fills neither memory nor disk: the same person or key at the same route is told of once a minute, a log takes
/// `mostPerMinute`, and `capacity` may wait. What is beyond is counted.
package final class RefusalLedger: Sendable {
    private struct Subject: Hashable {
        let scope: TenantScope?
        let kind: Actor.Kind
        let id: String
        let route: String
    }

    private struct Waiting {
        let refusal: AccessRefusal
        let at: Timestamp
    }

    private struct State {
        var lastTold: RecentlyUsed<Subject, Timestamp>
        /// Of this minute, by log.
        var told: [TenantScope?: Int] = [:]
        var minute = Timestamp.epoch
        var waiting: [Waiting] = []
        var repeated: Int64 = 0
        var lost: Int64 = 0
    }

    package static let quietSeconds: Int64 = 60
    package static let mostPerMinute = 60

    private let capacity: Int
    private let state: Mutex<State>

    package init(capacity: Int = 1000) {
        self.capacity = capacity
        state = Mutex(State(lastTold: RecentlyUsed(capacity: 10_000)))
    }

    /// Refusals that were told of within the minute already.
    package var repeatedCount: Int64 { state.withLock { $0.repeated } }

    /// Refusals that no log tells of, because too many came.
    package var lostCount: Int64 { state.withLock { $0.lost } }

    package func add(_ refusal: AccessRefusal, at now: Timestamp) {
        let subject = Subject(
            scope: refusal.scope, kind: refusal.actor.kind, id: refusal.actor.id, route: refusal.route)
        state.withLock { state in
            if let last = state.lastTold.value(subject), now - last < Self.quietSeconds {
                state.repeated += 1
                return
            }
            let minute = now.floored(toMultipleOf: 60)
            if minute != state.minute {
                state.minute = minute
                state.told.removeAll(keepingCapacity: true)
            }
            guard state.waiting.count < capacity, state.told[refusal.scope, default: 0] < Self.mostPerMinute else {
                state.lost += 1
                return
            }
            state.lastTold.set(now, for: subject)
            state.told[refusal.scope, default: 0] += 1
            state.waiting.append(Waiting(refusal: refusal, at: now))
        }
    }

    /// Writes what waits, log by log. What cannot be written waits for the next time, as far as there is room.
    /// - Throws: the first `DatabaseError`, after every log was tried.
    package func flush(into database: any Database) async throws {
        let batch = state.withLock { state -> [Waiting] in
            defer { state.waiting = [] }
            return state.waiting
        }
        var failure: (any Error)?
        for (scope, refusals) in Dictionary(grouping: batch, by: \.refusal.scope) {
            do {
                try await Self.write(refusals.map { (Self.event($0.refusal), $0.at) }, to: scope, database)
            } catch {
                failure = failure ?? error
                state.withLock { state in
                    let room = max(0, capacity - state.waiting.count)
                    state.lost += Int64(max(0, refusals.count - room))
                    state.waiting = Array(refusals.prefix(room)) + state.waiting
                }
            }
        }
        if let failure { throw failure }
    }

    private static func write(
        _ events: [(event: AuditEvent, at: Timestamp)], to scope: TenantScope?, _ database: any Database
    ) async throws {
        guard let scope else {
            return try await database.writeUnscoped { connection in
                let log = AuditRepository(platform: connection)
                for (event, moment) in events { try log.add(event, at: moment) }
            }
        }
        try await database.write(scope) { session in
            let log = AuditRepository(session)
            for (event, moment) in events { try log.add(event, at: moment) }
        }
    }

    private static func event(_ refusal: AccessRefusal) -> AuditEvent {
        AuditEvent(
            actor: refusal.actor, action: "access.refuse", outcome: .refused, objectKind: "route",
            objectID: refusal.route, after: "{\"needs\":\"\(refusal.needs)\"}")
    }
}
