/// How the forecasts of several models become one.
public enum CombinationRule: String, Sendable, Codable, CaseIterable {
  /// The mean of all, with equal weights.
  case mean
  /// The median of all.
  case median
  /// The mean without the smallest and the largest of four or more.
  case trimmed
  /// A mean with weights chosen on held-out ends: models are added one after the other, with repetition, each time the one
  /// that makes the mean's error smallest.
  ///
  /// Source: R. Caruana, A. Niculescu-Mizil, G. Crew and A. Ksikes, Ensemble selection from libraries of models, ICML 2004.
  case greedy

  /// One number from those of the models.
  ///
  /// - Parameters:
  ///   - values: at least one.
  ///   - weights: one per value, each 0 or more, not all 0; used by the means only.
  func combined(_ values: [Double], weights: [Double]) -> Double {
    switch self {
    case .mean, .greedy: Self.mean(values, weights)
    case .median: Moments.quantile(values.sorted(), 0.5)
    case .trimmed:
      values.count < 4
        ? Self.mean(values, weights) : Self.mean(Array(values.sorted().dropFirst().dropLast()), [])
    }
  }

  /// A weighted mean that is equal to its values where all are equal; without weights all count alike.
  private static func mean(_ values: [Double], _ weights: [Double]) -> Double {
    let first = values[0]
    var (sum, total) = (0.0, 0.0)
    for (place, value) in values.enumerated() {
      let weight = weights.isEmpty ? 1 : weights[place]
      sum += weight * (value - first)
      total += weight
    }
    return total > 0 ? first + sum / total : first
  }
}

/// Which intervals a combination gives.
public enum IntervalsName: String, Sendable, Codable, CaseIterable {
  /// The combined intervals, corrected by the errors on held-out ends of the series.
  case calibrated
  /// The combined intervals as they are.
  case model
  /// None.
  case none
}
