import ForetellClassics
import ForetellData

/// Whether the season of a series grows with its level.
///
/// The deviations from the moving average over one season are cut into whole cycles of the longest season of which there
/// are at least ``fewestCycles``. The logarithm of each cycle's standard deviation is regressed on that of its mean: a slope
/// of 0 says that the season keeps its size, a slope of 1 that it grows in proportion to the level (the spread-versus-level
/// plot: J. W. Tukey, Exploratory Data Analysis, 1977, chapter 4). The season grows if the slope is above one half and more
/// than twice its standard error.
public struct SpreadLevel: Sendable, Equatable {
  /// The fewest cycles for the regression.
  public static let fewestCycles = 4

  /// The slope of log spread on log level.
  public let slope: Double
  /// The standard error of the slope.
  public let error: Double

  /// Whether the season grows with the level.
  public var grows: Bool { slope > 0.5 && slope > 2 * error }

  /// Measures a series; nil where a value isn't positive, with fewer than four cycles, and where the level doesn't change.
  ///
  /// - Parameters:
  ///   - series: values in time order, NaN where missing.
  ///   - seasons: the season lengths in steps.
  public init?(_ series: [Double], seasons: [Int]) {
    guard let span = ObservedSpan(series), span.values.allSatisfy({ $0 > 0 }),
      let season = seasons.filter({ $0 > 1 && span.values.count / $0 >= Self.fewestCycles }).max()
    else { return nil }
    let cycles = span.values.count / season
    let first = span.values.count - cycles * season
    let deviations = RotationTest.deviations(span.values, season: season)
    var points: [(level: Double, spread: Double)] = []
    for cycle in 0..<cycles {
      let places = first + cycle * season..<first + (cycle + 1) * season
      let count = Double(season)
      let level = places.reduce(0) { $0 + span.values[$1] / count }
      let mean = places.reduce(0) { $0 + deviations[$1] / count }
      let variance = places.reduce(0) { sum, place in
        sum + (deviations[place] - mean) * (deviations[place] - mean) / count
      }
      guard variance > level * level * 1e-24 else { continue }
      points.append((Elementary.logarithm(level), Elementary.logarithm(variance) / 2))
    }
    guard let line = Self.line(points) else { return nil }
    (slope, error) = line
  }

  /// Slope and standard error of least squares; nil for fewer than four points and for equal levels.
  private static func line(_ points: [(level: Double, spread: Double)]) -> (Double, Double)? {
    guard points.count >= fewestCycles else { return nil }
    let count = Double(points.count)
    let level = points.reduce(0) { $0 + $1.level / count }
    let spread = points.reduce(0) { $0 + $1.spread / count }
    let squares = points.reduce(0) { $0 + ($1.level - level) * ($1.level - level) }
    guard squares > 1e-12 else { return nil }
    let slope = points.reduce(0) { $0 + ($1.level - level) * ($1.spread - spread) } / squares
    let rest = points.reduce(0) { sum, point in
      let miss = point.spread - spread - slope * (point.level - level)
      return sum + miss * miss
    }
    return (slope, (rest / (count - 2) / squares).squareRoot())
  }
}

/// Which mode was chosen, and from what.
public struct ModeChoice: Sendable, Equatable {
  /// The mode.
  public let mode: ComponentMode
  /// The number of series in which the growth of the season could be measured.
  public let measured: Int
  /// The number of those in which it grows with the level.
  public let growing: Int
  /// Whether logarithms can't be taken because a value isn't positive.
  public let hasOthers: Bool

  /// Chooses one mode for all series, so that the parts mean the same in each.
  ///
  /// Multiplicative if all values are positive and the season grows with the level in more than half of the series in which
  /// that can be measured; additive otherwise.
  ///
  /// - Parameters:
  ///   - series: the series.
  ///   - seasons: the season lengths in steps.
  init(_ series: [Series], seasons: [Int]) {
    let found = series.compactMap { SpreadLevel($0.values, seasons: seasons) }
    measured = found.count
    growing = found.count(where: \.grows)
    hasOthers = series.contains { $0.values.contains { $0 <= 0 } }
    mode = !hasOthers && 2 * growing > measured ? .multiplicative : .additive
  }
}
