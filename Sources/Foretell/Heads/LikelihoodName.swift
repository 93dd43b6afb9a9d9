/// The distribution of one step's value in a model that is trained by its likelihood and draws sample paths.
public enum LikelihoodName: String, Sendable, Codable, CaseIterable {
  /// Student's t distribution, for values with outliers.
  case studentT = "student-t"
  /// The normal distribution.
  case gaussian
  /// The negative binomial distribution, for counts that vary more than Poisson's.
  case negativeBinomial = "negative-binomial"
  /// The Poisson distribution, for counts.
  case poisson

  /// The head with this distribution.
  package var head: any SampledHead {
    switch self {
    case .studentT: StudentOutput()
    case .gaussian: GaussianOutput(levels: StandardLevels.percents)
    case .negativeBinomial: CountOutput(kind: .negativeBinomial)
    case .poisson: CountOutput(kind: .poisson)
    }
  }

  /// Whether values must be whole numbers of 0 or more.
  public var isOfCounts: Bool {
    switch self {
    case .studentT, .gaussian: false
    case .negativeBinomial, .poisson: true
    }
  }

  /// Throws `ForetellError` of kind `usage` when a value of the table can't come from this distribution.
  func check(_ table: SeriesTable) throws {
    guard isOfCounts else { return }
    for (number, series) in table.series.enumerated() {
      guard let index = series.values.firstIndex(where: { $0 < 0 || $0 != $0.rounded() && !$0.isNaN }) else {
        continue
      }
      let stamp = table.text(for: table.timestamp(ofSeries: number, at: index))
      throw ForetellError(
        .badOption,
        "\(rawValue) is a distribution of counts; series `\(series.id)` has \(HistoryRemarks.text(series.values[index])) at \(stamp)",
        location: .init(file: table.name, series: series.id),
        hint: "use \(option: .likelihood, "student-t") or gaussian")
    }
  }
}
