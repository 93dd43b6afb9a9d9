import Foretell

/// The result of scoring on held-out points.
struct Holdout {
  /// The model's score.
  let model: BacktestResult.ModelScore
  /// Seasonal naive's score.
  let reference: BacktestResult.ModelScore
  /// Number of points held out at the end of each series.
  let horizon: Int
  /// Number of series too short to hold points out.
  let skipped: Int
  /// The backtest, with its forecasts.
  let result: BacktestResult

  /// Whether the model's MASE (or, where it is undefined, MAE) is larger than seasonal naive's as printed.
  var isWorse: Bool {
    if let own = model.mase, let other = reference.mase { return own > other * 1.0005 }
    if let own = model.mae, let other = reference.mae { return own > other * 1.0005 }
    return false
  }

  /// Prints the scores, and a warning when the model is worse than seasonal naive.
  func tell(_ console: Console) {
    let points = Figures.count(horizon, "point", "points")
    let left = skipped > 0 ? " (\(Figures.count(skipped, "series is", "series are")) too short)" : ""
    console.say("holdout, last \(points)\(left): \(text(model)); \(text(reference))")
    if isWorse {
      console.warn(
        "\(model.name) is worse than seasonal naive on the holdout: prefer --model seasonal-naive, "
          + "or look closer with foretell backtest --windows 3")
    }
  }

  /// Both scores as JSON.
  var json: JSONValue {
    .members([
      "points": .count(horizon), "skipped_series": .count(skipped), "worse": .bool(isWorse),
      "scores": .array([BacktestReport.measures(model), BacktestReport.measures(reference)]),
    ])
  }

  private func text(_ score: BacktestResult.ModelScore) -> String {
    "\(score.name) sMAPE \(Figures.fixed(score.smape, 2)), MASE \(Figures.fixed(score.mase, 3))"
  }
}
