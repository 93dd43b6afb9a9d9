/// A row of a published table.
struct PublishedRow: Sendable {
  /// The method.
  var name: String
  var values: [SuiteMeasure: Double]
  /// Where it is printed.
  var source: String

  /// A row with the measures that its source prints.
  init(
    _ name: String, owa: Double? = nil, smape: Double? = nil, mase: Double? = nil, msis: Double? = nil,
    wql: Double? = nil, _ source: String
  ) {
    self.name = name
    self.source = source
    values = [:]
    for (measure, value) in [
      (SuiteMeasure.owa, owa), (.smape, smape), (.mase, mase), (.msis, msis), (.wql, wql),
    ] {
      if let value { values[measure] = value }
    }
  }

  /// The row as one of a table.
  var row: SuiteRow {
    SuiteRow(name: name, kind: .published(source), values: values.mapValues { [$0] })
  }

  /// The organisers' workbook.
  static let m4 = "M4 competition, Evaluation and Ranks.xlsx, github.com/Mcompetitions/M4-methods"
  /// N-BEATS.
  static let nBEATS =
    "B. N. Oreshkin et al., N-BEATS, ICLR 2020, Tables 11 and 12; median of ensembles of 180 networks"
  /// Scores of many models with one protocol.
  static let giftEval = "GIFT-Eval, github.com/SalesforceAIResearch/gift-eval, results at commit 4fd98a9"
  /// Scores of every series.
  static let fforms = "means of the scores per series in github.com/thiyangt/fforms"
  /// The competitors' forecasts, scored again.
  static let m3 = "forecasts of the M3 competition in the R package Mcomp"
  /// N-BEATS on M3.
  static let nBEATSM3 = "B. N. Oreshkin et al., N-BEATS, ICLR 2020; ensemble"
}

/// A row of the published tables of a long-horizon set.
struct LongHorizonRow: Sendable {
  /// The method and the length of the history that it reads (L).
  var name: String
  var source: String
  /// MSE and MAE of each horizon; empty when only the averages are printed.
  var errors: [(mse: Double, mae: Double)]
  /// The averages over the horizons.
  var average: (mse: Double, mae: Double)

  /// A row with all horizons, whose averages follow.
  init(_ name: String, _ errors: [(mse: Double, mae: Double)], _ source: String) {
    self.name = name
    self.errors = errors
    self.source = source
    let count = Double(max(errors.count, 1))
    average = (errors.reduce(0) { $0 + $1.mse } / count, errors.reduce(0) { $0 + $1.mae } / count)
  }

  /// A row of which only the averages are printed.
  init(_ name: String, average: (mse: Double, mae: Double), _ source: String) {
    self.name = name
    errors = []
    self.average = average
    self.source = source
  }

  /// The row for the horizon of this number; nil: the averages.
  func row(_ place: Int?) -> SuiteRow? {
    let pair: (mse: Double, mae: Double)
    if let place {
      guard errors.indices.contains(place) else { return nil }
      pair = errors[place]
    } else {
      pair = average
    }
    return SuiteRow(name: name, kind: .published(source), values: [.mse: [pair.mse], .mae: [pair.mae]])
  }
}
