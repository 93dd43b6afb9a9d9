// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ForetellBenchmarks",
  products: [.executable(name: "foretell-bench", targets: ["ForetellBench"])],
  dependencies: [
    .package(name: "Foretell", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .target(name: "CPeak"),
    .executableTarget(
      name: "ForetellBench",
      dependencies: [
        "CPeak",
        .product(name: "Foretell", package: "Foretell"),
        .product(name: "ForetellBenchmarkSupport", package: "Foretell"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
