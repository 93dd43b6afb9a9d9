import ForetellData

/// Which windows of a panel an update learns from.
public enum SamplingName: String, Sendable, Codable, CaseIterable {
  /// All windows are equally likely, so a series counts in proportion to its length.
  case windows
  /// All series are equally likely, and then the windows of the drawn one.
  case series
}

/// The linear map without bias from each window directly to its forecast, beside the recurrent layers.
public enum LinearPathName: String, Sendable, Codable, CaseIterable {
  /// There is none.
  case none
  /// Its weights start at zero, so that before training the forecast of a window is its location.
  case zero
  /// Its weights start at the solution of a ridge regression over the training windows.
  case ridge
}

/// How values are transformed before scaling.
public enum TransformName: String, Sendable, Codable, CaseIterable {
  /// The logarithm when all values are positive and their variation grows with their level, else none.
  case automatic = "auto"
  /// No transformation.
  case none
  /// Natural logarithm; data must be positive.
  case log
  /// Natural logarithm for series whose values are all positive, none for others.
  case positiveLog = "positive-log"
  /// Natural logarithm for series whose values are all positive and none below a thousandth of their median, none for
  /// others.
  case safeLog = "safe-log"
  /// Box-Cox with a λ chosen per series by Guerrero's method (V. M. Guerrero, Journal of Forecasting 12,
  /// 1993, 37–48); data must be positive.
  case boxCox = "box-cox"
}

/// How a window's values are shifted and scaled before the network reads them.
///
/// Each name stands for a pair of location and scale, see `Scaling`.
public enum ScalingName: String, Sendable, Codable, CaseIterable {
  /// The mean of the window's last season is subtracted, and the result divided by the series' typical
  /// seasonal change.
  case season
  /// The window's mean is subtracted, and the result divided by its standard deviation.
  case standard
  /// The window's median is subtracted, and the result divided by its interquartile range.
  case robust
  /// The window's last value is subtracted, and the result divided by the series' typical seasonal change.
  case lastValue = "last-value"
  /// The window's last value, or the mean of its last season of 13 to 48 steps, is subtracted. Logarithms are
  /// not divided further; other values are divided by the series' typical seasonal change.
  case level
  /// No scaling.
  case none

  /// The location and scale that this name stands for, given the season length in steps.
  func scaling(season: Int) -> Scaling {
    switch self {
    case .season: Scaling(location: .seasonMean, scale: .seasonalDifference, scaleScope: .series)
    case .standard: Scaling(location: .mean, scale: .standardDeviation)
    case .robust: Scaling(location: .median, scale: .interquartileRange)
    case .lastValue: Scaling(location: .lastValue, scale: .seasonalDifference, scaleScope: .series)
    case .level:
      Scaling(
        location: (13...48).contains(season) ? .seasonMean : .lastValue, scale: .seasonalDifference,
        scaleScope: .series)
    case .none: .none
    }
  }

  /// Whether logarithms are not divided by a scale, so that their unit remains a factor of e.
  var keepsUnitOfLogarithms: Bool { self == .level }
}
