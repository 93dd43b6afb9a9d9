import ForetellData

extension FittedForecaster: PathModel {
  /// The model itself if it reads step by step and draws sample paths; otherwise nil.
  public var sampling: (any PathModel)? { design.recipe.steps == nil ? nil : self }

  /// Number of sample paths per series; 1 for a network that draws none.
  public var pathCount: Int { configuration.pathCount }

  /// The same model with another number of sample paths, in 2...100000.
  public func with(pathCount: Int) -> FittedForecaster {
    var model = self
    model.configuration.pathCount = pathCount
    return model
  }

  /// Draws the sample paths of every series of a table.
  ///
  /// - Throws: `ForetellError` of kind `usage` for a network that draws none; what
  ///   ``predict(_:horizon:levels:)`` throws.
  public func paths(_ table: SeriesTable? = nil, horizon: Int? = nil) throws -> [SamplePaths] {
    try requirePaths()
    var paths: [SamplePaths] = []
    _ = try run(table, horizon: horizon, levels: []) { paths.append($0) }
    return paths
  }

  /// Forecasts the sums over every `count` steps of the horizon.
  ///
  /// - Throws: `ForetellError` of kind `usage` for a network that draws no paths, or unless `count` divides the horizon;
  ///   what ``predict(_:horizon:levels:)`` throws.
  public func totals(
    _ table: SeriesTable? = nil, horizon: Int? = nil, every count: Int, levels: [Double] = [80, 95]
  ) throws -> Forecast {
    try requirePaths()
    let steps = horizon ?? forecastHorizon
    guard count > 0, steps % count == 0 else {
      throw ForetellError(
        .badOption, "sums over every \(count) steps don't divide a horizon of \(steps)",
        hint: "give a horizon that is a multiple of \(max(count, 1))")
    }
    return try run(table, horizon: steps, levels: levels, totals: count)
  }

  private func requirePaths() throws {
    guard sampling == nil else { return }
    throw ForetellError(
      .modelMismatch, "\(name) draws no sample paths: it forecasts each step's distribution by itself",
      hint: "fit a model of \(inCode: "DeepARForecaster", onCommandLine: "--model deepar")")
  }

  private func run(
    _ table: SeriesTable?, horizon: Int?, levels: [Double], totals: Int = 1,
    paths: ((SamplePaths) -> Void)? = nil
  ) throws -> Forecast {
    try predict(table, horizon: horizon, levels: levels, totals: totals, paths: paths, isCancelled: nil)
  }
}
