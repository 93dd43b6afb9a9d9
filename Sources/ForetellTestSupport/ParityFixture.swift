import Foundation

/// One recorded result of an independent implementation (PyTorch, ONNX), read from `Tests/Fixtures/parity`.
///
/// The README in that folder describes the kinds of files.
package struct ParityFixture: Decodable, Sendable {
  /// A recorded array: its shape and its values in row-major order.
  package struct Tensor: Decodable, Sendable {
    package let shape: [Int]
    package let values: [Double]

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      shape = try container.decode([Int].self, forKey: .shape)
      values = try container.decode([Double].self, forKey: .values)
      if shape.reduce(1, *) != values.count {
        throw DecodingError.dataCorruptedError(
          forKey: .values, in: container, debugDescription: "\(values.count) values for shape \(shape)")
      }
    }

    /// The values as `Scalar`.
    package func scalars<Scalar: BinaryFloatingPoint>(as type: Scalar.Type = Scalar.self) -> [Scalar] {
      values.map { Scalar($0) }
    }

    private enum CodingKeys: String, CodingKey {
      case shape, values
    }
  }

  /// The optimizer of a training fixture; options that this kind of optimizer doesn't have are nil.
  package struct Optimizer: Decodable, Sendable {
    /// The name of an `OptimizerKind`.
    package let kind: String
    package let learningRate: Double
    package let beta1: Double?
    package let beta2: Double?
    package let epsilon: Double?
    package let momentum: Double?
    package let nesterov: Bool?
    package let centered: Bool?
    package let weightDecay: Double
    /// The norm of the whole gradient to which gradients are clipped; nil for no clipping.
    package let clipNorm: Double?
  }

  package let name: String
  /// The program that computed the numbers, and its version.
  package let source: String
  /// `layer`, `lagNorms`, `training`, `origins`, `optimizer`, `rule`, `loss`, `embedding`, `layerNorm`, `batchNorm`,
  /// `schedule`, `special` or `onnx`.
  package let kind: String
  /// `float32` or `float64`: the precision in which the numbers were computed.
  package let precision: String
  /// The name of a `RecurrentCellKind` in fixtures with a recurrent layer.
  package let cell: String?
  /// `squared`, `absolute`, `huber`, `gaussian`, `student`, `poisson`, `negativeBinomial` or `pinball` in a fixture of kind
  /// `loss` or `origins`.
  package let loss: String?
  package let sizes: [String: Int]
  package let optimizer: Optimizer?
  package let parameters: [String: Tensor]
  package let finalParameters: [String: Tensor]
  package let gradients: [String: Tensor]
  package let tensors: [String: Tensor]
  package let numbers: [String: Double]
  package let sequences: [String: [Double]]
  /// The reasons why this library can't compute an ONNX case, one line each; empty when it can.
  package let unsupported: [String]

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    source = try container.decode(String.self, forKey: .source)
    kind = try container.decode(String.self, forKey: .kind)
    precision = try container.decode(String.self, forKey: .precision)
    cell = try container.decodeIfPresent(String.self, forKey: .cell)
    loss = try container.decodeIfPresent(String.self, forKey: .loss)
    sizes = try container.decodeIfPresent([String: Int].self, forKey: .sizes) ?? [:]
    optimizer = try container.decodeIfPresent(Optimizer.self, forKey: .optimizer)
    parameters = try container.decodeIfPresent([String: Tensor].self, forKey: .parameters) ?? [:]
    finalParameters = try container.decodeIfPresent([String: Tensor].self, forKey: .finalParameters) ?? [:]
    gradients = try container.decodeIfPresent([String: Tensor].self, forKey: .gradients) ?? [:]
    tensors = try container.decodeIfPresent([String: Tensor].self, forKey: .tensors) ?? [:]
    numbers = try container.decodeIfPresent([String: Double].self, forKey: .numbers) ?? [:]
    sequences = try container.decodeIfPresent([String: [Double]].self, forKey: .sequences) ?? [:]
    unsupported = try container.decodeIfPresent([String].self, forKey: .unsupported) ?? []
  }

  private enum CodingKeys: String, CodingKey {
    case name, source, kind, precision, cell, loss, sizes, optimizer, parameters, finalParameters, gradients
    case tensors, numbers, sequences, unsupported
  }
}

/// Finding and reading fixtures.
extension ParityFixture {
  /// A fixture lacks data that its test needs.
  package struct Missing: Error, CustomStringConvertible {
    package let description: String

    /// Makes an error with its message.
    package init(description: String) { self.description = description }
  }

  /// The folder of the fixtures, relative to this source file.
  package static var folder: URL {
    URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Tests/Fixtures/parity", directoryHint: .isDirectory)
  }

  /// The names of all fixtures whose name starts with `prefix`, sorted.
  package static func names(prefix: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
      .map { $0.deletingPathExtension().lastPathComponent }
      .filter { $0.hasPrefix(prefix) }
      .sorted()
  }

  /// Reads the fixture `name` (without folder and ending); throws when it is absent or malformed.
  package static func load(_ name: String) throws -> ParityFixture {
    let data = try Data(contentsOf: folder.appending(path: "\(name).json"))
    return try JSONDecoder().decode(ParityFixture.self, from: data)
  }

  /// The recorded array `key`; throws when the fixture has none of that name.
  package func tensor(_ key: String) throws -> Tensor {
    try value(tensors[key], "tensor", key)
  }

  /// The recorded size `key`; throws when the fixture has none of that name.
  package func size(_ key: String) throws -> Int {
    try value(sizes[key], "size", key)
  }

  /// The recorded number `key`; throws when the fixture has none of that name.
  package func number(_ key: String) throws -> Double {
    try value(numbers[key], "number", key)
  }

  /// The recorded sequence `key`; throws when the fixture has none of that name.
  package func sequence(_ key: String) throws -> [Double] {
    try value(sequences[key], "sequence", key)
  }

  private func value<Value>(_ found: Value?, _ what: String, _ key: String) throws -> Value {
    guard let found else {
      throw Missing(description: "fixture \(name) has no \(what) named \(key)")
    }
    return found
  }
}
