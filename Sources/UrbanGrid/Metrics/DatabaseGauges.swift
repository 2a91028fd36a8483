import Logging
import Observability
import Persistence
import ServiceLifecycle
import Synchronization

/// How large the database is, as it was last looked at: it is all tenants' together.
final class DatabaseGauges: Service {
    private static let pause: Duration = .seconds(15)

    private let database: any Database
    private let logger: Logger
    private let bytes = Mutex<Int?>(nil)

    init(database: any Database, logger: Logger) {
        self.database = database
        self.logger = logger
    }

    func run() async throws {
        await look()
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() { await look() }
    }

    /// None before the first look.
    func families() -> [MetricFamily] {
        bytes.withLock { $0 }.map {
            [.gauge("urbangrid_database_size_bytes", "The database without its log.", Double($0))]
        } ?? []
    }

    private func look() async {
        do {
            let size = try await database.readUnscoped { try $0.databaseBytes() }
            bytes.withLock { $0 = size }
        } catch is CancellationError {
            return
        } catch {
            logger.error("The database's size cannot be read", metadata: ["error": "\(String(reflecting: error))"])
        }
    }
}
