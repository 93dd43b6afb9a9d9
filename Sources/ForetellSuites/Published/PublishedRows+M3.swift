extension PublishedRow {
  /// The methods of the M3 competition with sMAPE and MASE of Yearly, Quarterly, Monthly and Other, and the sMAPE over
  /// all forecasts.
  private static let m3Methods: [(name: String, scores: [(Double, Double)], average: Double)] = [
    ("Theta", [(16.97, 2.806), (8.96, 1.087), (13.89, 0.858), (4.41, 1.904)], 13.05),
    ("ForecastPro", [(17.27, 3.026), (9.82, 1.204), (13.90, 0.848), (4.60, 1.920)], 13.23),
    ("ForcX", [(16.48, 2.769), (9.54, 1.155), (14.47, 0.894), (4.64, 1.925)], 13.50),
    ("Comb S-H-D", [(17.07, 2.876), (9.22, 1.105), (14.47, 0.896), (4.56, 2.045)], 13.51),
    ("Dampen", [(17.36, 3.032), (9.36, 1.126), (14.58, 0.908), (4.61, 2.036)], 13.64),
    ("B-J auto", [(17.73, 3.165), (10.26, 1.188), (14.80, 0.914), (5.06, 2.259)], 13.99),
    ("Auto-ANN", [(18.57, 3.058), (10.20, 1.241), (15.03, 0.928), (4.80, 2.083)], 14.23),
    ("Naive2", [(17.88, 3.172), (9.95, 1.238), (16.89, 1.037), (6.30, 3.089)], 15.46),
    ("sNaive", [(17.88, 3.172), (11.07, 1.425), (17.23, 1.146), (6.30, 3.089)], 15.88),
    ("Naive", [(17.88, 3.172), (11.32, 1.464), (18.18, 1.175), (6.30, 3.089)], 16.58),
  ]

  private static func m3Rows(_ place: Int, nBEATS: Double) -> [PublishedRow] {
    [PublishedRow("N-BEATS", smape: nBEATS, nBEATSM3)]
      + m3Methods.map { method in
        PublishedRow(method.name, smape: method.scores[place].0, mase: method.scores[place].1, m3)
      }
  }

  /// M3 Yearly.
  static let m3Yearly = m3Rows(0, nBEATS: 15.93)
  /// M3 Quarterly.
  static let m3Quarterly = m3Rows(1, nBEATS: 8.84)
  /// M3 Monthly.
  static let m3Monthly = m3Rows(2, nBEATS: 13.11)
  /// M3 Other.
  static let m3Other = m3Rows(3, nBEATS: 4.24)
  /// All of M3, over forecasts.
  static let m3All =
    [PublishedRow("N-BEATS", smape: 12.37, nBEATSM3)]
    + m3Methods.map { PublishedRow($0.name, smape: $0.average, m3) }
}
