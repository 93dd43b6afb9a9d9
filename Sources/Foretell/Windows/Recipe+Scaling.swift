import ForetellData

extension Recipe {
  /// How windows are scaled, given the season length in steps; step by step, the scale of a series is its typical change
  /// from one value to the next.
  func windowScaling(season: Int) -> Scaling {
    steps == nil
      ? scaling.scaling(season: season)
      : Scaling(location: .none, scale: .seasonalDifference, scaleScope: .series)
  }

  /// The season length of the windows' statistics and of seasonal naive forecasts.
  func scalingSeason(_ season: Int) -> Int { steps == nil ? season : 1 }
}
