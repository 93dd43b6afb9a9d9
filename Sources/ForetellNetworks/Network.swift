import ForetellCore

/// A network of layers on arrays of numbers, built once and trained with any loss and update rule.
///
/// ```swift
/// let network = Network(inputShape: [20, 1], layers: [.lstm(32), .lastStep, .dense(1)], seed: 1)
/// let losses = network.train(inputs: sequences, targets: next, epochs: 50)
/// let forecast = network.predict(newSequences)
/// ```
///
/// Arrays hold examples one after the other, each in row-major order (the last axis is contiguous). Results
/// have the same bits at any number of threads and on every processor. A network may be used by one task at a
/// time. Arrays that don't fit its shapes are programming mistakes and trap.
public final class Network {
  /// The floating-point precision of a network.
  public enum Precision: Sendable {
    /// 32 bits per number, the faster choice.
    case single
    /// 64 bits per number, for checks of derivatives.
    case double
  }

  /// Shape of an example: `[width]` or `[steps, width]`.
  public let inputShape: [Int]
  /// The layers, from the input to the output.
  public let layers: [NetworkLayer]
  /// The largest number of examples whose gradients are computed at once.
  public let batchSize: Int
  /// The floating-point precision of all computations.
  public let precision: Precision
  private let engine: any NetworkEngine
  private let seed: UInt64
  /// Number of examples in the last call of `computeGradients`.
  private var gradientCount = 0

  /// Builds a network and initialises its parameters.
  ///
  /// Traps if the input's shape doesn't have one or two positive extents, if there is no layer, if a layer
  /// can't take the output of the one before it, or if a size isn't positive.
  ///
  /// - Parameters:
  ///   - inputShape: shape of an example: `[width]`, or `[steps, width]` for a sequence.
  ///   - layers: at least one.
  ///   - loss: the loss that training minimises.
  ///   - batchSize: the largest number of examples whose gradients are computed at once, at least 1.
  ///   - seed: decides the initial parameters, the order of the examples and dropout.
  ///   - threads: the largest number of threads, at least 1.
  ///   - precision: the floating-point precision of all computations.
  public init(
    inputShape: [Int], layers: [NetworkLayer], loss: NetworkLoss = .squared, batchSize: Int = 32,
    seed: UInt64 = 0, threads: Int = 1, precision: Precision = .single
  ) {
    precondition(
      (1...2).contains(inputShape.count) && inputShape.allSatisfy { $0 > 0 },
      "inputShape is [width] or [steps, width], got \(inputShape)")
    precondition(!layers.isEmpty, "a network needs a layer")
    precondition(batchSize > 0 && threads > 0, "batchSize and threads must be positive")
    self.inputShape = inputShape
    self.layers = layers
    self.batchSize = batchSize
    self.seed = seed
    self.precision = precision
    switch precision {
    case .single:
      engine = RecordedEngine<Float>(
        inputShape: inputShape, layers: layers, loss: loss, batchSize: batchSize, seed: seed, threads: threads
      )
    case .double:
      engine = RecordedEngine<Double>(
        inputShape: inputShape, layers: layers, loss: loss, batchSize: batchSize, seed: seed, threads: threads
      )
    }
  }

  /// Shape of the last layer's output per example: `[width]` or `[steps, width]`.
  public var outputShape: [Int] { engine.outputShape }

  /// All parameters with their present values, from the first layer to the last.
  public var parameters: [NetworkArray] { engine.parameters }

  /// Replaces the values of a parameter; traps on an unknown name, another number of values, and a negative
  /// variance.
  public func setParameter(_ name: String, to values: [Double]) { engine.setParameter(name, to: values) }

  /// Computes the outputs for any number of examples, one after the other, each of ``outputShape``.
  ///
  /// Traps unless `inputs` holds a whole number of examples.
  public func predict(_ inputs: [Double]) -> [Double] {
    engine.evaluate(inputs, targets: nil, count: count(inputs, targets: nil)).outputs
  }

  /// The mean loss over any number of examples, without dropout and with the running statistics of batch normalisation; NaN
  /// when there are none.
  ///
  /// ``computeGradients(inputs:targets:)`` uses the statistics of its examples, so that with ``NetworkLayer/batchNorm`` its
  /// loss is another one.
  ///
  /// Traps unless `inputs` and `targets` hold the same whole number of examples.
  public func loss(inputs: [Double], targets: [Double]) -> Double {
    let count = count(inputs, targets: targets)
    return count == 0 ? .nan : engine.evaluate(inputs, targets: targets, count: count).loss
  }

  /// Runs forward and backward for a batch of 1 to ``batchSize`` examples and returns their mean loss.
  ///
  /// The gradients can be read until the next call; the parameters change only in
  /// ``update(_:rate:maximumNorm:)``. Traps unless `inputs` and `targets` hold the same whole number of
  /// examples.
  public func computeGradients(inputs: [Double], targets: [Double]) -> Double {
    let count = count(inputs, targets: targets)
    precondition((1...batchSize).contains(count), "a batch has 1 to \(batchSize) examples, got \(count)")
    gradientCount = count
    return engine.computeGradients(inputs, targets: targets, count: count)
  }

  /// The gradient of the last batch's mean loss with respect to each trained parameter, without running statistics; zeros
  /// before the first batch.
  public var parameterGradients: [NetworkArray] { engine.parameterGradients }

  /// The Euclidean norm of the gradient with respect to all parameters together.
  public var gradientNorm: Double { engine.gradientNorm }

  /// The gradient of the last batch's mean loss with respect to a layer's output, `[examples] + shape of the output`.
  ///
  /// For a recurrent layer it contains the contributions of all later steps and layers, so it is the total
  /// derivative ∂L/∂h_t. Traps when there is no layer with this number, and before the first batch.
  public func gradient(ofLayer layer: Int) -> NetworkArray {
    precondition(layers.indices.contains(layer), "layers are numbered 0 to \(layers.count - 1), got \(layer)")
    precondition(gradientCount > 0, "gradients come from computeGradients, which hasn't been called")
    return engine.gradient(ofLayer: layer, count: gradientCount)
  }

  /// The Euclidean norm of ``gradient(ofLayer:)`` at each step, over all examples and units, first step
  /// first.
  ///
  /// For a recurrent layer it shows how far back in time the loss reaches. If the layer's output is not a
  /// sequence, the result is one number. Traps as ``gradient(ofLayer:)`` does.
  public func gradientNorms(ofLayer layer: Int) -> [Double] {
    let gradient = gradient(ofLayer: layer)
    let steps = gradient.shape.count == 3 ? gradient.shape[1] : 1
    let width = gradient.shape[gradient.shape.count - 1]
    var squares = [Double](repeating: 0, count: steps)
    for (place, value) in gradient.values.enumerated() { squares[place / width % steps] += value * value }
    return squares.map { $0.squareRoot() }
  }

  /// Updates the parameters once with the last batch's gradient.
  ///
  /// - Parameters:
  ///   - rule: the update rule; its moments are kept from call to call, so use the same rule throughout.
  ///   - rate: the learning rate, positive.
  ///   - maximumNorm: a gradient with a larger norm is scaled down to it (Pascanu, Mikolov, Bengio 2013, algorithm 1).
  public func update(_ rule: UpdateRule = .adam, rate: Double = 1e-3, maximumNorm: Double? = nil) {
    precondition(gradientCount > 0, "gradients come from computeGradients, which hasn't been called")
    let clip = GradientClip(norm: engine.gradientNorm, maximum: maximumNorm)
    engine.update(rule.optimizer, rate: rate, scale: clip.scale)
  }

  /// Trains in batches, in a new random order every epoch, and returns the mean training loss of each epoch,
  /// measured before each update.
  ///
  /// Traps unless `inputs` and `targets` hold the same whole number of examples, at least one.
  ///
  /// - Parameters:
  ///   - inputs: examples of ``inputShape``.
  ///   - targets: one target per example, of ``outputShape``.
  ///   - epochs: the number of passes over all examples.
  ///   - rule: the update rule.
  ///   - rate: the learning rate, positive.
  ///   - maximumNorm: gradients with a larger norm are scaled down to it.
  @discardableResult
  public func train(
    inputs: [Double], targets: [Double], epochs: Int, rule: UpdateRule = .adam, rate: Double = 1e-3,
    maximumNorm: Double? = nil
  ) -> [Double] {
    let count = count(inputs, targets: targets)
    precondition(count > 0, "training needs an example")
    let (inputSize, targetSize) = (inputs.count / count, targets.count / count)
    return (0..<epochs).map { epoch in
      var random = RandomStream(seed: seed, purpose: .shuffle, step: UInt64(epoch))
      let order = random.permutation(count)
      var sum = 0.0
      for first in stride(from: 0, to: count, by: batchSize) {
        let batch = order[first..<min(first + batchSize, count)]
        let mean = computeGradients(
          inputs: batch.flatMap { inputs[($0 * inputSize)..<(($0 + 1) * inputSize)] },
          targets: batch.flatMap { targets[($0 * targetSize)..<(($0 + 1) * targetSize)] })
        sum += mean * Double(batch.count)
        update(rule, rate: rate, maximumNorm: maximumNorm)
      }
      return sum / Double(count)
    }
  }

  private func count(_ inputs: [Double], targets: [Double]?) -> Int {
    let size = inputShape.reduce(1, *)
    precondition(
      inputs.count.isMultiple(of: size),
      "\(inputs.count) numbers are no whole examples of shape \(inputShape)")
    let count = inputs.count / size
    let needed = count * outputShape.reduce(1, *)
    precondition(
      targets.map { $0.count == needed } ?? true,
      "\(count) examples need \(needed) targets of shape \(outputShape), got \(targets?.count ?? 0)")
    return count
  }
}
