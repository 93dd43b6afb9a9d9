/// How values are centred and scaled before the network reads them, chosen by name.
///
/// A name is `location+scale`, or one word for both: `none`, `standard` (mean, standard deviation), `robust`
/// (median, interquartile range), `last-value` (last value, no scale), `season-mean` (mean of the last
/// season, no scale), `mean-absolute` (no location). Each statistic is computed over the window's inputs or,
/// with the prefix `series-`, over the training part of the series. Examples: `last-value+standard`,
/// `season-mean+series-seasonal-difference`, `series-standard`.
public struct Scaling: Sendable, Hashable, Codable {
  /// The statistic that is subtracted.
  public enum Location: String, Sendable, Hashable, Codable, CaseIterable {
    case none
    case mean = "standard"
    case median = "robust"
    case lastValue = "last-value"
    /// The mean of the last season's observed values.
    case seasonMean = "season-mean"
  }

  /// The statistic by which values are divided.
  public enum Scale: String, Sendable, Hashable, Codable, CaseIterable {
    case none
    case standardDeviation = "standard"
    case interquartileRange = "robust"
    case meanAbsolute = "mean-absolute"
    /// The standard deviation of the differences to one season earlier.
    case seasonalDifference = "seasonal-difference"
  }

  /// The values over which a statistic is computed.
  public enum Scope: String, Sendable, Hashable, Codable, CaseIterable {
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

  /// Makes a scaling from its name; throws a usage error that lists the names when there is no such name.
  public init(name: String) throws {
    let parts = name.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
    let scopes = parts.map { $0.hasPrefix("series-") ? Scope.series : .window }
    let words = parts.map { $0.hasPrefix("series-") ? String($0.dropFirst(7)) : $0 }
    if parts.count == 1 {
      let location = Location(rawValue: words[0])
      let scale = Scale(rawValue: words[0])
      if location != nil || scale != nil {
        self.init(
          location: location ?? .none, scale: scale ?? .none, locationScope: scopes[0], scaleScope: scopes[0])
        return
      }
    } else if parts.count == 2, let location = Location(rawValue: words[0]),
      let scale = Scale(rawValue: words[1])
    {
      self.init(location: location, scale: scale, locationScope: scopes[0], scaleScope: scopes[1])
      return
    }
    let locations = Location.allCases.map(\.rawValue).joined(separator: ", ")
    let scales = Scale.allCases.map(\.rawValue).joined(separator: ", ")
    throw ForetellError(
      .badOption, "\"\(name)\" is not a scaling",
      hint: "location (\(locations)) + scale (\(scales)), each with the prefix series- if it counts over the "
        + "whole series; for example last-value+standard")
  }

  /// The name that `init(name:)` reads.
  public var name: String {
    func part(_ word: String, _ scope: Scope) -> String {
      word == "none" || scope == .window ? word : "series-" + word
    }
    let first = part(location.rawValue, locationScope)
    let second = part(scale.rawValue, scaleScope)
    let isOneWord = first == second && (location != .none || scale == .none)
    return isOneWord ? first : first + "+" + second
  }

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
