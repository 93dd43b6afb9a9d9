/// How values are centred and scaled before the network reads them: which statistics, over which values.
public struct Scaling: Sendable, Hashable {
  /// The statistic that is subtracted.
  public enum Location: Sendable, Hashable, CaseIterable {
    /// Nothing is subtracted.
    case none
    /// The mean.
    case mean
    /// The median.
    case median
    /// The last observed value.
    case lastValue
    /// The mean of the last season's observed values.
    case seasonMean
  }

  /// The statistic by which values are divided.
  public enum Scale: Sendable, Hashable, CaseIterable {
    /// Values aren't divided.
    case none
    /// The standard deviation.
    case standardDeviation
    /// The interquartile range.
    case interquartileRange
    /// The mean of the absolute values.
    case meanAbsolute
    /// The standard deviation of the differences to one season earlier.
    case seasonalDifference
  }

  /// The values over which a statistic is computed.
  public enum Scope: Sendable, Hashable, CaseIterable {
    /// The inputs of the window.
    case window
    /// The training part of the series.
    case series
  }

  /// The statistic that is subtracted.
  public var location: Location
  /// The values over which the location is computed.
  public var locationScope: Scope
  /// The statistic by which values are divided.
  public var scale: Scale
  /// The values over which the scale is computed.
  public var scaleScope: Scope

  /// Makes a scaling from its parts.
  public init(
    location: Location, scale: Scale, locationScope: Scope = .window, scaleScope: Scope = .window
  ) {
    self.location = location
    self.scale = scale
    self.locationScope = locationScope
    self.scaleScope = scaleScope
  }

  /// No scaling.
  public static let none = Scaling(location: .none, scale: .none)

  /// The location and scale of the given values.
  ///
  /// NaN is a missing value and is ignored. When nothing is observed the result is the identity. A scale of
  /// zero (a constant window) is replaced by the next in this list that isn't zero: interquartile range,
  /// standard deviation, mean absolute value, 1. So the scale is always finite and positive. For seasonal
  /// differences the list is: their magnitude when all are equal, differences of one step, the standard
  /// deviation, a hundredth of the mean absolute value, 1.
  ///
  /// - Parameters:
  ///   - values: any number of values, oldest first.
  ///   - seasonLength: at least 1, for the seasonal statistics.
  public func statistics(of values: Span<Double>, seasonLength: Int = 1) -> AffineScale {
    AffineScale(
      location: Moments.location(location, of: values, seasonLength: seasonLength),
      scale: Moments.scale(scale, of: values, seasonLength: seasonLength))
  }
}
