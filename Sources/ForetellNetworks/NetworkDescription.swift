import ForetellCore
import ForetellErrors
import ForetellFiles

/// The description of a network in its file, apart from the parameters: JSON in one metadata entry.
struct NetworkDescription {
  let inputShape: [Int]
  let layers: [NetworkLayer]
  let precision: Network.Precision

  /// The key of the metadata entry.
  static let key = "network"
  /// The version of the description that is written; also the newest that is read.
  private static let version = 1
  /// The largest number of elements per example in the outputs of all layers, so that a small file can't ask
  /// for a large memory.
  private static let maximumNumbers = 1 << 24

  init(inputShape: [Int], layers: [NetworkLayer], precision: Network.Precision) {
    (self.inputShape, self.layers, self.precision) = (inputShape, layers, precision)
  }

  /// Why no network can be made from this description; nil if one can.
  var problem: String? {
    guard (1...2).contains(inputShape.count), inputShape.allSatisfy({ $0 > 0 }) else {
      return "the input's shape has to be one or two positive numbers"
    }
    guard !layers.isEmpty else { return "the network has no layer" }
    var shape = inputShape
    guard var total = numbers(shape) else { return tooLarge }
    for (number, layer) in layers.enumerated() {
      let isSequence = shape.count == 2
      switch layer {
      case .dense(let units, _):
        guard units > 0 else { return "layer \(number) has \(units) outputs" }
        shape[shape.count - 1] = units
      case .rnn(let units, _), .lstm(let units), .gru(let units):
        guard units > 0 else { return "layer \(number) has \(units) units" }
        guard isSequence else {
          return "layer \(number) reads a sequence, and what is before it gives one row"
        }
        shape[1] = units
      case .lastStep:
        guard isSequence else {
          return "layer \(number) reads a sequence, and what is before it gives one row"
        }
        shape.removeFirst()
      case .dropout(let rate):
        guard (0..<1).contains(rate) else { return "layer \(number) drops with the probability \(rate)" }
      case .layerNorm:
        guard shape.last != 1 else {
          return "layer \(number) normalises rows of one number, which makes all of them zero"
        }
      case .batchNorm: break
      }
      guard let more = numbers(shape) else { return tooLarge }
      total += more
      guard total <= Self.maximumNumbers else { return tooLarge }
    }
    return nil
  }

  private var tooLarge: String {
    "the layers have more than \(Self.maximumNumbers) numbers per example, the most that is kept in a file"
  }

  /// The number of elements of a shape; nil if it is too large.
  private func numbers(_ shape: [Int]) -> Int? {
    guard shape.allSatisfy({ $0 <= Self.maximumNumbers }) else { return nil }
    let count = shape.reduce(1, *)
    return count <= Self.maximumNumbers ? count : nil
  }
}

// MARK: Reading

extension NetworkDescription {
  /// Reads the description in a file's header, and compares names, shapes and types of the parameters with it.
  init(_ header: SafetensorsFile.Header) throws(ForetellError) {
    func damaged(_ problem: String) -> ForetellError {
      .modelFile(header.file, problem, byte: nil, hint: "the file is damaged; use a backup or train again")
    }
    guard let text = header.metadata[Self.key] else {
      throw .modelFile(
        header.file, "it isn't the file of a network", byte: nil, code: .modelMismatch,
        hint: "give a file that Network.save(to:) has written")
    }
    guard header.hasChecksum else { throw damaged("it has no checksum, which every saved network has") }
    let value: JSONValue
    do throws(JSONSyntaxError) {
      value = try JSONParser(maximumDepth: 8, maximumBytes: 1 << 24, maximumValues: 1 << 18).parse(text)
    } catch {
      throw damaged("the network's description is no JSON: \(error.message)")
    }
    guard let version = value["version"]?.integer, version > 0 else {
      throw damaged("the network's description has no version")
    }
    guard version <= Self.version else {
      throw .modelFile(
        header.file, "the network's version \(version) is newer than \(Self.version), the newest known here",
        byte: nil, code: .unsupportedModel, hint: "use a newer release to read this file")
    }
    guard let precision = Self.precisions.first(where: { $0.name == value["precision"]?.string })?.precision
    else { throw damaged("the network's precision is neither single nor double") }
    guard let extents = value["inputShape"]?.array, extents.count <= 2 else {
      throw damaged("the network has no input shape of one or two numbers")
    }
    guard let entries = value["layers"]?.array else { throw damaged("the network has no list of layers") }
    var layers: [NetworkLayer] = []
    for (number, entry) in entries.enumerated() {
      guard let layer = NetworkLayer(entry) else {
        throw damaged("layer \(number) of the network isn't one that is known here")
      }
      layers.append(layer)
    }
    self.init(inputShape: extents.map { $0.integer ?? 0 }, layers: layers, precision: precision)
    if let problem { throw damaged(problem) }
    if let problem = difference(header) { throw damaged(problem) }
  }

  /// The first parameter in a header that doesn't fit the layers; nil if all fit.
  private func difference(_ header: SafetensorsFile.Header) -> String? {
    let expected = parameters
    guard header.tensors.count == expected.count else {
      return "the network's layers have \(expected.count) parameters, the file \(header.tensors.count)"
    }
    let element: SafetensorsFile.Element =
      switch precision {
      case .single: .float32
      case .double: .float64
      }
    for (name, shape) in expected {
      guard let entry = header[name] else { return "the parameter \(name) is absent" }
      guard entry.shape == shape, entry.element == element else {
        return "the parameter \(name) is \(entry.element.rawValue) of shape \(entry.shape), not "
          + "\(element.rawValue) of shape \(shape)"
      }
    }
    return nil
  }

  /// Names and shapes of the parameters.
  private var parameters: [(name: String, shape: [Int])] { entries.map { ($0.name, $0.slot.shape) } }

  /// Names of the parameters that are never negative.
  var squares: Set<String> { Set(entries.filter(\.isSquare).map(\.name)) }

  /// The parameters, from a recording that allocates no memory for them.
  private var entries: [ParameterMap.Entry] {
    var builder = PlanBuilder<Float>()
    var slot = builder.activation(
      inputShape.count == 1 ? [1, inputShape[0]] : [inputShape[0], 1, inputShape[1]])
    for (number, layer) in layers.enumerated() {
      slot = builder.scope("\(number)") { layer.record(slot, into: &$0) }
    }
    return builder.finish().parameters.entries
  }
}

// MARK: Writing

extension NetworkDescription {
  /// The description as JSON text.
  func text() throws(ForetellError) -> String {
    let name = Self.precisions.first { $0.precision == precision }?.name ?? ""
    let value: JSONValue = [
      "version": .integer(Int64(Self.version)), "precision": .string(name),
      "inputShape": .array(inputShape.map { .integer(Int64($0)) }), "layers": .array(layers.map(\.json)),
    ]
    do throws(JSONSyntaxError) {
      return try value.text()
    } catch {
      throw ForetellError(.unsupportedModel, "the network can't be described: \(error.message)")
    }
  }

  private static let precisions: [(name: String, precision: Network.Precision)] = [
    ("single", .single), ("double", .double),
  ]
}

extension NetworkLayer {
  /// The layer as JSON.
  fileprivate var json: JSONValue {
    switch self {
    case .dense(let outputs, nil): ["kind": "dense", "size": .integer(Int64(outputs))]
    case .dense(let outputs, let activation?):
      ["kind": "dense", "size": .integer(Int64(outputs)), "activation": .string(activation.name)]
    case .rnn(let units, let activation):
      ["kind": "rnn", "size": .integer(Int64(units)), "activation": .string(activation.name)]
    case .lstm(let units): ["kind": "lstm", "size": .integer(Int64(units))]
    case .gru(let units): ["kind": "gru", "size": .integer(Int64(units))]
    case .lastStep: ["kind": "last-step"]
    case .dropout(let rate): ["kind": "dropout", "rate": .number(rate)]
    case .layerNorm: ["kind": "layer-norm"]
    case .batchNorm: ["kind": "batch-norm"]
    }
  }

  /// Decodes a layer; nil for an unknown kind or activation, and when a value is missing.
  fileprivate init?(_ json: JSONValue) {
    let size = json["size"]?.integer
    let name = json["activation"]?.string
    let activation = Activation.all.first { $0.name == name }
    if json["activation"] != nil, activation == nil { return nil }
    switch (json["kind"]?.string, size, activation) {
    case ("dense", let size?, _): self = .dense(size, activation: activation)
    case ("rnn", let size?, let activation?): self = .rnn(size, activation: activation)
    case ("lstm", let size?, nil): self = .lstm(size)
    case ("gru", let size?, nil): self = .gru(size)
    case ("last-step", nil, nil): self = .lastStep
    case ("layer-norm", nil, nil): self = .layerNorm
    case ("batch-norm", nil, nil): self = .batchNorm
    case ("dropout", nil, nil):
      guard let rate = json["rate"]?.number else { return nil }
      self = .dropout(rate)
    default: return nil
    }
  }
}

extension NetworkLayer.Activation {
  fileprivate static let all: [Self] = [.tanh, .relu, .sigmoid]

  fileprivate var name: String {
    switch self {
    case .tanh: "tanh"
    case .relu: "relu"
    case .sigmoid: "sigmoid"
    }
  }
}
