import ForetellData

extension Forecast {
  /// The forecast of the series with this id, or nil; O(number of series).
  public subscript(id: String) -> SeriesForecast? { series.first { $0.id == id }?.with(levels: levels) }
}

extension SeriesForecast {
  /// The quantile of each step's value at this probability, interpolated from the interval bounds.
  ///
  /// The bounds of an 80 % interval are the quantiles 0.1 and 0.9, and 0.5 is the point forecast. Between
  /// known quantiles the values are interpolated linearly in the normal quantile, just as forecasts are
  /// between the levels for which a network was trained. (A network that forecasts logarithms interpolates on
  /// their scale: ask `predict` for the level to get its own bound.)
  ///
  /// - Parameter probability: between 0 and 1, within the widest interval.
  /// - Throws: `ForetellError` of kind `usage` beyond the widest interval; the message names the level to ask
  ///   for.
  public func quantile(_ probability: Double) throws -> [Double] {
    guard probability > 0, probability < 1 else {
      throw ForetellError(.badOption, "a quantile's probability must be between 0 and 1, not \(probability)")
    }
    if probability == 0.5 { return point }
    let isUpper = probability > 0.5
    let wanted = abs(StandardNormal.quantile(probability))
    // The tolerance is for rounding: 0.9 is the upper bound of 80 % only up to the last digit.
    let deviates = levels.map { StandardNormal.quantile(0.5 + $0 / 200) }
    guard let place = deviates.firstIndex(where: { wanted <= $0 + 1e-9 }) else {
      let level = (abs(probability - 0.5) * 200 * 1e6).rounded() / 1e6
      let have = levels.last.map { "the forecast's widest level is \($0) %" } ?? "the forecast has no levels"
      throw ForetellError(
        .badOption, "quantile \(probability) is a bound of level \(level) %; \(have)",
        hint: "ask for it: predict(levels: [\(level)])")
    }
    let bounds = isUpper ? upper : lower
    let inner = place == 0 ? point : bounds[place - 1]
    let innerDeviate = place == 0 ? 0 : deviates[place - 1]
    if abs(wanted - deviates[place]) <= 1e-9 { return bounds[place] }
    let part = (wanted - innerDeviate) / (deviates[place] - innerDeviate)
    return zip(inner, bounds[place]).map { $0 + part * ($1 - $0) }
  }
}
