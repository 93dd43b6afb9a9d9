import ForetellData

extension WindowSampler {
  /// The windows of a table as the network reads them.
  ///
  /// - Parameters:
  ///   - table: the series.
  ///   - preparations: one for each series; scales that are nil are measured on the training parts.
  ///   - readsSeasonalDifferences: whether inputs are differences to one season earlier.
  ///   - covariates: the fit's covariate scales; nil: measured on the training parts.
  init(
    _ table: SeriesTable, _ recipe: Recipe, preparations: [SeriesPreparation],
    inputSize: Int, horizon: Int, season: Int, readsSeasonalDifferences: Bool = false,
    covariates: [AffineScale]? = nil
  ) {
    let columns = zip(table.series, preparations).map { series, preparation in
      WindowColumn(
        values: preparation.transform == .none ? series.values : series.values.map(preparation.forward),
        firstOrdinal: table.frequency.ordinal(of: series.start) ?? 0,
        covariates: series.covariates,
        scale: preparation.scale.map { AffineScale(scale: $0) },
        startsFromSeason: recipe.seasonalResidual && preparation.isSeasonal)
    }
    self.init(
      columns: columns, of: table, recipe, inputSize: inputSize, horizon: horizon, season: season,
      readsSeasonalDifferences: readsSeasonalDifferences, covariates: covariates,
      // After its last observation a series has nothing to teach and nothing to be tested on.
      ends: table.series.map { ($0.values.lastIndex { !$0.isNaN } ?? -1) + 1 })
  }

  /// The windows of prepared columns as the network reads them.
  ///
  /// - Parameters:
  ///   - columns: the series of a table, or their ends.
  ///   - table: says the frequency and the covariates' names.
  ///   - readsSeasonalDifferences: whether inputs are differences to one season earlier.
  ///   - covariates: the fit's covariate scales; nil: measured on the training parts.
  ///   - ends: where each column ends; nil: after its last value.
  init(
    columns: [WindowColumn], of table: SeriesTable, _ recipe: Recipe, inputSize: Int,
    horizon: Int, season: Int, readsSeasonalDifferences: Bool = false, covariates: [AffineScale]? = nil,
    ends: [Int]? = nil
  ) {
    var configuration = Configuration(inputSize: inputSize, horizon: horizon)
    configuration.readsSeasonalDifferences = readsSeasonalDifferences
    // A series with few whole histories starts after one season, padded at the left.
    configuration.minimumInputSize = min(max(season, 2), inputSize)
    configuration.enoughWindows = 8
    configuration.allowsPartialTargets = true
    configuration.scaling = recipe.scaling.scaling
    // An almost constant window must not make a step of its series enormous.
    configuration.leastScale = 1e-3
    configuration.seasonLength = season
    configuration.hasCovariateMask = true
    configuration.validationSize = recipe.validationSize
    let names = table.columns.covariates
    let full = columns.map { column in
      WindowColumn(
        values: column.values, firstOrdinal: column.firstOrdinal,
        covariates: names.indices.map { $0 < column.covariates.count ? column.covariates[$0] : [] },
        scale: column.scale, startsFromSeason: column.startsFromSeason)
    }
    self.init(
      columns: full, configuration: configuration, ends: ends, covariateNames: names,
      covariateScales: covariates,
      calendar: recipe.usesCalendar ? CalendarFeatures(frequency: table.frequency) : nil)
  }
}
