// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Foretell",
  products: [
    .library(name: "Foretell", targets: ["Foretell"]),
    .library(name: "ForetellRuns", targets: ["ForetellRuns"]),
    .executable(name: "foretell", targets: ["ForetellCLI"]),
    .library(name: "ForetellBenchmarkSupport", targets: ["ForetellBenchmarkSupport"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CCsv", providers: [.apt(["libcsv-dev"])]),
    .target(name: "CForetellKernels"),
    .target(name: "CForetellProcess"),
    .target(name: "ForetellCore", dependencies: ["CForetellKernels"]),
    .target(name: "ForetellLayers", dependencies: ["ForetellCore"]),
    .target(name: "ForetellData", dependencies: ["CCsv"]),
    .target(name: "Foretell", dependencies: ["ForetellLayers", "ForetellData"]),
    .target(
      name: "ForetellRuns", dependencies: ["Foretell", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(
      name: "ForetellReport",
      dependencies: ["Foretell", .product(name: "Mustache", package: "swift-mustache")]),
    .executableTarget(
      name: "ForetellCLI",
      dependencies: [
        "CForetellProcess", "Foretell", "ForetellReport", "ForetellRuns", "Yams",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "ForetellBenchmarkSupport", dependencies: ["ForetellLayers"]),
    .target(
      name: "ForetellTestSupport", dependencies: ["ForetellLayers", "ForetellData"],
      path: "Sources/ForetellTestSupport"),
    .testTarget(
      name: "CForetellKernelsTests", dependencies: ["ForetellTestSupport", "CForetellKernels"]),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(
      name: "AllocationTests",
      dependencies: ["CAllocationCounter", "Foretell", "ForetellBenchmarkSupport", "ForetellLayers"],
      path: "Tests/Allocations"),
    .testTarget(name: "ForetellCoreTests", dependencies: ["ForetellTestSupport"]),
    .testTarget(name: "ForetellLayersTests", dependencies: ["ForetellTestSupport"]),
    .testTarget(name: "ForetellDataTests", dependencies: ["ForetellTestSupport"]),
    .executableTarget(name: "TaskedFits", dependencies: ["Foretell"], path: "Tests/TaskedFits"),
    .testTarget(name: "ForetellTests", dependencies: ["ForetellTestSupport", "Foretell", "TaskedFits"]),
    .executableTarget(
      name: "RunRecording", dependencies: ["ForetellRuns"], path: "Tests/RunRecording"),
    .testTarget(
      name: "ForetellRunsTests",
      dependencies: ["ForetellRuns", "RunRecording", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(name: "ForetellReportTests", dependencies: ["ForetellTestSupport", "ForetellReport"]),
    .testTarget(
      name: "CommandsTests", dependencies: ["ForetellTestSupport", "ForetellCLI", "Foretell"],
      path: "Tests/Commands"),
    .testTarget(
      name: "ParityTests", dependencies: ["ForetellTestSupport", "Foretell"], path: "Tests/Parity"),
  ],
  swiftLanguageModes: [.v6]
)
