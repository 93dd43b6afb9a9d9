extension PublishedRow {
  /// M4 Yearly.
  static let m4Yearly: [PublishedRow] = [
    PublishedRow("N-BEATS", owa: 0.758, smape: 12.913, nBEATS),
    PublishedRow("ES-RNN", owa: 0.778, smape: 13.176, mase: 2.980, msis: 23.898, m4),
    PublishedRow("4Theta", owa: 0.788, smape: 13.366, mase: 3.009, m4),
    PublishedRow("FFORMA", owa: 0.799, smape: 13.528, mase: 3.060, m4),
    PublishedRow("Comb", owa: 0.867, smape: 14.848, mase: 3.280, m4),
    PublishedRow("Theta", owa: 0.872, smape: 14.593, mase: 3.382, m4),
    PublishedRow("ARIMA", owa: 0.892, smape: 15.155, mase: 3.401, fforms),
    PublishedRow("ETS", owa: 0.903, smape: 15.356, mase: 3.444, msis: 34.900, fforms),
    PublishedRow("Naive2", owa: 1, smape: 16.342, mase: 3.974, m4),
    PublishedRow("RNN benchmark", owa: 1.308, smape: 22.398, mase: 4.946, m4),
    PublishedRow("xLSTM-Mixer", owa: 0.783, giftEval),
    PublishedRow("DeepAR (GluonTS)", owa: 0.862, giftEval),
    PublishedRow("TiRex (zero-shot)", owa: 0.881, giftEval),
  ]

  /// M4 Weekly.
  static let m4Weekly: [PublishedRow] = [
    PublishedRow("SCUM", owa: 0.751, smape: 6.726, mase: 2.133, m4),
    PublishedRow("FFORMA", owa: 0.796, smape: 7.625, mase: 2.108, m4),
    PublishedRow("ES-RNN", owa: 0.851, smape: 7.817, mase: 2.356, msis: 22.034, m4),
    PublishedRow("Damped", owa: 0.917, smape: 8.866, mase: 2.404, m4),
    PublishedRow("ARIMA", owa: 0.932, smape: 8.645, mase: 2.555, fforms),
    PublishedRow("Theta", owa: 0.971, smape: 9.093, mase: 2.637, m4),
    PublishedRow("Naive2", owa: 1, smape: 9.161, mase: 2.777, m4),
    PublishedRow("RNN benchmark", owa: 1.755, smape: 15.220, mase: 5.132, m4),
    PublishedRow("TiRex (zero-shot)", owa: 0.686, mase: 1.990, wql: 0.037, giftEval),
    PublishedRow("xLSTM-Mixer", owa: 0.711, mase: 2.004, wql: 0.039, giftEval),
    PublishedRow("PatchTST", owa: 0.800, mase: 2.340, wql: 0.040, giftEval),
    PublishedRow("DLinear", owa: 1.300, giftEval),
    PublishedRow("DeepAR (GluonTS)", owa: 1.421, mase: 4.620, wql: 0.062, giftEval),
  ]

  /// M4 Hourly.
  static let m4Hourly: [PublishedRow] = [
    PublishedRow("CARD", owa: 0.410, smape: 8.913, mase: 0.801, m4),
    PublishedRow("ES-RNN", owa: 0.440, smape: 9.328, mase: 0.893, msis: 7.928, m4),
    PublishedRow("FFORMA", owa: 0.484, smape: 11.506, mase: 0.819, m4),
    PublishedRow("sNaive", owa: 0.627, smape: 13.912, mase: 1.193, m4),
    PublishedRow("TBATS", smape: 12.389, mase: 1.235, fforms),
    PublishedRow("Naive2", owa: 1, smape: 18.383, mase: 2.395, m4),
    PublishedRow("Theta", owa: 1.006, smape: 18.138, mase: 2.455, m4),
    PublishedRow("RNN benchmark", owa: 1.036, smape: 14.698, mase: 3.048, m4),
    PublishedRow("Naive", owa: 3.593, smape: 43.003, mase: 11.608, m4),
    PublishedRow("TiRex (zero-shot)", owa: 0.364, mase: 0.722, wql: 0.020, giftEval),
    PublishedRow("PatchTST", owa: 0.681, mase: 1.400, wql: 0.039, giftEval),
    PublishedRow("DLinear", owa: 0.851, giftEval),
    PublishedRow("DeepAR (GluonTS)", owa: 1.183, mase: 3.530, wql: 0.133, giftEval),
    PublishedRow("xLSTM-Mixer", owa: 1.389, mase: 3.344, wql: 0.030, giftEval),
  ]

  /// The series of M4 Quarterly with at most 100 values.
  static let m4QuarterlyShort: [PublishedRow] = [
    PublishedRow("ETS", owa: 0.897, smape: 10.628, mase: 1.114, fforms),
    PublishedRow("TBATS", owa: 0.906, smape: 10.573, mase: 1.144, fforms),
    PublishedRow("ARIMA", owa: 0.907, smape: 10.811, mase: 1.120, fforms),
    PublishedRow("Theta", owa: 0.927, smape: 10.861, mase: 1.166, fforms),
    PublishedRow("SES", owa: 0.968, smape: 10.899, mase: 1.267, fforms),
    PublishedRow("nnetar", owa: 1.147, smape: 13.130, mase: 1.478, fforms),
  ]
}
