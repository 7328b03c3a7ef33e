// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
/// Numerics are optimised in debug builds too: the reference vectors run through them in every test run.
let numerics: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")

let package = Package(
    name: "magnus",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    ],
    targets: [
        .target(name: "MagnusQuant", swiftSettings: numerics),
        .target(name: "MagnusDomain", dependencies: ["MagnusQuant"], swiftSettings: strict),
        .target(name: "MagnusDesk", dependencies: ["MagnusDomain"], swiftSettings: strict),
        .target(name: "MagnusStore", dependencies: ["MagnusDomain", "MagnusQuant", grdb], swiftSettings: strict),
        .testTarget(
            name: "MagnusStoreTests", dependencies: ["MagnusStore", "MagnusDomain", "MagnusQuant", grdb],
            swiftSettings: strict),
        .testTarget(name: "MagnusRulesTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
