import ForetellFiles

@_exported import struct ForetellErrors.ForetellError

extension Network {
  /// Writes shapes, layers, precision and parameters to a safetensors file with a checksum.
  ///
  /// A crash leaves either the old file or the new one. Loss, batch size, seed and the moments of the update
  /// rule are not saved: training after ``init(contentsOf:loss:batchSize:seed:threads:)`` begins with zero
  /// moments. The same network always gives the same bytes.
  ///
  /// - Throws: `ForetellError` when the file can't be written, when a parameter isn't finite, and when one example has more
  ///   than 2²⁴ numbers in the outputs of all layers together, which couldn't be read again.
  public func save(to path: String) throws(ForetellError) {
    let parameters = parameters
    if let broken = parameters.first(where: { !$0.values.allSatisfy(\.isFinite) }) {
      throw ForetellError(
        .diverged, "the parameter \(broken.name) of the network holds a number that isn't finite",
        hint: "train with a smaller rate, or with maximumNorm")
    }
    let description = NetworkDescription(inputShape: inputShape, layers: layers, precision: precision)
    if let problem = description.problem { throw ForetellError(.unsupportedModel, problem) }
    let tensors = parameters.map { parameter in
      switch precision {
      case .single:
        SafetensorsFile.Tensor(
          name: parameter.name, shape: parameter.shape, floats: parameter.values.map { Float($0) })
      case .double:
        SafetensorsFile.Tensor(name: parameter.name, shape: parameter.shape, doubles: parameter.values)
      }
    }
    let metadata = [NetworkDescription.key: try description.text()]
    try SafetensorsFile(metadata: metadata, tensors: tensors).write(to: path)
  }

  /// Reads a network written by ``save(to:)``; its predictions have the same bits.
  ///
  /// Every size and name in the file is checked before it is used, and the header before the parameters are read. Traps if
  /// `batchSize` or `threads` isn't positive.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - loss: the loss that further training minimises.
  ///   - batchSize: the largest number of examples whose gradients are computed at once, at least 1.
  ///   - seed: decides the order of the examples and dropout in further training.
  ///   - threads: the largest number of threads, at least 1.
  /// - Throws: `ForetellError` when the file can't be read, isn't the file of a network, is damaged, or is of a newer
  ///   release.
  public convenience init(
    contentsOf path: String, loss: NetworkLoss = .squared, batchSize: Int = 32, seed: UInt64 = 0,
    threads: Int = 1
  ) throws(ForetellError) {
    var accepted: NetworkDescription?
    let file = try SafetensorsFile(contentsOf: path) { header throws(ForetellError) in
      accepted = try NetworkDescription(header)
    }
    guard let description = accepted else { throw .modelFile(path, "it has no description", byte: nil) }
    let squares = description.squares
    var values: [(name: String, values: [Double])] = []
    for tensor in file.tensors {
      guard let numbers = tensor.doubles, numbers.allSatisfy(\.isFinite) else {
        throw .modelFile(
          path, "the parameter \"\(shown(tensor.name))\" holds a number that isn't finite", byte: nil)
      }
      guard !squares.contains(tensor.name) || numbers.allSatisfy({ $0 >= 0 }) else {
        throw .modelFile(
          path, "\"\(shown(tensor.name))\" holds a negative number, which no variance is", byte: nil)
      }
      values.append((tensor.name, numbers))
    }
    self.init(
      inputShape: description.inputShape, layers: description.layers, loss: loss, batchSize: batchSize,
      seed: seed, threads: threads, precision: description.precision)
    for (name, numbers) in values { setParameter(name, to: numbers) }
  }
}
