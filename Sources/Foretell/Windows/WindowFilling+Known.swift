import ForetellCore
import ForetellData

extension WindowFilling {
  /// Writes what is known beside the values of one row: its categories, and the futures of the steps that are forecast;
  /// nothing for a network that reads nothing else.
  func fillKnown(of place: WindowPlace, row: Int, _ memory: Memory<Float>) {
    let (known, shape) = (network.known, network.shape)
    guard known.horizon != nil || !known.codes.isEmpty else { return }
    for (number, slot) in known.codes.enumerated() {
      let codes = memory.value(slot)
      for step in 0..<shape.steps {
        codes[step * shape.rows + row] =
          shape.isStepwise
          ? stepCategory(number, of: place, index: place.origin - sampler.configuration.inputSize + step)
          : sampler.category(number, ofSeries: place.series, at: inputIndex(of: place, step: step))
      }
    }
    guard !shape.isStepwise else { return }
    // With a forecast per origin, all rows of an origin follow each other.
    for forecast in stride(from: row, to: shape.forecasts, by: shape.rows) {
      let own =
        shape.forecasts > shape.rows ? sampler.origin(of: place, step: forecast / shape.rows) : place
      if own.origin > 0 { fillHorizon(of: own, forecast: forecast, memory) }
    }
  }

  /// Writes the categories of the step that forecasts the value at `index`, the same for all rows of a network of one step.
  func fillStepCodes(of place: WindowPlace, index: Int, _ memory: Memory<Float>) {
    for (number, slot) in network.known.codes.enumerated() {
      memory.value(slot).fill(stepCategory(number, of: place, index: index))
    }
  }

  /// The code that a step reads which forecasts the value at `index`: of what isn't known ahead, the one of the step
  /// before, and none from the origin on.
  func stepCategory(_ number: Int, of place: WindowPlace, index: Int) -> Float {
    switch network.shape.known.categories[number].role {
    case .past:
      index > place.origin ? 0 : sampler.category(number, ofSeries: place.series, at: index - 1)
    case .future, .series: sampler.category(number, ofSeries: place.series, at: index)
    }
  }

  /// The index of the last value that a step of the input reads.
  private func inputIndex(of place: WindowPlace, step: Int) -> Int {
    network.shape.origins == nil
      ? place.origin - network.shape.steps + step : sampler.origin(of: place, step: step).origin - 1
  }

  /// What is known of the steps of one forecast.
  private func fillHorizon(of place: WindowPlace, forecast: Int, _ memory: Memory<Float>) {
    let (known, shape) = (network.known, network.shape)
    let count = shape.horizon
    for (number, slot) in known.codes.enumerated()
    where shape.known.categories[number].role == .future {
      let codes = memory.value(slot)
      let first = shape.steps * shape.rows + forecast * count
      for step in 0..<count {
        codes[first + step] = sampler.category(number, ofSeries: place.series, at: place.origin + step)
        codes[first + shape.forecasts * count + step] = sampler.seasonCategory(number, of: place, step: step)
      }
    }
    guard let horizon = known.horizon else { return }
    memory.value(horizon).withMutableSpan { buffer in
      sampler.fillHorizon(
        of: place, into: &buffer,
        layout: .batchMajor(window: forecast, steps: count, features: sampler.horizonFeatureCount))
    }
  }
}
