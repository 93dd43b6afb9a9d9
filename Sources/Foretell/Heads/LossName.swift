import ForetellData

/// The loss that training minimises.
public enum LossName: String, Sendable, Codable, CaseIterable {
  /// The quantile (pinball) loss over all trained quantiles.
  case quantile
  /// The quantile (pinball) loss over all trained quantiles, in which that of the median counts ten times as much as
  /// each of the others: the point forecast is that of a network trained for the median alone, and there are
  /// quantiles beside it.
  case median
  /// The squared error of the point forecast; intervals come from the residuals of the fit.
  case squared
  /// The absolute error of the point forecast; intervals come from the residuals of the fit.
  case absolute
  /// Huber's loss with δ = 1 in scaled units; intervals come from the residuals of the fit (P. J. Huber,
  /// Annals of Mathematical Statistics 35, 1964, 73–101).
  case huber
  /// The negative logarithmic likelihood of a normal distribution whose mean and standard deviation the network gives for
  /// every step; intervals are that distribution's.
  case gaussian

  /// The head with this loss.
  ///
  /// - Parameter levels: interval levels in percent whose bounds are trained; a head with a point loss only
  ///   checks them.
  package func head(levels: [Double]) -> any OutputHead {
    switch self {
    case .quantile: QuantileOutput(levels: levels)
    case .median: QuantileOutput(levels: levels, tailShare: 0.1)
    case .squared: PointOutput(.squared, levels: levels)
    case .absolute: PointOutput(.absolute, levels: levels)
    case .huber: PointOutput(.huber(delta: 1), levels: levels)
    case .gaussian: GaussianOutput(levels: levels)
    }
  }
}

/// Checks of the interval levels that a fit trains.
enum TrainedLevels {
  /// Throws unless there are 1 to 99 distinct levels between 0 and 100 percent.
  static func check(_ levels: [Double]) throws {
    try OptionRange.require(
      (1...99).contains(levels.count) && levels.allSatisfy { $0 > 0 && $0 < 100 }, "a trained level",
      "between 0 and 100 percent")
    try OptionRange.require(Set(levels).count == levels.count, "trained levels", "different from each other")
  }
}
