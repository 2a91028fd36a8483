// swift-tools-version: 6.2
import PackageDescription

// The arrows between these modules are the architecture: see ARCHITECTURE.md.
// scripts/check-module-arrows checks that imports keep to them.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// Numeric kernels are optimised in debug builds too; without this, tests crawl.
let kernels: [CSetting] = [
    .unsafeFlags(["-O2"], .when(configuration: .debug))
]

/// Modules whose loops run over whole years of readings are optimised in debug builds too: the demo trains
/// in a minute there, not in ten. Their tests keep `@testable`, which -O leaves enabled.
let numeric: [SwiftSetting] =
    strict + [
        .unsafeFlags(["-O"], .when(configuration: .debug))
    ]

func numericModule(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: numeric)
}

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "urbangrid",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "urbangrid", targets: ["UrbanGrid"]),
        // What lies below the server, for Benchmarks/ only: no promise to anyone else. (SwiftPM's word for a product
        // that other packages import.)
        .library(
            name: "UrbanGridCore",
            targets: [
                "GridModel", "Interchange", "Learning", "Operations", "Persistence", "PostgresDriver", "SQLiteDriver",
                "Telemetry",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.30.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit.git", from: "5.7.1"),
    ],
    targets: [
        // MARK: Pure: values and mathematics, no I/O
        .target(name: "CEmbeddedFiles"),
        .target(name: "CLearningKernels", cSettings: kernels),
        .target(name: "CTelemetryKernels", cSettings: kernels),
        .systemLibrary(
            name: "CXLSXWriter", pkgConfig: "xlsxwriter",
            providers: [.apt(["libxlsxwriter-dev"]), .brew(["libxlsxwriter"])]),
        .systemLibrary(
            name: "CBson", pkgConfig: "libbson-1.0", providers: [.apt(["libbson-dev"]), .brew(["mongo-c-driver"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CMosquitto", pkgConfig: "libmosquitto",
            providers: [.apt(["libmosquitto-dev"]), .brew(["mosquitto"])]),
        numericModule("Detection", ["GridModel", "Learning"]),
        numericModule("Forecasting", ["GridModel", "Learning"]),
        numericModule("GridModel"),
        .target(
            name: "Identity",
            dependencies: [
                "CEmbeddedFiles", "GridModel", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"), .product(name: "JWTKit", package: "jwt-kit"),
            ],
            exclude: ["Passwords/CommonPasswords.bin"],
            swiftSettings: strict
        ),
        // The door of line protocol parses hundreds of thousands of readings a second.
        numericModule("Interchange", ["CBson", "CExpat", "CZlib", "GridModel", "Telemetry"]),
        numericModule("Learning", ["CLearningKernels"]),
        numericModule("Telemetry", ["CTelemetryKernels", "GridModel"]),

        // MARK: Persistence
        module("Jobs", ["GridModel", "Persistence"]),
        module("Persistence", ["GridModel", "Identity", "Telemetry"]),
        module(
            "SQLiteDriver",
            [
                "GridModel", "Persistence", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),

        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        module(
            "PostgresDriver",
            [
                "CLibPQ", "GridModel", "Persistence", .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),

        module(
            "RedisDriver",
            [
                "Identity", "Observability", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),

        // MARK: The world outside
        module(
            "Integrations",
            [
                "GridModel", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),

        // MARK: Serving
        .target(
            name: "GridAPI",
            dependencies: [
                "CEmbeddedFiles", "GridModel", "Identity", "LiveUpdates", "Observability", "Operations", "Persistence",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["OpenAPI/openapi.json"],
            swiftSettings: strict
        ),
        module("LiveUpdates", ["GridModel"]),
        module("MQTTDoor", ["CMosquitto"]),
        module(
            "Observability",
            [
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        module(
            "Operations",
            [
                "Detection", "Forecasting", "GridModel", "Identity", "Integrations", "Interchange", "Learning",
                "Observability", "Persistence", "Spreadsheets", "Telemetry",
            ]),
        module("Spreadsheets", ["CXLSXWriter"]),

        // MARK: The program
        .executableTarget(
            name: "UrbanGrid",
            dependencies: [
                "GridAPI", "GridModel", "Identity", "Integrations", "Jobs", "LiveUpdates", "MQTTDoor", "Observability",
                "Operations",
                "Persistence", "PostgresDriver", "RedisDriver", "SQLiteDriver",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        // MARK: Tests
        .target(
            name: "DatabaseTesting",
            dependencies: ["CLibPQ", "GridModel", "Persistence", "PostgresDriver", "SQLiteDriver"],
            path: "Tests/DatabaseTesting",
            swiftSettings: strict
        ),
        tests("ConformanceTests", ["DatabaseTesting", "GridModel", "Identity", "Persistence", "PostgresDriver"]),
        tests("DetectionTests", ["Detection", "GridModel", "Learning"]),
        tests("ForecastingTests", ["Forecasting", "GridModel", "Learning"]),
        tests(
            "GridAPITests",
            [
                "GridAPI", "GridModel", "Identity", "LiveUpdates", "Observability", "Operations", "Persistence",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        tests("GridModelTests", ["GridModel"]),
        tests(
            "IntegrationsTests",
            [
                "GridModel", "Integrations", .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        tests("IdentityTests", ["GridModel", "Identity", .product(name: "Crypto", package: "swift-crypto")]),
        tests("InterchangeTests", ["GridModel", "Interchange", "Telemetry"]),
        tests("JobsTests", ["DatabaseTesting", "GridModel", "Jobs", "Persistence"]),
        .testTarget(
            name: "LearningTests",
            dependencies: ["CLearningKernels", "Learning"],
            exclude: ["Golden/make_golden.py"],
            resources: [.copy("Golden/golden.safetensors")],
            swiftSettings: strict
        ),
        tests("LiveUpdatesTests", ["GridModel", "LiveUpdates"]),
        tests("MQTTDoorTests", ["MQTTDoor"]),
        tests(
            "ObservabilityTests",
            [
                "Observability", .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        tests(
            "OperationsTests",
            [
                "DatabaseTesting", "Detection", "Forecasting", "GridModel", "Identity", "Integrations", "Interchange",
                "Learning", "Operations", "Persistence", "SQLiteDriver", "Telemetry",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        tests("PersistenceTests", ["DatabaseTesting", "GridModel", "Identity", "Persistence", "Telemetry"]),
        tests("PostgresDriverTests", ["GridModel", "Persistence", "PostgresDriver"]),
        tests(
            "RedisDriverTests",
            ["GridModel", "Identity", "Observability", "RedisDriver", .product(name: "NIOCore", package: "swift-nio")]),
        tests("TelemetryTests", ["CTelemetryKernels", "GridModel", "Telemetry"]),
    ]
)
