import ForetellData

/// A fitted model that draws sample paths, from which its forecasts follow.
public protocol PathModel: KeptModel {
  /// Number of paths per series from which forecasts are made.
  var pathCount: Int { get }
  /// The same model with another number of paths, in 2...100000.
  func with(pathCount: Int) -> Self
  /// Draws the paths of every series of a table; `nil` stands for the table and the horizon of the fit.
  ///
  /// Each path has a random stream of its own, which depends on the fit's seed, the series' id and the path's number. A
  /// constant series has one path; a series with too few values for the network has none and is absent.
  ///
  /// - Throws: what the model's forecasts throw.
  func paths(_ table: SeriesTable?, horizon: Int?) throws -> [SamplePaths]
  /// Forecasts the sums over every `count` steps: the median and intervals of the paths' sums, with the last stamp of each.
  ///
  /// - Throws: `ForetellError` of kind `usage` unless `count` divides the horizon; what forecasts throw.
  func totals(_ table: SeriesTable?, horizon: Int?, every count: Int, levels: [Double]) throws -> Forecast
}
