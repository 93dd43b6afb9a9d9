extension LongHorizonRow {
  private static let dLinear =
    "A. Zeng et al., Are Transformers Effective for Time Series Forecasting?, AAAI 2023; drops the last batch of 32"
  private static let patchTST =
    "Y. Nie et al., PatchTST, ICLR 2023; drops the last batch of 128"
  private static let segRNN = "S. Lin et al., SegRNN, github.com/lss-1138/SegRNN; all windows"
  private static let mixer = "M. Kraus et al., xLSTM-Mixer; 3 seeds, L searched"
  private static let ridge =
    "a prototype: ridge regression on differences to the last value, all channels together; all windows"

  /// ETTh1.
  static let etth1: [LongHorizonRow] = [
    LongHorizonRow("xLSTM-Mixer", average: (0.397, 0.420), mixer),
    LongHorizonRow(
      "SegRNN, L 720", [(0.351, 0.392), (0.392, 0.414), (0.423, 0.433), (0.466, 0.472)], segRNN),
    LongHorizonRow("ridge, L 336", [(0.370, 0.391), (0.403, 0.412), (0.426, 0.426), (0.431, 0.450)], ridge),
    LongHorizonRow(
      "PatchTST/64, L 512", [(0.370, 0.400), (0.413, 0.429), (0.422, 0.440), (0.447, 0.468)], patchTST),
    LongHorizonRow(
      "NLinear, L 336", [(0.374, 0.394), (0.408, 0.415), (0.429, 0.427), (0.440, 0.453)], dLinear),
    LongHorizonRow(
      "DLinear, L 336", [(0.375, 0.399), (0.405, 0.416), (0.439, 0.443), (0.472, 0.490)], dLinear),
    LongHorizonRow(
      "DeepAR, L 720", [(1.097, 0.803), (1.080, 0.793), (1.076, 0.800), (1.079, 0.815)], segRNN),
    LongHorizonRow(
      "plain GRU, L 720", [(1.135, 0.844), (1.123, 0.814), (1.080, 0.807), (1.089, 0.822)], segRNN),
  ]

  /// ETTm1.
  static let ettm1: [LongHorizonRow] = [
    LongHorizonRow("xLSTM-Mixer", average: (0.339, 0.366), mixer),
    LongHorizonRow(
      "SegRNN, L 720", [(0.293, 0.354), (0.328, 0.378), (0.357, 0.399), (0.410, 0.430)], segRNN),
    LongHorizonRow("ridge, L 720", [(0.306, 0.350), (0.336, 0.367), (0.365, 0.384), (0.414, 0.412)], ridge),
    LongHorizonRow(
      "PatchTST/64, L 512", [(0.293, 0.346), (0.333, 0.370), (0.369, 0.392), (0.416, 0.420)], patchTST),
    LongHorizonRow(
      "DLinear, L 336", [(0.299, 0.343), (0.335, 0.365), (0.369, 0.386), (0.425, 0.421)], dLinear),
    LongHorizonRow(
      "NLinear, L 336", [(0.306, 0.348), (0.349, 0.375), (0.375, 0.388), (0.433, 0.422)], dLinear),
    LongHorizonRow(
      "plain GRU, L 720", [(0.953, 0.740), (1.124, 0.847), (1.200, 0.881), (1.173, 0.858)], segRNN),
    LongHorizonRow(
      "DeepAR, L 720", [(1.153, 0.857), (1.292, 0.827), (1.199, 0.866), (1.193, 0.869)], segRNN),
  ]

  /// Exchange rates.
  static let exchange: [LongHorizonRow] = [
    LongHorizonRow(
      "DLinear, L 336", [(0.081, 0.203), (0.157, 0.293), (0.305, 0.414), (0.643, 0.601)], dLinear),
    LongHorizonRow(
      "NLinear, L 336", [(0.089, 0.208), (0.180, 0.300), (0.331, 0.415), (1.033, 0.780)], dLinear),
    LongHorizonRow(
      "ridge, L by validation", [(0.083, 0.198), (0.174, 0.294), (0.339, 0.420), (0.919, 0.725)], ridge),
  ]

  /// US influenza.
  static let illness: [LongHorizonRow] = [
    LongHorizonRow(
      "PatchTST/64, L 104", [(1.319, 0.754), (1.579, 0.870), (1.553, 0.815), (1.470, 0.788)], patchTST),
    LongHorizonRow(
      "NLinear, L 104", [(1.683, 0.858), (1.703, 0.859), (1.719, 0.884), (1.819, 0.917)], dLinear),
    LongHorizonRow(
      "ridge, L by validation", [(1.997, 0.914), (1.921, 0.913), (1.902, 0.923), (1.940, 0.939)], ridge),
    LongHorizonRow(
      "DLinear, L 104", [(2.215, 1.081), (1.963, 0.963), (2.130, 1.024), (2.368, 1.096)], dLinear),
  ]
}
