import ArgumentParser
import Foretell

/// The options of combinations.
struct CombinationOptions: ParsableArguments {
  @Option(
    help: .init(
      "How forecasts of several models become one: \(Wording.alternatives(CombinationRule.self)). Greedy weights are chosen on held-out ends. In backtest it adds the combination of the models in --models. Default: mean.",
      valueName: "name"),
    completion: .list(CombinationRule.allCases.map(\.rawValue)))
  var combine: String?

  @Option(
    help: .init(
      "Intervals of auto: corrected by errors on held-out ends (calibrated), as the models give them (model), or none. Default: calibrated.",
      valueName: "name"),
    completion: .list(IntervalsName.allCases.map(\.rawValue)))
  var intervals: String?

  @Option(
    help: .init(
      "Time for which auto chooses models, such as 20s, 2m or 1h, by estimates for two usual cores: the choice is the same on every machine. Default: half a minute for one series, 5m for 3,000, 10m for 100,000.",
      valueName: "time"))
  var budget: String?

  /// Sets the settings that were given.
  func change(_ settings: inout ModelSettings) throws(ForetellError) {
    settings.combination = try Validation.choice("combine", combine)
    settings.intervals = try Validation.choice("intervals", intervals)
    settings.plannedSeconds = try seconds()
  }

  /// The time in seconds; nil when it wasn't given.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` for a text that isn't a positive number with a unit.
  func seconds() throws(ForetellError) -> Double? {
    guard let budget else { return nil }
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = budget.last.flatMap({ units[$0] }), let number = Double(budget.dropLast()),
      number > 0, number * unit < 1e9
    else {
      throw Validation.refusal("budget", "`\(budget)`", "must be a time such as 20s, 2m or 1h")
    }
    return number * unit
  }
}
