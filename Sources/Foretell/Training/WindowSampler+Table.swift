import ForetellData

extension WindowSampler {
  /// The windows of a table as the network reads them.
  ///
  /// - Parameters:
  ///   - table: the series.
  ///   - preparations: one for each series; scales that are nil are measured on the training parts.
  ///   - covariates: the fit's covariate scales; nil: measured on the training parts.
  init(
    _ table: SeriesTable, _ forecaster: RecurrentForecaster, preparations: [SeriesPreparation],
    inputSize: Int, horizon: Int, season: Int, covariates: [AffineScale]? = nil
  ) {
    var configuration = Configuration(inputSize: inputSize, horizon: horizon)
    // A series with few whole histories starts after one season, padded at the left.
    configuration.minimumInputSize = min(max(season, 2), inputSize)
    configuration.enoughWindows = 8
    configuration.allowsPartialTargets = true
    configuration.scaling = forecaster.scaling.scaling
    // An almost constant window must not make a step of its series enormous.
    configuration.leastScale = 1e-3
    configuration.seasonLength = season
    configuration.hasCovariateMask = true
    configuration.validationSize = forecaster.validationSize
    let names = table.columns.covariates
    let columns = zip(table.series, preparations).map { series, preparation in
      WindowColumn(
        values: preparation.transform == .none ? series.values : series.values.map(preparation.forward),
        firstOrdinal: table.frequency.ordinal(of: series.start) ?? 0,
        covariates: names.indices.map { $0 < series.covariates.count ? series.covariates[$0] : [] },
        scale: preparation.scale.map { AffineScale(scale: $0) },
        startsFromSeason: forecaster.seasonalResidual && preparation.isSeasonal)
    }
    self.init(
      columns: columns, configuration: configuration, covariateNames: names, covariateScales: covariates,
      calendar: forecaster.usesCalendar ? CalendarFeatures(frequency: table.frequency) : nil)
  }
}

extension ScalingName {
  /// The sampler's statistics of this name.
  var scaling: Scaling {
    switch self {
    case .season: Scaling(location: .seasonMean, scale: .seasonalDifference, scaleScope: .series)
    case .standard: Scaling(location: .mean, scale: .standardDeviation)
    case .robust: Scaling(location: .median, scale: .interquartileRange)
    case .lastValue: Scaling(location: .lastValue, scale: .seasonalDifference, scaleScope: .series)
    case .none: .none
    }
  }
}
