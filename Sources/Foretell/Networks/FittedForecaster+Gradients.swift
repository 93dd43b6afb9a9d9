import ForetellCore
import ForetellData
import Foundation

extension FittedForecaster {
  /// Measures how far back the gradient of this model's loss reaches on a table, with the weights as they
  /// are; nothing is trained.
  ///
  /// Of a network that reads origin by origin, the loss of the last origin's forecast is measured, and a lag is an origin
  /// (``GradientSnapshot/origins``); of an ensemble, the first network.
  ///
  /// - Parameters:
  ///   - table: the training data, or other series on the same grid with the same covariates.
  ///   - batches: the largest number of batches of windows to measure; they are evenly spread over the table.
  ///   - threads: the largest number of threads; nil uses all cores.
  /// - Returns: a snapshot in which everything about clipping and updates (`measuredUpdates`, `updateRatio`)
  ///   is zero.
  /// - Throws: `ForetellError` when the table has another frequency or lacks covariates, no series is long enough
  ///   for a window, or the network isn't recurrent.
  public func gradients(on table: SeriesTable, batches: Int = 16, threads: Int? = nil) throws
    -> GradientSnapshot
  {
    let count = columns.covariates.count
    guard table.frequency.unit == frequency.unit, table.frequency.multiple == frequency.multiple,
      table.columns.covariates.count == count
    else {
      throw ForetellError(
        .modelMismatch,
        "the model was trained on \(frequency.name) data with \(count) covariates, \(table.name) is "
          + "\(table.frequency.name) with \(table.columns.covariates.count)",
        location: .init(file: table.name), hint: "fit a model to this data")
    }
    guard design.recipe.steps == nil else {
      throw ForetellError(
        .badOption,
        "the gradient of \(name) can't be told by lag: every step has a loss of its own and feeds the next")
    }
    guard carriesState else {
      throw ForetellError(
        .badOption, "\(name) carries no state from step to step, so its gradient can't be told by lag")
    }
    let table = try aligned(table)
    let recipe = design.recipe
    let known = try table.series.map { series in
      if let known = preparations[series.id] { return known }
      var preparation = try SeriesPreparation.checked(
        series, season: seasonLength, horizon: horizon, transform: recipe.transform)
      preparation.measure(
        series.values, firstOrdinal: table.frequency.ordinal(of: series.start) ?? 0, season: seasonLength,
        recipe)
      return preparation
    }
    let sampler = WindowSampler(
      table, design.recipe, preparations: known, inputSize: inputSize,
      originCount: originCount, horizon: horizon, season: seasonLength,
      readsSeasonalDifferences: readsSeasonalDifferences, covariates: covariates)
    let trainer = Trainer(
      design, sampler: sampler, known: KnownColumns(columns), seed: seed,
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, statistics: statistics)
    guard sampler.training.count > 0 else {
      throw ForetellError(
        .seriesTooShort, "no series of \(table.name) is long enough for a window",
        location: .init(file: table.name))
    }
    trainer.store.parameters.copy(from: parameters)
    var snapshot = trainer.measureGradients(batches: max(batches, 1))
    snapshot.origins = design.recipe.origins.map {
      GradientSnapshot.OriginSteps(windowLength: inputSize, hasDirectPath: $0.hasSkip)
    }
    return snapshot
  }
}
