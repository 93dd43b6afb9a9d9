import Foretell
import ForetellReport

extension ComparisonReport {
  /// The error of every seed of every model, with seasonal naive's as a line.
  var scoresChart: Chart {
    let reference = result.model(Comparison.reference).flatMap { model in
      result.error(of: model).map { NamedValues(model.label, [$0]) }
    }
    return .scores(
      result.ranking.filter { $0.label != Comparison.reference }.map {
        NamedValues($0.label, result.seedErrors(of: $0))
      }, metric: result.measureName, title: "Error with every seed", reference: reference, source: table.name)
  }

  /// Everything as a page.
  var page: Report {
    Report(
      title: "Comparison on \(table.name)", verdict: Self.sentences(result.verdict).joined(separator: " "))
  }
}
