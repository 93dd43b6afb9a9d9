import Foretell

/// One fit per horizon to the first rows of a table of channels, and a forecast from every origin of a later part.
///
/// Source: H. Zhou et al., Informer, AAAI 2021, for the sets and their parts. All windows are scored, the last ones too.
struct LongHorizonRun {
  private let task: LongHorizonTask
  private let part: SuitePart
  private let stride: Int
  /// The horizons with their places among the task's.
  private let horizons: [(place: Int, steps: Int)]
  /// The channels, scaled.
  private let table: SeriesTable
  private let train: Range<Int>
  private let scored: Range<Int>
  /// Sentences about what differs from the literature.
  let remarks: [String]

  /// Reads the channels, and scales each with mean and population deviation of its training part.
  init(
    _ task: LongHorizonTask, part: SuitePart, horizons: [Int]?, stride: Int, folder: DataFolder
  ) throws {
    self.task = task
    self.part = part
    self.stride = stride
    let channels = try task.channels(in: folder)
    let parts = task.parts(of: channels.count)
    train = parts.train
    scored = part == .test ? parts.test : parts.validation
    let asked = task.horizons.enumerated().filter { horizons?.contains($0.element) ?? true }
    let (end, begin) = (scored.count, train.count)
    let usable = asked.filter { $0.element <= end && $0.element < begin }
    guard !usable.isEmpty else {
      throw ForetellError(
        .seriesTooShort,
        "\(task.name) has \(channels.count) rows, too few for a horizon of its \(part.rawValue) part",
        location: .init(file: folder.path))
    }
    self.horizons = usable.map { ($0.offset, $0.element) }
    var remarks: [String] = []
    if usable.count < asked.count {
      remarks.append("\(task.name): the \(part.rawValue) part of \(end) rows is shorter than some horizons")
    }
    if stride > 1 { remarks.append("only every \(stride)th origin is forecast; the literature takes all") }
    self.remarks = remarks
    let last = scored.upperBound
    let series = zip(channels.names, channels.values).map { name, values in
      let (mean, deviation) = Self.moments(values[parts.train])
      return Series(
        id: name, start: task.start, values: values[..<last].map { ($0 - mean) / deviation })
    }
    table = try SeriesTable(series: series, frequency: task.frequency, name: task.name)
  }

  /// How much data there is, as a sentence.
  var summary: String {
    "\(table.series.count) channels, \(train.count) rows to learn from, \(scored.count) to forecast"
  }

  /// Mean and population standard deviation; 1 for a channel that doesn't change.
  private static func moments(_ values: ArraySlice<Double>) -> (mean: Double, deviation: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return (mean, variance > 0 ? variance.squareRoot() : 1)
  }

  /// One table per horizon.
  func run(_ models: [(label: String, forecaster: any Forecaster)], _ work: SuiteWork) throws -> [SuiteTable]
  {
    let past = table.droppingLast(scored.upperBound - train.upperBound)
    return try horizons.map { place, steps in
      let origins = Array(
        Swift.stride(from: scored.lowerBound, through: scored.upperBound - steps, by: stride))
      var result = SuiteTable(
        name: "\(task.name)-\(steps)", horizon: steps, seasonLength: nil, series: table.series.count,
        windows: origins.count, measures: SuiteMeasure.ofLongHorizons)
      var repeats = WindowErrors()
      for origin in origins {
        for series in table.series {
          let last = series.values[origin - 1]
          repeats.add(series.values[origin..<origin + steps]) { _ in last }
        }
      }
      result.rows.append(SuiteRow(name: "Repeat", kind: .reference, values: repeats.values))
      for model in models {
        var row = SuiteRow(name: model.label, kind: .model)
        var usages: [SuiteUsage] = []
        for seed in work.seeds(of: model.forecaster) {
          var meter = UsageMeter()
          let fitted = try work.fitted(model, past, horizon: steps, task: result.name, seed: seed, &meter)
          let errors = try meter.predict {
            try self.errors(of: fitted, steps: steps, origins) {
              work.tell(result.name, model.label, seed, .forecast($0))
              try work.options.checkStop()
            }
          }
          usages.append(meter.usage)
          for (measure, values) in errors.values { row.values[measure, default: []] += values }
        }
        row.usage = .mean(of: usages)
        work.tell(result.name, model.label, work.seed, .scored(row, result))
        result.rows.append(row)
      }
      if part == .test { result.rows += task.published.compactMap { $0.row(place) } }
      return result
    }
  }

  /// The averages over the horizons; published ones only where all horizons were run.
  func total(_ tables: [SuiteTable]) -> SuiteTable? {
    guard let first = tables.first, tables.count > 1 else { return nil }
    var total = SuiteTable(
      name: task.name, horizon: nil, seasonLength: nil, series: first.series,
      windows: tables.reduce(0) { $0 + $1.windows }, measures: first.measures)
    for (place, row) in first.rows.enumerated() where [.reference, .model].contains(row.kind) {
      var average = SuiteRow(name: row.name, kind: row.kind)
      for measure in first.measures {
        let all = tables.compactMap { $0.rows[place].values[measure] }
        guard let seeds = all.map(\.count).min() else { continue }
        average.values[measure] = (0..<seeds).map { seed in
          all.reduce(0) { $0 + $1[seed] } / Double(all.count)
        }
      }
      average.usage = .sum(of: tables.compactMap { $0.rows[place].usage })
      total.rows.append(average)
    }
    if part == .test, tables.count == task.horizons.count {
      total.rows += task.published.compactMap { $0.row(nil) }
    }
    return total
  }

  /// The errors of a model's forecasts from all origins, some hundred at a time.
  private func errors(
    of model: any FittedModel, steps: Int, _ origins: [Int], progress: (Double) throws -> Void
  ) throws -> WindowErrors {
    var errors = WindowErrors()
    let most = 256
    for begin in Swift.stride(from: 0, to: origins.count, by: most) {
      try progress(Double(begin) / Double(origins.count))
      let some = origins[begin..<min(begin + most, origins.count)]
      let end = scored.upperBound
      let forecasts = try model.predict(
        table, droppingLast: some.map { end - $0 }, horizon: steps, levels: [])
      for (origin, forecast) in zip(some, forecasts) {
        let points = Dictionary(forecast.series.map { ($0.id, $0.point) }, uniquingKeysWith: { $1 })
        for series in table.series {
          guard let point = points[series.id] else {
            throw ForetellError(
              .seriesTooShort, "\(model.name) gave no forecast of \(series.id)",
              location: .init(file: task.name))
          }
          errors.add(series.values[origin..<origin + steps]) { point[$0] }
        }
      }
    }
    return errors
  }
}

/// Sums of squared and absolute errors over windows, steps and channels.
private struct WindowErrors {
  private var squared = 0.0
  private var absolute = 0.0
  private var count = 0

  /// Adds one channel of one window.
  mutating func add(_ actual: ArraySlice<Double>, _ forecast: (Int) -> Double) {
    var (squares, sizes) = (0.0, 0.0)
    for (step, value) in actual.enumerated() {
      let error = value - forecast(step)
      squares += error * error
      sizes += abs(error)
    }
    squared += squares
    absolute += sizes
    count += actual.count
  }

  /// MSE and MAE.
  var values: [SuiteMeasure: [Double]] {
    guard count > 0 else { return [:] }
    return [.mse: [squared / Double(count)], .mae: [absolute / Double(count)]]
  }
}
