import Foundation

@testable import Foretell

/// What the tests of damaged model files and checkpoints change, and how.
protocol ModelFileMutating {}

extension ModelFileMutating {
  /// Numbers at the ends of what 64 bits hold, and small ones.
  static var integers: [Int64] {
    [.min, .min + 1, -(1 << 53), -1, 0, 1, 2, 255, 1 << 31, 1 << 32, 1 << 53, 1 << 62, .max - 1, .max]
  }
  static var doubles: [Double] {
    [0, -0.0, -1, 0.5, .leastNonzeroMagnitude, 1e-300, -1e-300, 1e300, -1e300, .greatestFiniteMagnitude]
  }
  /// The interval levels that are asked for.
  static var levels: [Double] { [80, 95] }

  /// Monthly series with a covariate, some values of which are missing.
  func table() throws -> SeriesTable {
    let series = (0..<3).map { number in
      let values = (0..<40).map { step -> Double in
        if step == 35, number == 1 { return .nan }
        return Double(20 + 5 * number + step % 12) + 0.1 * Double(step * step % 7)
      }
      return Series(
        id: "s\(number)", start: Timestamp(year: 2001, month: 3, day: 1), values: values,
        covariates: [(0..<40).map { Double($0 % 4) }])
    }
    return try SeriesTable(
      series: series, frequency: Frequency(.month), name: "t",
      columns: ColumnNames(id: "unique_id", time: "ds", targets: ["y"], covariates: ["c"]),
      stampStyle: .isoDate)
  }

  func forecaster(_ loss: LossName) -> RecurrentForecaster {
    var forecaster = RecurrentForecaster(cell: .gru, hiddenSize: 3, inputSize: 6)
    forecaster.loss = loss
    if loss == .gaussian { forecaster.normalization = .batch }
    forecaster.epochs = 2
    forecaster.seasonLength = 4
    return forecaster
  }

  /// The file of an autoregressive network with few paths in a folder.
  func savedDeepAR(in folder: URL) throws -> SafetensorsFile {
    var forecaster = DeepARForecaster(cell: .gru)
    (forecaster.hiddenSize, forecaster.layers, forecaster.pathCount) = (3, 1, 5)
    (forecaster.recipe.inputSize, forecaster.recipe.epochs, forecaster.recipe.seasonLength) = (6, 2, 4)
    let path = folder.appending(path: "whole").path
    try forecaster.fit(try table(), horizon: 3).save(to: path)
    return try SafetensorsFile(contentsOf: path)
  }

  /// A folder with a model file; the content of that file.
  func saved(_ loss: LossName, in folder: URL) throws -> SafetensorsFile {
    let path = folder.appending(path: "whole").path
    try forecaster(loss).fit(try table(), horizon: 3).save(to: path)
    return try SafetensorsFile(contentsOf: path)
  }

  func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "foretell-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  /// Where the numbers and lists of a JSON value are.
  func places(_ value: JSONValue, _ path: [String] = []) -> [[String]] {
    switch value {
    case .integer, .number, .bool, .null, .string: [path]
    case .array(let values):
      [path] + values.enumerated().flatMap { places($1, path + ["\($0)"]) }
    case .object(let object): object.members.flatMap { places($0.value, path + [$0.key]) }
    }
  }

  func replaced(_ value: JSONValue, _ path: ArraySlice<String>, _ other: JSONValue?) -> JSONValue {
    guard let first = path.first else { return other ?? .null }
    switch value {
    case .array(var values):
      guard let index = Int(first), values.indices.contains(index) else { return value }
      if path.count == 1, other == nil {
        values.remove(at: index)
      } else {
        values[index] = replaced(values[index], path.dropFirst(), other)
      }
      return .array(values)
    case .object(var object):
      guard let inner = object[first] else { return value }
      object[first] = path.count == 1 && other == nil ? nil : replaced(inner, path.dropFirst(), other)
      return .object(object)
    case .integer, .number, .bool, .null, .string: return other ?? .null
    }
  }

  func tensor(_ old: SafetensorsFile.Tensor, changing index: Int, to bytes: [UInt8])
    -> SafetensorsFile.Tensor
  {
    var all = Array(old.bytes)
    let width = old.element.bits / 8
    all.replaceSubrange(index * width..<(index + 1) * width, with: bytes.prefix(width))
    return .init(name: old.name, element: old.element, shape: old.shape, bytes: all[...])
  }

  func extremes(_ element: SafetensorsFile.Element) -> [[UInt8]] {
    func bytes<Number>(_ number: Number) -> [UInt8] { withUnsafeBytes(of: number) { Array($0) } }
    switch element {
    case .int64, .uint64: return Self.integers.map { bytes($0.littleEndian) }
    case .float64:
      return (Self.doubles + [.nan, .infinity, -.infinity]).map { bytes($0.bitPattern.littleEndian) }
    default:
      return ([0, -0.0, -1, .leastNonzeroMagnitude, 1e38, -1e38, .nan, .infinity, -.infinity] as [Float]).map
      {
        bytes($0.bitPattern.littleEndian)
      }
    }
  }

  func replacing(
    _ file: SafetensorsFile, _ index: Int, with tensor: SafetensorsFile.Tensor?
  ) -> SafetensorsFile {
    var tensors = file.tensors
    if let tensor { tensors[index] = tensor } else { tensors.remove(at: index) }
    return SafetensorsFile(metadata: file.metadata, tensors: tensors)
  }
}

/// Counts from any thread.
final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var number = 0
  var count: Int { lock.withLock { number } }
  func add() { lock.withLock { number += 1 } }
}

/// Numbers that follow from a seed (SplitMix64).
struct Generator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }
}
