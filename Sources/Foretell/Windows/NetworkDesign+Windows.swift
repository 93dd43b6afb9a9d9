import ForetellData

extension NetworkDesign {
  /// The preparation of each series of a table, and the sampler that cuts windows from the prepared series.
  ///
  /// Isolated values (``IsolatedValues``) are treated as missing.
  func prepared(
    _ given: SeriesTable, horizon: Int
  ) throws -> (preparations: [SeriesPreparation], sampler: WindowSampler) {
    let table = given.withoutIsolatedValues
    let season = recipe.season(of: table)
    let sizes = sizes(for: table, horizon: horizon)
    let preparations = try table.series.map { series in
      var preparation = try SeriesPreparation.checked(
        series, season: season, horizon: horizon, transform: recipe.transform)
      if sizes.readsSeasonalDifferences, !preparation.isSeasonal {
        preparation.isSeasonal = SeriesPreparation.isNearerToTheSeason(
          series.values, season: season, lag: min(sizes.horizon, season / 2))
      }
      preparation.measure(
        Array(series.values.prefix(max(series.values.count - recipe.validationSize, 0))),
        firstOrdinal: table.frequency.ordinal(of: series.start) ?? 0, season: season, recipe)
      return preparation
    }
    let sampler = WindowSampler(
      table, recipe, preparations: preparations, inputSize: sizes.inputSize,
      originCount: sizes.originCount, horizon: sizes.horizon, season: season,
      readsSeasonalDifferences: sizes.readsSeasonalDifferences)
    return (preparations, sampler)
  }
}
