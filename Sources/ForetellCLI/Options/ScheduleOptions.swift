import ArgumentParser
import Foretell

/// The constants of learning-rate schedules.
struct ScheduleOptions: ParsableArguments {
  @Option(
    help: .init(
      "With --schedule step, exponential or plateau: what the learning rate is multiplied by after each period, each epoch, or epochs without progress. Default: 0.1, what leaves a hundredth at the end, 0.5.",
      valueName: "factor"))
  var scheduleFactor: Double?

  @Option(
    help: .init(
      "With --schedule step: epochs between two steps; with cosine-restarts: those of the first wave, each later one being twice as long. Default: a third, a seventh of all.",
      valueName: "epochs"))
  var schedulePeriod: Int?

  /// Adds the options to settings.
  func change(_ settings: inout ModelSettings) {
    settings.scheduleFactor = scheduleFactor
    settings.schedulePeriod = schedulePeriod
  }
}
