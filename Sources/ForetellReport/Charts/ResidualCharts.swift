extension ChartGrid {
  /// Three pictures of residuals: over time, their autocorrelation, and their distribution; with the result
  /// of the Ljung–Box test.
  ///
  /// - Parameters:
  ///   - residuals: observed minus forecast, in time order; NaN for missing ones.
  ///   - stamps: one text per residual; `nil` numbers the steps.
  ///   - seasonLength: the season length in steps, from which the number of lags tested and shown follows.
  public static func residuals(
    _ residuals: [Double], stamps: [String]? = nil, quantity: String = "", model: String,
    seasonLength: Int = 1,
    source: String = ""
  ) -> ChartGrid {
    let count = residuals.filter(\.isFinite).count
    let positions = residuals.indices.map(Double.init)
    let time = stamps.map { Axis.Scale.stamps(Stamps($0)) } ?? .linear
    let series = Chart(
      title: "Residuals over time",
      horizontal: Axis(title: stamps == nil ? "step" : "", scale: time, isWhole: true),
      vertical: Axis(title: quantity),
      layers: [
        .rule(RuleLayer(.horizontal, at: 0, dash: .solid)),
        .line(LineLayer(label: "residual", color: .series(0), x: positions, y: residuals)),
      ])
    let test = LjungBoxTest(residuals, seasonLength: seasonLength)
    var subtitle = "\(Chart.count(count, "residual"))"
    if count > 0 { subtitle += ", mean \(NumberText.significant(Summary.mean(residuals), digits: 3))" }
    if let test {
      let p = test.pValue < 0.001 ? "p < 0.001" : "p = \(NumberText.fixed(test.pValue, decimals: 3))"
      subtitle += ". Ljung–Box Q* = \(NumberText.significant(test.statistic)), "
      subtitle += "\(Chart.count(test.lags, "lag")), \(p): "
      subtitle +=
        test.pValue < 0.05
        ? "there is pattern left in the residuals." : "no sign of pattern left in the residuals."
    }
    return ChartGrid(
      title: "Residuals of \(model)", subtitle: subtitle,
      rows: [
        [series],
        [
          autocorrelation(residuals, count: count, seasonLength: seasonLength),
          histogram(residuals, quantity),
        ],
      ],
      source: source)
  }

  private static func autocorrelation(_ residuals: [Double], count: Int, seasonLength: Int) -> Chart {
    let shown = max(Autocorrelation.testLags(count: count, seasonLength: seasonLength), min(24, count / 4))
    let values = Autocorrelation.values(residuals, maximumLag: shown)
    let bound = Autocorrelation.whiteNoiseBound(count: count)
    let lags = values.indices.map { Double($0 + 1) }
    var layers: [ChartLayer] = [
      .bars(BarLayer(label: "autocorrelation", color: .series(0), x: lags, y: values, width: 0.25))
    ]
    if !values.isEmpty {
      layers.append(.rule(RuleLayer(.horizontal, at: 0, dash: .solid)))
      layers.append(.rule(RuleLayer(.horizontal, at: bound, color: .series(1))))
      layers.append(.rule(RuleLayer(.horizontal, at: -bound, color: .series(1))))
    }
    return Chart(
      title: "Autocorrelation", subtitle: "95 % of white noise lies between the dashed lines",
      horizontal: Axis(title: "lag", isWhole: true), vertical: Axis(includesZero: true), layers: layers)
  }

  private static func histogram(_ residuals: [Double], _ quantity: String) -> Chart {
    guard let histogram = Summary.histogram(residuals) else {
      return Chart(
        title: "Distribution", horizontal: Axis(title: quantity), vertical: Axis(includesZero: true))
    }
    return Chart(
      title: "Distribution", subtitle: "number of residuals in each bin",
      horizontal: Axis(title: quantity), vertical: Axis(includesZero: true),
      layers: [
        .bars(
          BarLayer(
            label: "count", color: .series(0), x: histogram.middles, y: histogram.counts,
            width: histogram.width * 0.94)),
        .rule(RuleLayer(.vertical, at: 0, dash: .dashed)),
      ])
  }
}
