import ForetellCore
import ForetellData

/// One forecast of all series of a table with a fitted network.
struct ForecastRunner {
  private let fitted: FittedForecaster
  private let data: SeriesTable
  /// The fitted network, recorded for as many rows as go through it at once.
  private let network: NetworkPlan<Float>
  private let store: ParameterStore<Float>
  private let preparations: [SeriesPreparation]

  /// A runner over `data`, whose series are prepared as the fit or, unknown to it, their own history says.
  ///
  /// - Parameter histories: the whole history of each series of `data`, where that has only the end.
  /// - Throws: ``ForetellError`` for a series without any value.
  init(
    _ fitted: FittedForecaster, _ data: SeriesTable, histories: [ArraySlice<Double>]? = nil,
    network: NetworkPlan<Float>
  ) throws {
    for (number, series) in data.series.enumerated()
    where (histories?[number] ?? series.values[...]).allSatisfy(\.isNaN) {
      throw ForetellError(
        .noObservations, "series \(series.id) has no observed value to forecast from",
        location: .init(file: data.name, series: series.id))
    }
    self.fitted = fitted
    self.data = data
    self.network = network
    store = ParameterStore(for: network.plan)
    store.parameters.copy(from: fitted.parameters)
    network.plan.prepare(store)
    preparations = data.series.enumerated().map { number, series in
      fitted.preparations[series.id]
        ?? SeriesPreparation(
          measuring: histories.map { Array($0[number]) } ?? series.values, season: fitted.seasonLength,
          transform: fitted.configuration.transform,
          scaling: fitted.configuration.scaling.scaling)
    }
  }

  /// Point and quantile offsets of one series in transformed units, step by step.
  private struct Path {
    var point: [Double] = []
    /// Per quantile level of the network, the distance from the median (negative below).
    var offsets: [[Double]] = []
    var carried: [Double] = []
  }

  func run(steps: Int, levels: [Double]) throws -> Forecast {
    // Only the last points matter; blocks beyond the horizon append their point forecasts to them.
    let kept = max(fitted.inputSize, fitted.seasonLength) + fitted.seasonLength
    var tails = data.series.enumerated().map { number, series in
      let first = max(series.values.count - kept, 0)
      return Series(
        id: series.id, start: data.timestamp(ofSeries: number, at: first),
        values: Array(series.values[first...]),
        covariates: series.covariates.map { Array($0[first...]) })
    }
    var paths = [Path](repeating: Path(), count: tails.count)
    var done = 0
    while done < steps {
      paths = forecastBlock(tails, paths, withOffsets: !levels.isEmpty)
      done += fitted.horizon
      guard done < steps else { break }
      tails = zip(tails.indices, tails).map { number, series in
        let recent = paths[number].point.suffix(fitted.horizon).map { preparations[number].inverse($0) }
        return Series(
          id: series.id, start: series.start, values: series.values + recent,
          covariates: series.covariates.map { $0 + [Double](repeating: .nan, count: recent.count) })
      }
    }
    return Forecast(
      model: fitted.name, levels: levels,
      series: try data.series.indices.map { try finish($0, paths[$0], steps, levels) })
  }

  /// Extends every path by one trained horizon.
  private func forecastBlock(_ tails: [Series], _ paths: [Path], withOffsets: Bool) -> [Path] {
    let table = SeriesTable(
      series: tails, frequency: data.frequency, name: data.name, columns: data.columns,
      stampStyle: data.stampStyle)
    let sampler = WindowSampler(
      table, fitted.configuration, preparations: preparations, inputSize: fitted.inputSize,
      horizon: fitted.horizon, season: fitted.seasonLength, covariates: fitted.covariates)
    let rows = network.shape.rows
    let memory = Memory<Float>(for: network.plan, store: store, gradients: false)
    let width = max(network.shape.quantiles.count, 1)
    var result = paths
    for from in stride(from: 0, to: tails.count, by: rows) {
      let block = from..<min(from + rows, tails.count)
      for series in block {
        let place = sampler.inferencePlace(series: series)
        let scale = fitted.statistics.inputs(sampler.scale(for: place))
        memory.value(network.input).withMutableSpan { input in
          sampler.fillInputs(
            of: place, scale: scale, into: &input,
            layout: .timeMajor(window: series - from, of: rows, features: network.shape.features))
        }
        memory.value(network.starts)[series - from] = Float(sampler.padding(of: place))
      }
      withDenormalsFlushed { network.plan.forward(memory) }
      let output = memory.value(network.output)
      for series in block {
        let place = sampler.inferencePlace(series: series)
        let scale = sampler.scale(for: place)
        let bases = (0..<fitted.horizon).map {
          sampler.targetBase(of: place, step: $0, location: scale.location)
        }
        extend(
          &result[series], (series - from) * fitted.horizon * width, output, bases,
          fitted.statistics.targets(scale).scale, withOffsets: withOffsets)
      }
    }
    return result
  }

  private func extend(
    _ path: inout Path, _ place: Int, _ output: Block<Float>, _ bases: [Double], _ unit: Double,
    withOffsets: Bool
  ) {
    let quantiles = network.shape.quantiles
    let width = max(quantiles.count, 1)
    let carried = path.carried
    var last: [Double] = []
    path.point.reserveCapacity(path.point.count + fitted.horizon)
    if !withOffsets {
      let center = quantiles.isEmpty ? 0 : width / 2
      for step in 0..<fitted.horizon {
        path.point.append(bases[step] + unit * Double(output[place + step * width + center]))
      }
      return
    }
    for step in 0..<fitted.horizon {
      let values = (0..<width).map { Double(output[place + step * width + $0]) }
      let center = quantiles.isEmpty ? values[0] : values[width / 2]
      path.point.append(bases[step] + unit * center)
      var offsets: [Double] =
        quantiles.isEmpty
        ? StandardLevels.deviations.map { $0 * unit * Double(fitted.residualDeviations[step]) }
        : values.map { unit * ($0 - center) }
      if !carried.isEmpty {
        // Errors of earlier blocks and of this one as if independent: widths add as squares.
        for index in offsets.indices {
          let sum = (offsets[index] * offsets[index] + carried[index] * carried[index]).squareRoot()
          offsets[index] = offsets[index] < 0 ? -sum : sum
        }
      }
      path.offsets.append(offsets)
      last = offsets
    }
    path.carried = last
  }

  /// Undoes the transformation and reads the asked levels off the network's quantiles.
  private func finish(_ number: Int, _ path: Path, _ steps: Int, _ levels: [Double]) throws -> SeriesForecast
  {
    let series = data.series[number]
    let preparation = preparations[number]
    let probabilities = network.shape.quantiles
    let deviates =
      probabilities.isEmpty ? StandardLevels.deviations : probabilities.map { StandardNormal.quantile($0) }
    var forecast = SeriesForecast(
      id: series.id,
      stamps: (0..<steps).map { data.timestamp(ofSeries: number, at: series.values.count + $0) },
      point: path.point.prefix(steps).map { Self.rounded(preparation.inverse($0)) }, lower: [], upper: [])
    for level in levels {
      let deviate = StandardNormal.quantile(0.5 + level / 200)
      func bound(_ z: Double) -> [Double] {
        (0..<steps).map { step in
          Self.rounded(
            preparation.inverse(path.point[step] + Self.interpolate(path.offsets[step], deviates, at: z)))
        }
      }
      forecast.lower.append(bound(-deviate))
      forecast.upper.append(bound(deviate))
    }
    let all = [forecast.point] + forecast.lower + forecast.upper
    // Inverse transforms are limited to e^±700: a value up there is no forecast either.
    guard all.allSatisfy({ $0.allSatisfy { abs($0) < 1e300 } }) else {
      throw ForetellError(
        .diverged, "the forecast of series \(series.id) isn't finite",
        location: .init(file: data.name, series: series.id),
        hint: "try --transform none, a smaller --learning-rate, or a shorter horizon")
    }
    return forecast
  }

  /// The value with seven significant digits: the network computes in single precision, which has no more.
  private static func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    // ⌊log₁₀|value|⌋ from the binary exponent: this, or one more.
    var exponent = Int((Double(value.exponent) * 0.301_029_995_663_981_2).rounded(.down))
    guard (-17...28).contains(exponent) else { return value }
    if abs(value) >= (exponent >= -1 ? tens[exponent + 1] : 1 / tens[-exponent - 1]) { exponent += 1 }
    let digits = 6 - exponent
    guard abs(digits) <= 22 else { return value }
    let scale = tens[abs(digits)]
    return digits >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
  }

  /// 10⁰…10²⁹, exact to 10²².
  private static let tens: [Double] = (1...29).reduce(into: [1]) { powers, _ in
    powers.append(powers[powers.count - 1] * 10)
  }

  /// The offset at normal deviate `z`: linear between the known ones, proportional beyond the outermost.
  private static func interpolate(_ offsets: [Double], _ deviates: [Double], at z: Double) -> Double {
    if z == 0 { return 0 }
    guard let first = deviates.first, let last = deviates.last else { return 0 }
    if z <= first { return first == 0 ? 0 : offsets[0] * z / first }
    if z >= last { return last == 0 ? 0 : offsets[offsets.count - 1] * z / last }
    let upper = deviates.firstIndex { $0 > z } ?? deviates.count - 1
    let part = (z - deviates[upper - 1]) / (deviates[upper] - deviates[upper - 1])
    return offsets[upper - 1] + part * (offsets[upper] - offsets[upper - 1])
  }
}

/// The deviates at which a point loss's normal residuals are tabulated.
enum StandardLevels {
  static let deviations: [Double] = [-2, -1, 0, 1, 2]
}
