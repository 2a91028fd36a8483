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

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "urbangrid",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // MARK: Pure: values and mathematics, no I/O
        .target(name: "CLearningKernels", cSettings: kernels),
        module("Detection", ["GridModel", "Learning"]),
        module("Forecasting", ["GridModel", "Learning"]),
        module("GridModel"),
        module("Learning", ["CLearningKernels"]),

        // MARK: Tests
        tests("DetectionTests", ["Detection", "GridModel", "Learning"]),
        tests("ForecastingTests", ["Forecasting", "GridModel", "Learning"]),
        tests("GridModelTests", ["GridModel"]),
    ]
)
