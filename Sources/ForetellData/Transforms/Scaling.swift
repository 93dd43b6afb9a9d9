/// How values are centred and scaled before the network sees them, chosen by name.
///
/// A name is `location+scale`, or one word for both: `none`, `standard` (mean, standard deviation), `robust`
/// (median, interquartile range), `last-value` (last value, no scale), `season-mean` (mean of the last season,
/// no scale), `mean-absolute` (no location). Each part counts over the window's inputs, or over the whole
/// training part of the series with the prefix `series-`. Examples: `last-value+standard`,
/// `season-mean+series-seasonal-difference`, `series-standard`.
public struct Scaling: Sendable, Hashable, Codable {
  /// What is subtracted.
  public enum Location: String, Sendable, Hashable, Codable, CaseIterable {
    case none
    case mean = "standard"
    case median = "robust"
    case lastValue = "last-value"
    /// The mean of the last season's observed values.
    case seasonMean = "season-mean"
  }

  /// What is divided by.
  public enum Scale: String, Sendable, Hashable, Codable, CaseIterable {
    case none
    case standardDeviation = "standard"
    case interquartileRange = "robust"
    case meanAbsolute = "mean-absolute"
    /// The standard deviation of the differences to one season earlier.
    case seasonalDifference = "seasonal-difference"
  }

  /// What a statistic is taken over.
  public enum Scope: String, Sendable, Hashable, Codable, CaseIterable {
    /// The inputs of the window.
    case window
    /// The part of the series that may be trained on.
    case series
  }

  /// What is subtracted.
  public var location: Location
  /// What the location is taken over.
  public var locationScope: Scope
  /// What is divided by.
  public var scale: Scale
  /// What the scale is taken over.
  public var scaleScope: Scope

  /// A scaling by its parts.
  public init(
    location: Location, scale: Scale, locationScope: Scope = .window, scaleScope: Scope = .window
  ) {
    self.location = location
    self.scale = scale
    self.locationScope = locationScope
    self.scaleScope = scaleScope
  }

  /// Changes nothing.
  public static let none = Scaling(location: .none, scale: .none)

  /// A scaling by its name; throws a usage error that lists the names.
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

  /// The location and scale of some values.
  ///
  /// NaN is a missing value and doesn't count. With nothing observed the result is the identity. A scale that
  /// would be zero (a constant window) falls back to the next in: interquartile range, standard deviation,
  /// mean absolute value, 1; so the result is always finite and positive. The seasonal differences fall back to
  /// their size where they are all the same, then to differences of one step, the standard deviation, a hundredth
  /// of the mean absolute value, 1.
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
