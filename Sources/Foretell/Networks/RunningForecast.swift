import ForetellCore
import ForetellData

/// The forecast of one series that goes on: the network's state is kept, so that a new value costs one step of the network,
/// however long the series has become.
///
/// For models that read origin by origin. Right after its creation it gives the forecast of
/// `FittedForecaster.predict(_:horizon:levels:)`. Every value appended moves the origin one step on, from the state that
/// the former origins left; the state is never forgotten, where a new prediction starts from zero before its last
/// ``FittedForecaster/originCount`` origins.
///
/// Nothing of it is kept in a file. A model that goes on with new rows, for all its series, all kinds of models and later
/// processes, is ``KeptModel/update(with:gaps:)``; while a series has no more origins than the model reads, both give the
/// same bits.
public final class RunningForecast {
  /// The series' id.
  public let id: String
  private let fitted: FittedForecaster
  private let table: SeriesTable
  private let preparation: SeriesPreparation
  private let network: NetworkPlan<Float>
  private let memory: Memory<Float>
  private var facts: HistoryFacts
  private var firstOrdinal: Int
  /// The last values, as many as a window and a season need.
  private var values: [Double]

  /// Reads the last origins of a series.
  ///
  /// - Parameters:
  ///   - fitted: a model that reads origin by origin, without covariates.
  ///   - id: the series in `table`.
  ///   - table: the history; nil: the end of the model's own data.
  /// - Throws: `ForetellError`: another kind of model, another frequency, no such series, or one with too few observed
  ///   values to forecast.
  public init(_ fitted: FittedForecaster, of id: String, in table: SeriesTable? = nil) throws {
    let data = table ?? fitted.lastTable
    guard fitted.design.recipe.origins != nil, fitted.columns.known.isEmpty, fitted.networkCount == 1 else {
      throw ForetellError(
        .modelMismatch,
        "a forecast can only go on with a single network that reads origin by origin and no covariates",
        hint: "fit the model with the reading of origins, and without \(option: .ensemble)")
    }
    _ = try fitted.checked(data, steps: fitted.horizon, levels: [])
    guard let series = data.series.first(where: { $0.id == id }) else {
      throw ForetellError(.badOption, "there is no series \(id)", location: .init(file: data.name))
    }
    guard let history = ForecastHistory(series.values[...], isJudged: table == nil), !history.facts.isShort
    else {
      throw ForetellError(
        .seriesTooShort, "too few values are observed to forecast from", location: .init(series: id))
    }
    self.id = id
    self.fitted = fitted
    self.table = data
    let ordinal = data.frequency.ordinal(of: series.start) ?? 0
    preparation =
      fitted.preparations[id]
      ?? SeriesPreparation(
        measuring: Array(history.values), firstOrdinal: ordinal, season: fitted.seasonLength,
        horizon: fitted.horizon, fitted.design.recipe)
    facts = history.facts.joined(with: fitted.facts[id])
    network = FittedForecaster.network(
      fitted.design, rows: 1, inputSize: fitted.inputSize, originCount: 1, horizon: fitted.horizon,
      frequency: fitted.frequency, columns: fitted.columns)
    let store = ParameterStore<Float>(for: network.plan)
    store.parameters.copy(from: fitted.parameters)
    network.plan.prepare(store)
    memory = Memory(for: network.plan, store: store, gradients: false)
    let origin = max(history.values.count - fitted.originCount + 1, 1)
    values = Array(history.values[..<origin])
    firstOrdinal = ordinal
    step(isFirst: true)
    for value in history.values[origin...] {
      values.append(value)
      step(isFirst: false)
    }
  }

  /// Takes in the next value of the series, NaN where it is missing; costs the same however many came before.
  public func append(_ value: Double) {
    if !value.isNaN {
      facts = HistoryFacts(
        observed: facts.observed + 1, minimum: min(facts.minimum, value), maximum: max(facts.maximum, value))
    }
    values.append(value)
    step(isFirst: false)
  }

  /// The forecast of the steps after the last value, as many as the network learnt at once.
  ///
  /// - Parameter levels: interval levels in percent, each in 0..<100.
  public func forecast(levels: [Double] = [80, 95]) throws -> SeriesForecast {
    _ = try fitted.checked(table, steps: fitted.horizon, levels: levels)
    let recipe = fitted.design.recipe
    var walk = ForecastWalk(
      preparation: preparation, limits: recipe.bounds.limits(of: facts),
      transformLimit: recipe.transform == .automatic ? TransformLimit(preparation, facts) : nil,
      firstOrdinal: firstOrdinal, values: values, covariates: [], needed: fitted.horizon)
    let sampler = sampler
    let place = sampler.inferencePlace(series: 0)
    let scale = sampler.scale(for: place)
    let output = memory.value(network.output)
    walk.append(
      (0..<fitted.horizon * network.head.width).map { Double(output[$0]) },
      bases: (0..<fitted.horizon).map {
        sampler.targetBase(of: place, step: $0, location: scale.location) + walk.seasonIndex(step: $0)
      },
      unit: fitted.statistics.targets(scale).scale, head: network.head,
      deviations: fitted.residualDeviations, calibration: fitted.calibration, withOffsets: !levels.isEmpty)
    let end = firstOrdinal + values.count
    return walk.forecast(
      id: id, stamps: (0..<fitted.horizon).map { fitted.frequency.timestamp(end + $0) },
      levels: levels.sorted(), deviates: network.head.deviates
    ).with(levels: levels.sorted())
  }

  /// The windows of the values that are kept.
  private var sampler: WindowSampler {
    WindowSampler(
      columns: [
        preparation.column(
          values, firstOrdinal: firstOrdinal, covariates: [],
          startsFromSeason: fitted.design.recipe.seasonalResidual)
      ], of: table, fitted.design.recipe, inputSize: fitted.inputSize, originCount: 1,
      horizon: fitted.horizon, season: fitted.seasonLength, covariates: [])
  }

  /// Moves the network on by the origin after the last value.
  private func step(isFirst: Bool) {
    if values.count > 2 * fitted.reach {
      let surplus = values.count - fitted.reach
      values.removeFirst(surplus)
      firstOrdinal += surplus
    }
    if !isFirst { for layer in network.layers { layer.carryState(memory) } }
    let sampler = sampler
    let filling = WindowFilling(sampler: sampler, statistics: fitted.statistics, network: network)
    filling.fillInputs(of: sampler.inferencePlace(series: 0), row: 0, memory)
    withDenormalsFlushed { network.plan.forward(memory) }
  }
}

extension RecordedLayer {
  /// Makes the state after the last step the one before the first, so that the next pass goes on from there; for layers
  /// that read forwards.
  func carryState(_ memory: Memory<Float>) {
    for slot in states {
      let size = slot.shape[1] * slot.shape[2]
      let blocks = memory.value(slot)
      blocks.slice(0, size).copy(from: blocks.slice((slot.shape[0] - 1) * size, size))
    }
  }
}
