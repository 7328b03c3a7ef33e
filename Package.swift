// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
/// Numerics are optimised in debug builds too: the reference vectors run through them in every test run.
let numerics: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
let kernels: [CSetting] = [.treatAllWarnings(as: .error), .unsafeFlags(["-O2"], .when(configuration: .debug))]
let wideCharacters: [CSetting] = [
    .define("_XOPEN_SOURCE_EXTENDED"), .define("_GNU_SOURCE"), .define("NCURSES_WIDECHAR", to: "1"),
    .treatAllWarnings(as: .error),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "magnus",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    ],
    targets: [
        // Level 0: mathematics, the terminal kit, C shims.
        .target(name: "CKernels", cSettings: kernels),
        .target(
            name: "CNcurses", cSettings: wideCharacters,
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .target(
            name: "CCurl", cSettings: [.treatAllWarnings(as: .error)], linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "MagnusQuant", dependencies: ["CKernels"], swiftSettings: numerics),
        .target(name: "MagnusTerminal", dependencies: [toml], swiftSettings: strict),

        // Level 1: vocabulary, HTTP, the ncurses backend.
        .target(name: "MagnusDomain", dependencies: ["MagnusQuant"], swiftSettings: strict),
        .target(name: "MagnusNet", dependencies: ["CCurl"], swiftSettings: strict),
        .target(name: "MagnusCurses", dependencies: ["MagnusTerminal", "CNcurses"], swiftSettings: strict),

        // Level 2: analysis, store, connectors, the desk.
        .target(name: "MagnusAnalysis", dependencies: ["MagnusDomain", "MagnusQuant"], swiftSettings: numerics),
        .target(name: "MagnusStore", dependencies: ["MagnusDomain", "MagnusQuant", grdb], swiftSettings: strict),
        .target(name: "MagnusConnectors", dependencies: ["MagnusDomain", "MagnusQuant"], swiftSettings: strict),
        .target(name: "MagnusDesk", dependencies: ["MagnusDomain"], swiftSettings: strict),

        // Level 3: the embedded world, monitors, screens.
        .target(
            name: "MagnusSimulation", dependencies: ["MagnusAnalysis", "MagnusDomain", "MagnusQuant"],
            swiftSettings: numerics),
        .target(
            name: "MagnusMonitors", dependencies: ["MagnusAnalysis", "MagnusDomain", "MagnusQuant"],
            swiftSettings: strict),
        .target(
            name: "MagnusDashboard", dependencies: ["MagnusDesk", "MagnusDomain", "MagnusTerminal"],
            swiftSettings: strict),

        // Level 4: the assistant.
        .target(
            name: "MagnusAssistant", dependencies: ["MagnusAnalysis", "MagnusDomain", "MagnusQuant"],
            swiftSettings: numerics),

        // Level 5 and 6: the engine and the program.
        .target(
            name: "MagnusEngine",
            dependencies: [
                "MagnusAssistant", "MagnusMonitors", "MagnusSimulation", "MagnusAnalysis", "MagnusStore", "MagnusDesk",
                "MagnusDomain", "MagnusQuant", deque, logging,
            ], swiftSettings: strict),
        .executableTarget(
            name: "magnus",
            dependencies: [
                "MagnusEngine", "MagnusMonitors", "MagnusSimulation", "MagnusConnectors", "MagnusAnalysis",
                "MagnusStore", "MagnusDesk", "MagnusDashboard", "MagnusDomain", "MagnusQuant",
                "MagnusTerminal", "MagnusCurses", arguments, toml, logging,
            ], swiftSettings: strict),

        // Measurements; Scripts/benchmark runs them.
        .executableTarget(
            name: "magnus-benchmark",
            dependencies: [
                "MagnusEngine", "MagnusSimulation", "MagnusAnalysis", "MagnusStore", "MagnusDashboard", "MagnusDesk",
                "MagnusDomain", "MagnusQuant", "MagnusTerminal", "MagnusCurses",
            ], path: "Benchmarks/MagnusBenchmark", swiftSettings: strict),

        // Tests.
        .executableTarget(
            name: "terminal-probe", dependencies: ["MagnusTerminal", "MagnusCurses"], path: "Tests/TerminalProbe",
            swiftSettings: strict),
        .testTarget(name: "MagnusQuantTests", dependencies: ["MagnusQuant"], swiftSettings: strict),
        .testTarget(
            name: "MagnusTerminalTests", dependencies: ["MagnusTerminal", toml], swiftSettings: strict),
        .testTarget(
            name: "MagnusCursesTests", dependencies: ["MagnusTerminal", "MagnusCurses", "terminal-probe"],
            swiftSettings: strict),
        .testTarget(name: "MagnusNetTests", dependencies: ["MagnusNet"], swiftSettings: strict),
        .testTarget(
            name: "MagnusDomainTests", dependencies: ["MagnusDomain", "MagnusQuant"], swiftSettings: strict),
        .testTarget(
            name: "MagnusAnalysisTests", dependencies: ["MagnusAnalysis", "MagnusDomain", "MagnusQuant"],
            swiftSettings: strict),
        .testTarget(
            name: "MagnusSimulationTests",
            dependencies: ["MagnusSimulation", "MagnusAnalysis", "MagnusDomain", "MagnusQuant"],
            swiftSettings: strict),
        .testTarget(
            name: "MagnusMonitorsTests",
            dependencies: ["MagnusMonitors", "MagnusAnalysis", "MagnusDomain", "MagnusQuant"],
            swiftSettings: strict),
        .testTarget(
            name: "MagnusAssistantTests",
            dependencies: ["MagnusAssistant", "MagnusAnalysis", "MagnusDomain", "MagnusQuant"],
            swiftSettings: strict),
        .testTarget(
            name: "MagnusConnectorsTests", dependencies: ["MagnusConnectors", "MagnusDomain", "MagnusQuant"],
            swiftSettings: strict),
        .testTarget(
            name: "MagnusDashboardTests",
            dependencies: ["MagnusDashboard", "MagnusDesk", "MagnusDomain", "MagnusQuant", "MagnusTerminal"],
            exclude: ["Snapshots"], swiftSettings: strict),
        .testTarget(
            name: "MagnusStoreTests", dependencies: ["MagnusStore", "MagnusDomain", "MagnusQuant", grdb],
            swiftSettings: strict),
        .testTarget(name: "MagnusDeskTests", dependencies: ["MagnusDesk", "MagnusDomain"], swiftSettings: strict),
        .testTarget(
            name: "MagnusEngineTests",
            dependencies: [
                "MagnusEngine", "MagnusMonitors", "MagnusSimulation", "MagnusAnalysis", "MagnusStore", "MagnusDesk",
                "MagnusDomain", "MagnusQuant", grdb,
            ], swiftSettings: strict),
        .testTarget(
            name: "MagnusCommandTests",
            dependencies: [
                "magnus", "MagnusEngine", "MagnusAnalysis", "MagnusConnectors", "MagnusDesk", "MagnusDomain",
                "MagnusQuant",
            ], swiftSettings: strict),
        .testTarget(name: "MagnusRulesTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
