public import Foundation
public import GridModel
public import Persistence
public import PostgresDriver
import SQLiteDriver

/// A database of the test's own, on the engine it is tested on, that goes away with this object.
public final class TemporaryDatabase: Sendable {
    /// As whom PostgreSQL is used.
    public enum Role: Sendable {
        /// As the program serves: may change rows, no tables.
        case application
        /// May also change tables, and is bound by row-level security all the same.
        case owner
    }

    public let engine: TestEngine
    public let database: any Database
    /// For files of the test's, whatever the engine.
    public let directory: URL
    /// On PostgreSQL.
    private let name: String?

    /// Without any table.
    public convenience init(
        _ engine: TestEngine = .current, _ configure: (inout PostgresOptions) -> Void = { _ in }
    ) async throws {
        try await self.init(engine, isMigrated: false, as: .owner, configure)
    }

    /// With the schema of this program.
    public static func migrated(
        _ engine: TestEngine = .current, as role: Role = .application,
        _ configure: (inout PostgresOptions) -> Void = { _ in }
    ) async throws -> TemporaryDatabase {
        try await TemporaryDatabase(engine, isMigrated: true, as: role, configure)
    }

    private init(
        _ engine: TestEngine, isMigrated: Bool, as role: Role, _ configure: (inout PostgresOptions) -> Void
    ) async throws {
        self.engine = engine
        directory = FileManager.default.temporaryDirectory.appending(path: "urbangrid-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        switch engine {
        case .sqlite:
            name = nil
            database = try Self.sqlite(in: directory)
            if isMigrated { try await Migrator().migrate(database) }
        case .postgres:
            guard let server = PostgresServer.shared else { throw NoPostgresError() }
            let name = "test_" + UUID().uuidString.replacing("-", with: "").lowercased()
            let template = try await PostgresTemplate.name(migrated: isMigrated)
            try await server.execute("CREATE DATABASE \(name) OWNER \(PostgresServer.owner) TEMPLATE \(template)")
            self.name = name
            database = PostgresDatabase(Self.options(server, name, role, configure))
        }
    }

    /// The same database once more, as another process has it.
    public func again(
        as role: Role = .owner, _ configure: (inout PostgresOptions) -> Void = { _ in }
    ) throws -> any Database {
        guard let name, let server = PostgresServer.shared else { return try Self.sqlite(in: directory) }
        return PostgresDatabase(Self.options(server, name, role, configure))
    }

    /// PostgreSQL's address of this database, for what connects by itself; nil on SQLite.
    public func url(as role: Role) -> String? {
        guard let name else { return nil }
        return PostgresServer.shared?.url(database: name, role: Self.login(role))
    }

    /// As an operator, a crash of the server's or a broken network ends them all; nothing on SQLite.
    public func endConnections() async throws {
        guard let name else { return }
        try await PostgresServer.shared?.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '\(name)'")
    }

    public func tenant(_ code: String) async throws -> TenantScope {
        let tenant = try await database.writeUnscoped {
            try TenantDirectory($0).create(
                code: code, name: code, timeZone: "America/Los_Angeles", locale: "en-US", currency: "USD", at: .epoch)
        }
        return TenantScope(tenant: tenant.id)
    }

    deinit {
        // What stays of it harms no other test.
        try? FileManager.default.removeItem(at: directory)
        guard let name else { return }
        Task { [database] in
            try? await database.close()
            PostgresServer.shared?.drop(name)
        }
    }

    private static func sqlite(in directory: URL) throws -> any Database {
        try SQLiteDatabase(path: directory.appending(path: "city.sqlite").path)
    }

    private static func options(
        _ server: PostgresServer, _ name: String, _ role: Role, _ configure: (inout PostgresOptions) -> Void
    ) -> PostgresOptions {
        var options = PostgresOptions(
            connection: server.url(database: name, role: login(role)),
            ownerConnection: server.url(database: name, role: login(.owner)))
        // Many tests run side by side: a crowded machine must not look like a busy database.
        options.maximumConnections = 4
        options.acquireTimeout = .seconds(120)
        configure(&options)
        return options
    }

    private static func login(_ role: Role) -> String {
        switch role {
        case .application: PostgresServer.application
        case .owner: PostgresServer.owner
        }
    }
}
