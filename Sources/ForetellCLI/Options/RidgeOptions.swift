import ArgumentParser
import Foretell

/// The options of ridge regression.
struct RidgeOptions: ParsableArguments {
  @Option(
    help: .init(
      "With --model ridge: coefficients of each series alone (series), of all together (pooled), of each pulled towards those of all (shrunk), or what suits held-out ends best (auto). Default: auto.",
      valueName: "name"),
    completion: .list(RidgeScope.allCases.map(\.rawValue)))
  var ridgeScope: String?

  @Option(
    help: .init(
      "With --model ridge: penalty on the coefficients, or on their distance from those of all series, in multiples of the inputs' mean square. Default: what suits held-out ends best.",
      valueName: "factor"))
  var ridgeStrength: Double?
}
