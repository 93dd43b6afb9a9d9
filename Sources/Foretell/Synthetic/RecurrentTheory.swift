import ForetellCore

/// What can be computed from the weights alone about memory: spectral radii and products of Jacobians.
///
/// ∂h_T/∂h_t is the product of the Jacobians of the steps between; gradients vanish when its norm does
/// (Pascanu, Mikolov, Bengio 2013, section 2).
enum RecurrentTheory {
  /// The spectral radius of each gate's recurrent matrix, in the cell's gate order.
  static func spectralRadii(
    _ network: MemoryNetwork, _ experiment: MemoryExperiment, _ store: ParameterStore<Float>
  ) -> [(gate: String, radius: Double)] {
    let layout = network.layer.layout
    let heads = layout.heads(hidden: experiment.hiddenSize)
    let size = experiment.hiddenSize / heads
    let weights = store.value(network.weightHidden)
    return layout.gates.enumerated().map { place, name in
      // A matrix of several blocks on its diagonal has the largest of their radii.
      let radii = (0..<heads).map { head in
        let from = (place * heads + head) * size * size
        return spectralRadius(weights.slice(from, size * size).array.map(Double.init), size: size)
      }
      return (name, radii.reduce(0) { $1 > $0 || $1.isNaN ? $1 : $0 })
    }
  }

  /// The radius that stands for the cell: that of a plain cell's only matrix, or of a gated cell's candidate.
  static func candidateRadius(_ radii: [(gate: String, radius: Double)]) -> Double {
    (radii.first { $0.gate == "candidate" } ?? radii.first)?.radius ?? 0
  }

  /// The largest absolute eigenvalue of a square matrix by Gelfand's formula ρ = lim ‖Aᵏ‖^(1/k) with k = 2²⁴, reached by
  /// squaring; O(24 n³).
  static func spectralRadius(_ matrix: [Double], size: Int) -> Double {
    var power = matrix
    var logarithm = 0.0  // of what was divided out of `power`
    var exponent = 1.0
    for _ in 0..<24 {
      let norm = power.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 0, norm.isFinite else { return norm }
      for index in power.indices { power[index] /= norm }
      logarithm = 2 * (logarithm + Elementary.logarithm(norm))
      power = product(power, power, size: size)
      exponent *= 2
    }
    let norm = power.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm > 0 else { return 0 }
    return Elementary.exponential((logarithm + Elementary.logarithm(norm)) / exponent)
  }

  private static func product(_ a: [Double], _ b: [Double], size: Int) -> [Double] {
    var result = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for inner in 0..<size {
        let factor = a[row * size + inner]
        for column in 0..<size { result[row * size + column] += factor * b[inner * size + column] }
      }
    }
    return result
  }

  /// ‖∂s_T/∂s_{T−l}‖₂ by lag l, averaged over four test windows.
  ///
  /// One backward pass gives a whole Jacobian: H rows read the same window, and the backward pass of row j
  /// starts from the gradient of the j-th component of the last state.
  static func jacobianNorms(
    _ experiment: MemoryExperiment, _ store: ParameterStore<Float>, seed: UInt64, pool: WorkerPool
  ) -> [Double] {
    let size = experiment.hiddenSize
    let steps = experiment.task.windowLength
    let network = MemoryNetwork(experiment, rows: size)
    let memory = Memory(for: network.plan, store: store)
    let windows = experiment.task.examples(4, seed: seed, batch: 0, isTest: true)
    let slot = network.layer.cell ?? network.layer.hidden
    var sums = [Double](repeating: 0, count: steps)
    for window in windows {
      network.fill(memory, Array(repeating: window, count: size)[...], unit: 0)
      network.plan.forward(memory)
      memory.zeroGradients()
      let gradient = memory.gradient(slot)
      for unit in 0..<size { gradient[(steps * size + unit) * size + unit] = 1 }
      network.plan.backward(memory)
      for lag in 0..<steps {
        let matrix = gradient.slice((steps - lag) * size * size, size * size).array.map(Double.init)
        sums[lag] += spectralNorm(matrix, size: size)
      }
    }
    return sums.map { $0 / Double(windows.count) }
  }

  /// The largest singular value by power iteration on AᵀA.
  static func spectralNorm(_ matrix: [Double], size: Int) -> Double {
    let scale = matrix.reduce(0) { max($0, abs($1)) }
    guard scale > 0, scale.isFinite else { return scale }
    let scaled = matrix.map { $0 / scale }
    var vector = (0..<size).map { 1 + Double($0) / Double(size) }
    var norm = 0.0
    for _ in 0..<60 {
      var image = [Double](repeating: 0, count: size)
      for row in 0..<size {
        for column in 0..<size { image[row] += scaled[row * size + column] * vector[column] }
      }
      var back = [Double](repeating: 0, count: size)
      for row in 0..<size {
        for column in 0..<size { back[column] += scaled[row * size + column] * image[row] }
      }
      let length = back.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { return 0 }
      let before = norm
      norm = length.squareRoot()
      vector = back.map { $0 / length }
      if abs(norm - before) <= 1e-10 * norm { break }
    }
    return norm * scale
  }
}
