// swift-tools-version: 6.2
import PackageDescription

// What only the command, the reports and the registry of runs need is fetched for their traits alone: an application
// that embeds the library with `traits: []` fetches none of it.
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["CommandLine"]))
let yams = Target.Dependency.product(
  name: "Yams", package: "Yams", condition: .when(traits: ["CommandLine"]))
let mustache = Target.Dependency.product(
  name: "Mustache", package: "swift-mustache", condition: .when(traits: ["Report"]))
let grdb = Target.Dependency.product(
  name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["Runs"]))

let package = Package(
  name: "Foretell",
  products: [
    .library(name: "Foretell", targets: ["Foretell"]),
    .library(name: "ForetellNetworks", targets: ["ForetellNetworks"]),
    .library(name: "ForetellRuns", targets: ["ForetellRuns"]),
    .executable(name: "foretell", targets: ["ForetellCLI"]),
    .library(name: "ForetellBenchmarkSupport", targets: ["ForetellBenchmarkSupport"]),
  ],
  traits: [
    .trait(
      name: "CommandLine", description: "The command `foretell`.", enabledTraits: ["Report", "Runs"]),
    .trait(name: "Report", description: "Charts and the HTML report (ForetellReport)."),
    .trait(name: "Runs", description: "The registry of runs (ForetellRuns)."),
    .default(enabledTraits: ["CommandLine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CCsv", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CForetellKernels"),
    .target(name: "CForetellProcess"),
    .target(name: "ForetellCore", dependencies: ["CForetellKernels"]),
    .target(name: "ForetellLayers", dependencies: ["ForetellCore"]),
    .target(name: "ForetellClassics", dependencies: ["ForetellCore"]),
    .target(name: "ForetellSynthetic", dependencies: ["ForetellCore"]),
    .target(name: "CForetellPretrained", exclude: ["networks.safetensors", "README.md"]),
    .target(name: "ForetellErrors"),
    .target(name: "ForetellFiles", dependencies: ["ForetellErrors"]),
    .target(name: "ForetellNetworks", dependencies: ["ForetellLayers", "ForetellErrors", "ForetellFiles"]),
    .target(name: "ForetellData", dependencies: ["CCsv", "ForetellErrors"]),
    .target(
      name: "Foretell",
      dependencies: [
        "CForetellPretrained", "ForetellLayers", "ForetellClassics", "ForetellData", "ForetellFiles",
        "ForetellSynthetic",
      ]),
    .target(name: "ForetellSuites", dependencies: ["CCsv", "CZlib", "Foretell"]),
    .target(name: "ForetellRuns", dependencies: ["Foretell", "ForetellData", grdb]),
    .target(name: "ForetellReport", dependencies: ["Foretell", "ForetellData", mustache]),
    .executableTarget(
      name: "ForetellCLI",
      dependencies: [
        "CForetellProcess", "Foretell", "ForetellData", "ForetellReport", "ForetellRuns", "ForetellSuites",
        "ForetellSynthetic", argumentParser, yams,
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
    .testTarget(name: "ForetellClassicsTests", dependencies: ["ForetellClassics", "ForetellTestSupport"]),
    .testTarget(name: "ForetellSyntheticTests", dependencies: ["ForetellSynthetic", "ForetellCore"]),
    .testTarget(name: "ForetellDataTests", dependencies: ["ForetellTestSupport", "ForetellData"]),
    .testTarget(name: "ForetellFilesTests", dependencies: ["ForetellErrors", "ForetellFiles"]),
    .testTarget(
      name: "ForetellNetworksTests", dependencies: ["ForetellNetworks", "ForetellLayers", "ForetellFiles"]),
    .executableTarget(name: "TaskedFits", dependencies: ["Foretell"], path: "Tests/TaskedFits"),
    .testTarget(
      name: "ForetellTests", dependencies: ["ForetellTestSupport", "Foretell", "ForetellData", "TaskedFits"]),
    .executableTarget(
      name: "RunRecording", dependencies: ["ForetellRuns"], path: "Tests/RunRecording"),
    .testTarget(
      name: "ForetellSuitesTests", dependencies: ["CZlib", "ForetellSuites", "Foretell", "ForetellData"]),
    .testTarget(
      name: "ForetellRunsTests", dependencies: ["ForetellRuns", "ForetellData", "RunRecording", grdb]),
    .testTarget(
      name: "ForetellReportTests", dependencies: ["ForetellTestSupport", "ForetellData", "ForetellReport"]),
    .testTarget(
      name: "CommandsTests",
      dependencies: ["ForetellTestSupport", "ForetellCLI", "Foretell", "ForetellData"],
      path: "Tests/Commands"),
    .testTarget(
      name: "ParityTests", dependencies: ["ForetellTestSupport", "Foretell", "ForetellData"],
      path: "Tests/Parity"),
    .testTarget(name: "StructureTests", path: "Tests/Structure"),
  ],
  swiftLanguageModes: [.v6]
)

// Continuous integration sets this: a warning in a target of this package is an error there, one in a dependency isn't.
if Context.environment["WARNINGS_AS_ERRORS"] == "1" {
  for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
    target.cSettings = (target.cSettings ?? []) + [.treatAllWarnings(as: .error)]
  }
}

// `make reference` sets this: only the documentation is built with the plugin, and no application fetches it.
if Context.environment["BUILD_DOCUMENTATION"] == "1" {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.3"))
}
