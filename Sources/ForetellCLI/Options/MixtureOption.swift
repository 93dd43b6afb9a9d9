import ArgumentParser
import Foretell

/// The option for models whose forecasts are combined.
struct MixtureOption: ParsableArguments {
  /// The label of a combination of named models in results.
  static let label = "combined"

  @Option(
    help: .init(
      "Models to combine instead of those that auto chooses, such as lstm,theta,ets or lstm+layers=2,ets.",
      valueName: "names"),
    completion: ModelName.completion())
  var models: [String] = []

  /// The models; empty where auto chooses them.
  ///
  /// - Parameters:
  ///   - model: the value of `--model`.
  ///   - shared: the options of all models.
  /// - Throws: ``ForetellError`` of kind `usage` for unknown models, a single one, and beside another `--model`.
  func members(beside model: String?, shared: ModelOptions) throws -> [ModelSpecification] {
    guard !models.isEmpty else { return [] }
    if let model, model.lowercased() != ModelName.combined {
      throw ForetellError(
        .conflictingOptions, "--model \(model) is one model, and --models names several to combine",
        hint: "leave out --model, or name one model alone")
    }
    try Invocation.refuse(["budget"], because: "--models names the models, so that none is chosen")
    let all = try ModelSpecification.list(models, usual: [], shared: shared)
    if let nested = all.first(where: { $0.model.name == ModelName.combined }) {
      throw ForetellError(
        .badOption, "--models names `\(nested.label)`, which is a combination itself",
        hint: "name single models, such as --models lstm,theta,ets")
    }
    guard all.count > 1 else {
      throw ForetellError(
        .badOption, "--models needs at least two models to combine",
        hint: "name another one, or write --model \(all[0].label)")
    }
    try ModelSpecification.refuseReplaced(in: all)
    return all
  }

  /// The combination of models.
  static func forecaster(
    _ members: [ModelSpecification], _ settings: ModelSettings, levels: [Double]
  ) throws -> CombinedForecaster {
    CombinedForecaster(
      members: try members.map {
        .init($0.label, try $0.forecaster(levels: levels, bounds: settings.bounds))
      },
      rule: settings.combination ?? .mean, intervals: settings.intervals ?? .calibrated,
      seasonLength: settings.seasonLength, bounds: settings.bounds)
  }
}
