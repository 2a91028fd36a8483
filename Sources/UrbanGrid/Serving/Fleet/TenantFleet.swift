import GridAPI
import GridModel
import Logging
import Observability
import Operations
import Persistence
import ServiceLifecycle
import Synchronization

/// Runs every active tenant, each with its own services: begins when a tenant is made or resumed, ends when it is
/// suspended, and begins anew when its settings change, while its requests are answered all along. What goes wrong in
/// one does not end the others.
final class TenantFleet: Service {
    /// Makes what runs for a tenant; throws when it cannot be served, such as for a time zone that is not known.
    typealias Make = @Sendable (Tenant) async throws -> CityRuntime

    /// Tenants are looked at so often, besides whenever a change is told.
    private static let pause: Duration = .seconds(10)

    private struct Running {
        let runtime: CityRuntime
        let group: ServiceGroup
        let task: Task<Void, Never>
        let hasEnded: Flag
    }

    /// Those whose requests are answered.
    private struct Served {
        var runtimes: [TenantID: CityRuntime] = [:]
        /// Closed since the tenants were last looked at: what was read of them may be from before.
        var closed: Set<TenantID> = []

        mutating func set(_ runtime: CityRuntime) {
            if !closed.contains(runtime.tenant.id) { runtimes[runtime.tenant.id] = runtime }
        }
    }

    /// Set once, by another task.
    private final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    private let installation: Installation
    private let make: Make
    private let served = Mutex(Served())
    /// Changed by `run` alone; in a lock so that a cancel reaches them.
    private let running = Mutex<[TenantID: Running]>([:])

    init(_ installation: Installation, make: @escaping Make) {
        self.installation = installation
        self.make = make
        installation.registry.collect { [self] in runtimes.flatMap { $0.families() } }
    }

    /// Those that are served now, by number.
    var runtimes: [CityRuntime] { served.withLock { $0.runtimes.values.sorted { $0.tenant.id < $1.tenant.id } } }

    /// What the tenant's requests are answered with; nil when it is suspended or being deleted.
    /// - Throws: `Problem`, 503 while an active tenant's services do not run yet and 421 where another tenant is the only
    ///   one that is served; `DatabaseError`
    func city(_ scope: TenantScope) async throws -> TenantCity? {
        if let runtime = served.withLock({ $0.runtimes[scope.tenant] }) { return runtime.city }
        let tenants = try await installation.database.readUnscoped { try TenantDirectory($0).all() }
        guard let tenant = tenants.first(where: { $0.id == scope.tenant }), tenant.state == .active else { return nil }
        guard isServedHere(tenant) else {
            throw Problem(.misdirectedRequest, "This server serves one tenant, and that is another.")
        }
        throw Problem.unavailable("The tenant's services are just beginning.", retryAfter: 1)
    }

    /// Serves a tenant no longer from this moment on; its services end with the next look at the tenants.
    func close(_ tenant: TenantID) {
        served.withLock {
            $0.runtimes[tenant] = nil
            $0.closed.insert(tenant)
        }
    }

    /// Makes what serves the tenants there are now, so that the first request finds them.
    /// - Throws: `DatabaseError`
    func prepare() async throws {
        for tenant in try await wanted() {
            if let runtime = await made(tenant) { served.withLock { $0.set(runtime) } }
        }
    }

    func run() async throws {
        await withTaskCancellationHandler {
            await lookAgain()
            let changes = installation.database.notifications(on: .identity)
            for await _ in AsyncTicks(every: Self.pause).orSooner(changes).cancelOnGracefulShutdown() {
                await lookAgain()
            }
            let last = running.withLock { $0 }
            for one in last.values { await one.group.triggerGracefulShutdown() }
            for one in last.values { await one.task.value }
        } onCancel: {
            for one in running.withLock({ $0 }).values { one.task.cancel() }
        }
    }

    private func lookAgain() async {
        served.withLock { $0.closed = [] }
        do {
            try await reconcile(with: try await wanted())
        } catch is CancellationError {
            return
        } catch {
            // Those that run go on.
            installation.logger.error(
                "The tenants cannot be looked at", metadata: ["error": "\(String(reflecting: error))"])
        }
    }

    private func reconcile(with tenants: [Tenant]) async throws {
        let wanted = Dictionary(uniqueKeysWithValues: tenants.map { ($0.id, $0) })
        for (id, one) in running.withLock({ $0 }) {
            let isSame = wanted[id] == one.runtime.tenant && !one.hasEnded.isSet.load(ordering: .acquiring)
            if isSame {
                // Closed and resumed before anybody looked.
                served.withLock { $0.set(one.runtime) }
                continue
            }
            let next: CityRuntime? = if let tenant = wanted[id] { await made(tenant) } else { nil }
            // What cannot be made with the new settings goes on with the old ones.
            if next == nil, wanted[id] != nil, !one.hasEnded.isSet.load(ordering: .acquiring) { continue }
            served.withLock {
                $0.runtimes[id] = nil
                if let next { $0.set(next) }
            }
            await one.group.triggerGracefulShutdown()
            await one.task.value
            running.withLock { $0[id] = nil }
            installation.logger.info("A tenant's services ended", metadata: ["tenant": "\(one.runtime.tenant.code)"])
        }
        for tenant in tenants where running.withLock({ $0[tenant.id] }) == nil {
            let prepared = served.withLock { $0.runtimes[tenant.id] }
            guard let runtime = prepared?.tenant == tenant ? prepared : await made(tenant) else { continue }
            served.withLock { $0.set(runtime) }
            start(runtime)
        }
    }

    private func start(_ runtime: CityRuntime) {
        let (logger, tenant) = (installation.logger, runtime.tenant)
        let group = ServiceGroup(services: runtime.services(), logger: logger)
        let hasEnded = Flag()
        let task = Task {
            do {
                try await group.run()
            } catch is CancellationError {
                logger.info("A tenant's services were cancelled", metadata: ["tenant": "\(tenant.code)"])
            } catch {
                logger.error(
                    "The services of a tenant failed; they begin again with the next look at the tenants",
                    metadata: ["tenant": "\(tenant.code)", "error": "\(String(reflecting: error))"])
            }
            hasEnded.isSet.store(true, ordering: .releasing)
        }
        running.withLock {
            $0[tenant.id] = Running(runtime: runtime, group: group, task: task, hasEnded: hasEnded)
        }
    }

    private func made(_ tenant: Tenant) async -> CityRuntime? {
        do {
            return try await make(tenant)
        } catch {
            installation.logger.error(
                "A tenant cannot be served", metadata: ["tenant": "\(tenant.code)", "error": "\(error)"])
            return nil
        }
    }

    private func wanted() async throws -> [Tenant] {
        return try await installation.database.readUnscoped { try TenantDirectory($0).all() }
            .filter { $0.state == .active && isServedHere($0) }
    }

    private func isServedHere(_ tenant: Tenant) -> Bool {
        installation.options.onlyTenant.map { $0 == tenant.code } ?? true
    }
}
