// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Embedding",
  dependencies: [.package(name: "Foretell", path: "../..", traits: [])],
  targets: [
    .executableTarget(name: "Embedding", dependencies: [.product(name: "Foretell", package: "Foretell")]),
    .executableTarget(name: "Tour", dependencies: [.product(name: "Foretell", package: "Foretell")]),
    .executableTarget(
      name: "OwnNetwork", dependencies: [.product(name: "ForetellNetworks", package: "Foretell")]),
    .executableTarget(
      name: "ByHand", dependencies: [.product(name: "ForetellNetworks", package: "Foretell")]),
    .executableTarget(
      name: "OwnLoss", dependencies: [.product(name: "ForetellNetworks", package: "Foretell")]),
  ]
)
