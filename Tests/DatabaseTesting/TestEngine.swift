public import Testing

/// A database engine that tests run on.
public enum TestEngine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite
    case postgres

    /// What the suites that run once an engine run on: `URBANGRID_TEST_ENGINE`, or the embedded one.
    ///
    /// A name that is none of ours must not pass for the default, so it ends the tests.
    public static let current: TestEngine = {
        guard let name = Environment["URBANGRID_TEST_ENGINE"] else { return .sqlite }
        guard let engine = TestEngine(rawValue: name) else {
            preconditionFailure("URBANGRID_TEST_ENGINE is \(name); expected sqlite or postgres")
        }
        return engine
    }()

    /// The engines there are: what the conformance suite runs on.
    public static let available: [TestEngine] = allCases.filter(\.isAvailable)

    public var isAvailable: Bool {
        self == .sqlite || PostgresServer.shared != nil
    }

    public var testDescription: String {
        switch self {
        case .sqlite: "SQLite"
        case .postgres: "PostgreSQL"
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// For what only PostgreSQL has. `./grid test` always starts one.
    public static var onPostgres: Self {
        .enabled(
            if: TestEngine.postgres.isAvailable,
            "URBANGRID_TEST_DATABASE_URL is not set: nothing is tested on PostgreSQL")
    }

    /// For tests of a suite that runs once an engine which look at SQLite itself.
    public static func onlySQLite(_ reason: Comment) -> Self {
        .enabled(if: TestEngine.current == .sqlite, reason)
    }
}
