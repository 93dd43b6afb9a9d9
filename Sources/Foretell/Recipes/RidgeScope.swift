/// How much the regressions of the series of a table have in common.
public enum RidgeScope: String, Sendable, Codable, CaseIterable {
  /// What forecasts the held-out ends of the series best: one regression for all, or one per series that is pulled
  /// towards it.
  case automatic = "auto"
  /// One regression per series, from its own values alone.
  case series
  /// One regression for all series.
  case pooled
  /// One regression per series, pulled towards the one for all.
  case shrunk
}
