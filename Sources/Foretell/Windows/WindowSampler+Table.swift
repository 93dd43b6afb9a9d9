import ForetellData

extension WindowSampler {
  /// Makes the sampler of a table's windows.
  ///
  /// - Parameters:
  ///   - table: the series.
  ///   - preparations: one per series; scales that are nil are measured on the training parts of the series.
  ///   - originCount: origins of a sequence, where the recipe reads by origins.
  ///   - readsSeasonalDifferences: whether inputs are differences to one season earlier.
  ///   - covariates: the fit's scales of the covariates; nil measures them on the training parts of the
  ///     series.
  init(
    _ table: SeriesTable, _ recipe: Recipe, preparations: [SeriesPreparation],
    inputSize: Int, originCount: Int, horizon: Int, season: Int, readsSeasonalDifferences: Bool = false,
    covariates: [AffineScale]? = nil
  ) {
    let columns = zip(table.series, preparations).map { series, preparation in
      var column = preparation.column(
        series.values, firstOrdinal: table.frequency.ordinal(of: series.start) ?? 0,
        covariates: series.covariates, startsFromSeason: recipe.seasonalResidual)
      (column.known.futures, column.known.statics) = (series.futures, series.statics)
      return column
    }
    self.init(
      columns: columns, of: table, recipe, inputSize: inputSize, originCount: originCount, horizon: horizon,
      season: season,
      readsSeasonalDifferences: readsSeasonalDifferences, covariates: covariates,
      // After its last observation a series has nothing to learn from or to be scored on.
      ends: table.series.map { ($0.values.lastIndex { !$0.isNaN } ?? -1) + 1 })
  }

  /// Makes the sampler of the windows of prepared columns.
  ///
  /// - Parameters:
  ///   - columns: the series of a table, or their ends, with all of its covariates, futures and statics: those that are
  ///     categories are found by name.
  ///   - table: gives the frequency and the names of covariates.
  ///   - originCount: origins of a sequence, where the recipe reads by origins.
  ///   - readsSeasonalDifferences: whether inputs are differences to one season earlier.
  ///   - covariates: the fit's scales of the covariates; nil measures them on the training parts of the
  ///     columns.
  ///   - ends: for each column the index after its last value to use; nil uses all values.
  init(
    columns: [WindowColumn], of table: SeriesTable, _ recipe: Recipe, inputSize: Int, originCount: Int,
    horizon: Int, season: Int, readsSeasonalDifferences: Bool = false, covariates: [AffineScale]? = nil,
    ends: [Int]? = nil
  ) {
    var configuration = Configuration(inputSize: inputSize, horizon: horizon)
    configuration.readsSeasonalDifferences = readsSeasonalDifferences
    if recipe.origins != nil { configuration.origins = originCount }
    configuration.lags = recipe.lags(frequency: table.frequency)
    configuration.readsLevel = recipe.steps?.readsLevel == true
    // A series too short for enough complete windows also gives windows with one season of history, padded on
    // the left.
    configuration.minimumInputSize = min(max(season, 2), inputSize)
    configuration.enoughWindows = 8
    configuration.allowsPartialTargets = true
    configuration.scaling = recipe.windowScaling(season: season)
    // A window that is almost constant must not have a scale near zero, which would make its targets
    // enormous.
    configuration.leastScale = 1e-3
    configuration.seasonLength = recipe.scalingSeason(season)
    configuration.hasCovariateMask = true
    configuration.validationSize = recipe.validationSize
    let known = KnownColumns(table.columns)
    let full = columns.map { column in
      let covariates = table.columns.covariates.indices.map {
        $0 < column.covariates.count ? column.covariates[$0] : []
      }
      var split = WindowColumn(
        values: column.values, firstOrdinal: column.firstOrdinal,
        covariates: known.past.map { covariates[$0] },
        scale: column.scale, startsFromSeason: column.startsFromSeason, roughness: column.roughness)
      split.earlier = column.earlier
      split.known = known.column(
        futures: column.known.futures, statics: column.known.statics, covariates: covariates)
      return split
    }
    self.init(
      columns: full, configuration: configuration, ends: ends,
      covariateNames: known.numberNames(table.columns),
      covariateScales: covariates,
      calendar: recipe.usesCalendar ? CalendarFeatures(frequency: table.frequency) : nil)
  }
}

extension SeriesPreparation {
  /// A series in the form from which windows are cut.
  ///
  /// - Parameter startsFromSeason: whether targets of series with a season are differences from their
  ///   seasonal naive forecast; ignored when the season is removed.
  func column(
    _ values: [Double], firstOrdinal: Int, covariates: [[Double]], startsFromSeason: Bool
  ) -> WindowColumn {
    WindowColumn(
      values: prepared(values, firstOrdinal: firstOrdinal), firstOrdinal: firstOrdinal,
      covariates: covariates, scale: scale.map { AffineScale(scale: $0) },
      startsFromSeason: startsFromSeason && isSeasonal && seasonIndices.isEmpty, roughness: roughness)
  }
}
