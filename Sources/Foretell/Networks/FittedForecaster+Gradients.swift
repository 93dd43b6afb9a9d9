import ForetellCore
import ForetellData
import Foundation

extension FittedForecaster {
  /// How far back the gradient of this model's loss reaches on a table, with the weights as they are; nothing is trained.
  ///
  /// - Parameters:
  ///   - table: the training data, or other series on the same grid with the same covariates.
  ///   - batches: at most so many batches of windows are measured, evenly spread over the table.
  ///   - threads: most threads at once; nil takes all cores.
  /// - Returns: a snapshot without clipping and updates: its `measuredUpdates` and `updateRatio`s are zero.
  /// - Throws: `ForetellError`: another frequency, missing covariates, no series long enough for a window.
  public func gradients(on table: SeriesTable, batches: Int = 16, threads: Int? = nil) throws
    -> GradientSnapshot
  {
    guard table.frequency.unit == frequency.unit, table.frequency.multiple == frequency.multiple,
      table.columns.covariates.count == covariates.count
    else {
      throw ForetellError(
        .modelMismatch,
        "the model was trained on \(frequency.name) data with \(covariates.count) covariates, \(table.name) is "
          + "\(table.frequency.name) with \(table.columns.covariates.count)",
        location: .init(file: table.name), hint: "fit a model to this data")
    }
    let known = try table.series.map { series in
      try preparations[series.id]
        ?? SeriesPreparation.checked(
          series, season: seasonLength, horizon: horizon, transform: design.recipe.transform)
    }
    let sampler = WindowSampler(
      table, design.recipe, preparations: known, inputSize: inputSize, horizon: horizon, season: seasonLength,
      readsSeasonalDifferences: readsSeasonalDifferences, covariates: covariates)
    let trainer = Trainer(
      design, sampler: sampler, seed: seed,
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, statistics: statistics)
    guard sampler.training.count > 0 else {
      throw ForetellError(
        .seriesTooShort, "no series of \(table.name) is long enough for a window",
        location: .init(file: table.name))
    }
    trainer.store.parameters.copy(from: parameters)
    return trainer.measureGradients(batches: max(batches, 1))
  }
}
