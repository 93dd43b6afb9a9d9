import ForetellCore
import ForetellData

/// Writes windows of a sampler into the slots of a recorded network, value by value or origin by origin as
/// the network was recorded.
struct WindowFilling: Sendable {
  /// Cuts the windows.
  let sampler: WindowSampler
  /// Root mean squares of inputs and targets; dividing by them makes typical values about 1.
  let statistics: WindowStatistics
  /// The network.
  let network: NetworkPlan<Float>

  /// Writes the inputs of one row.
  func fillInputs(of place: WindowPlace, row: Int, _ memory: Memory<Float>) {
    let shape = network.shape
    let layout = WindowLayout.timeMajor(window: row, of: shape.rows, features: shape.features)
    let starts = memory.value(network.starts)
    memory.value(network.input).withMutableSpan { input in
      if shape.isStepwise {
        starts[row] = Float(sampler.stepPadding(of: place))
        sampler.fillSteps(
          of: place, steps: shape.steps, into: &input, layout: layout, logarithm: Elementary.logarithm)
      } else if shape.origins == nil {
        starts[row] = Float(sampler.padding(of: place))
        sampler.fillInputs(
          of: place, scale: statistics.inputs(sampler.scale(for: place)), into: &input, layout: layout)
      } else {
        starts[row] = Float(sampler.originPadding(of: place))
        sampler.fillOrigins(
          of: place, unit: Double(statistics.inputScale), into: &input, layout: layout)
      }
    }
    fillKnown(of: place, row: row, memory)
  }

  /// Writes the targets of one row and the weights of those that were observed.
  ///
  /// - Parameters:
  ///   - weight: the weight of an observed target.
  ///   - onlyLast: whether only the targets of the last origin, or of the steps after the context, get a weight.
  func fillTargets(
    of place: WindowPlace, row: Int, weight unit: Float, onlyLast: Bool, _ memory: Memory<Float>
  ) {
    let shape = network.shape
    let weights = memory.value(network.weight)
    if let slot = network.level {
      let (levels, level) = (memory.value(slot), Float(sampler.stepScale(of: place).level))
      for step in 0..<shape.steps { levels[step * shape.rows + row] = level }
    }
    memory.value(network.target).withMutableSpan { target in
      weights.withMutableSpan { weight in
        guard !shape.isStepwise else {
          return sampler.fillStepTargets(
            of: place, onlyHorizon: onlyLast, relative: network.level == nil, into: &target, mask: &weight,
            layout: .timeMajor(window: row, of: shape.rows, features: 1))
        }
        guard shape.origins != nil else {
          return sampler.fillTargets(
            of: place, scale: statistics.targets(sampler.scale(for: place)), into: &target, mask: &weight,
            layout: .batchMajor(window: row, steps: shape.horizon, features: 1))
        }
        _ = sampler.fillOriginTargets(
          of: place, unit: Double(statistics.targetScale), onlyLast: onlyLast, into: &target, mask: &weight,
          layout: .timeMajor(window: row, of: shape.rows, features: shape.horizon))
      }
    }
    for forecast in stride(from: row, to: shape.forecasts, by: shape.rows) {
      for step in 0..<shape.horizon { weights[forecast * shape.horizon + step] *= unit }
    }
  }

  /// Number of observed targets of a window or sequence.
  func observedTargets(of place: WindowPlace, onlyLast: Bool) -> Int {
    if network.shape.isStepwise { return sampler.observedStepTargets(of: place, onlyHorizon: onlyLast) }
    return network.shape.origins == nil
      ? sampler.observedTargets(of: place) : sampler.observedOriginTargets(of: place, onlyLast: onlyLast)
  }
}
