import ForetellData

/// What training minimises.
public enum LossName: String, Sendable, Codable, CaseIterable {
  /// The quantile (pinball) loss over all trained quantiles.
  case quantile
  /// Squared error of the point forecast; intervals from the residuals of the fit.
  case squared
  /// Absolute error of the point forecast; intervals likewise.
  case absolute
  /// Huber's loss with delta 1 in scaled units; intervals likewise.
  case huber

  /// The head whose loss it is.
  ///
  /// - Parameter levels: interval levels in percent whose bounds are trained; point losses have none.
  package func head(levels: [Double]) -> any OutputHead {
    switch self {
    case .quantile: QuantileOutput(levels: levels)
    case .squared: PointOutput(.squared, levels: levels)
    case .absolute: PointOutput(.absolute, levels: levels)
    case .huber: PointOutput(.huber(delta: 1), levels: levels)
    }
  }
}

/// Interval levels in percent that a fit is asked to train.
enum TrainedLevels {
  /// Throws unless there are 1 to 99 levels between 0 and 100 percent, each once.
  static func check(_ levels: [Double]) throws {
    try OptionRange.require(
      (1...99).contains(levels.count) && levels.allSatisfy { $0 > 0 && $0 < 100 }, "a trained level",
      "between 0 and 100 percent")
    try OptionRange.require(Set(levels).count == levels.count, "trained levels", "different from each other")
  }
}
