import ForetellCore
import ForetellData

/// Draws the sample paths of series with a network that reads step by step: the context goes through the network once per
/// series, and its state is copied to all paths.
struct PathRunner {
  private let fitted: FittedForecaster
  private let data: SeriesTable
  private let head: any SampledHead
  /// The network over the context of several series.
  private let encoder: NetworkPlan<Float>
  /// The network for one step of all paths of a series.
  private let stepper: NetworkPlan<Float>
  private let store: ParameterStore<Float>

  /// Makes a runner.
  ///
  /// - Parameters:
  ///   - encoder: the fitted network, recorded for as many contexts as are read at once.
  ///   - store: its weights, prepared.
  init(
    _ fitted: FittedForecaster, _ data: SeriesTable, _ head: any SampledHead, encoder: NetworkPlan<Float>,
    store: ParameterStore<Float>
  ) {
    self.fitted = fitted
    self.data = data
    self.head = head
    self.encoder = encoder
    self.store = store
    stepper = FittedForecaster.network(
      fitted.design, rows: fitted.configuration.pathCount, inputSize: 1, originCount: 1,
      horizon: fitted.horizon, frequency: fitted.frequency, columns: fitted.columns)
  }

  /// Draws the paths of all walks.
  ///
  /// - Throws: `ForetellError` of kind `interrupted`.
  func run(_ walks: inout [ForecastWalk], isCancelled: (@Sendable () -> Bool)?) throws {
    guard let longest = walks.map(\.needed).max() else { return }
    let sampler = WindowSampler(
      columns: walks.map { $0.column(startsFromSeason: false) }, of: data, fitted.design.recipe,
      inputSize: fitted.inputSize, originCount: 1, horizon: longest, season: fitted.seasonLength,
      covariates: fitted.covariates)
    let contexts = Memory<Float>(for: encoder.plan, store: store, gradients: false)
    let steps = Memory<Float>(for: stepper.plan, store: store, gradients: false)
    let filling = WindowFilling(sampler: sampler, statistics: fitted.statistics, network: encoder)
    for first in stride(from: 0, to: walks.count, by: encoder.shape.rows) {
      let block = first..<min(first + encoder.shape.rows, walks.count)
      for number in block {
        filling.fillInputs(of: sampler.inferencePlace(series: number), row: number - first, contexts)
      }
      withDenormalsFlushed { encoder.plan.forward(contexts) }
      for number in block {
        if isCancelled?() == true { throw ForetellError(.interrupted, "the forecast was interrupted") }
        for (read, written) in zip(encoder.layers, stepper.layers) {
          written.copyState(from: read, row: number - first, contexts, into: steps)
        }
        draw(&walks[number], sampler, sampler.inferencePlace(series: number), steps)
      }
    }
  }

  /// Draws the paths of one series, whose state after its context is in `memory`.
  private func draw(
    _ walk: inout ForecastWalk, _ sampler: WindowSampler, _ place: WindowPlace, _ memory: Memory<Float>
  ) {
    let values = sampler.columns[place.series].values
    let scale = sampler.stepScale(of: place)
    let filling = WindowFilling(sampler: sampler, statistics: fitted.statistics, network: stepper)
    let limit = TransformLimit(ofPaths: walk.facts)
    var streams = (0..<stepper.shape.rows).map {
      RandomStream(seed: fitted.seed, purpose: .paths, index: UInt32($0), step: walk.key)
    }
    var drawn = [[Double]](repeating: [], count: streams.count)
    for path in drawn.indices { drawn[path].reserveCapacity(walk.needed) }
    let (features, width) = (stepper.shape.features, head.width)
    for step in 0..<walk.needed {
      if step > 0 { for layer in stepper.layers { layer.carryState(memory) } }
      filling.fillStepCodes(of: place, index: place.origin + step, memory)
      let recent = sampler.recentFeatureCount
      memory.value(stepper.input).withMutableSpan { buffer in
        sampler.fillCircumstances(
          of: place, index: place.origin + step, scale: scale, into: &buffer, at: recent,
          logarithm: Elementary.logarithm)
        for path in drawn.indices {
          let start = path * features
          if path > 0 { for place in recent..<features { buffer[start + place] = buffer[place] } }
          let past = drawn[path]
          sampler.fillRecent(
            last: past.last ?? values[place.origin - 1], isObserved: true, scale: scale, into: &buffer,
            at: start
          ) { lag in
            let index = step - lag
            if index >= 0 { return past[index] }
            return place.origin + index >= 0 ? values[place.origin + index] : .nan
          }
        }
      }
      withDenormalsFlushed { stepper.plan.forward(memory) }
      let output = memory.value(stepper.output)
      let range = limit?.limits(step: step) ?? -Double.infinity...Double.infinity
      var row = [Double](repeating: 0, count: width)
      for path in drawn.indices {
        for place in 0..<width { row[place] = Double(output[path * width + place]) }
        var value = head.draw(row[...], level: scale.level, from: &streams[path])
        if !head.readsLevels { value = (drawn[path].last ?? values[place.origin - 1]) + scale.change * value }
        drawn[path].append(walk.limits.clamped(range.clamped(value)))
      }
    }
    walk.keep(drawn, unit: scale.change)
  }
}

extension RecordedLayer {
  /// Makes the state of one row after the last step of another recording of this layer the one before the first step of
  /// all rows here.
  func copyState(
    from read: RecordedLayer, row: Int, _ memory: Memory<Float>, into target: Memory<Float>
  ) {
    for (source, slot) in zip(read.states, states) {
      let (rows, width) = (slot.shape[1], slot.shape[2])
      let state = memory.value(source)
        .slice(((source.shape[0] - 1) * source.shape[1] + row) * width, width)
      let first = target.value(slot)
      for row in 0..<rows { first.slice(row * width, width).copy(from: state) }
    }
  }
}
