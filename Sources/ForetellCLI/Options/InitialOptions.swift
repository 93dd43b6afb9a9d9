import ArgumentParser
import Foretell

/// The distribution from which the weights of a network start.
struct InitialOptions: ParsableArguments {
  @Option(
    name: .customLong("init"),
    help: .init(
      "Distribution from which the layers' weights start: \(Wording.alternatives(InitializationName.self)). Default: xavier for inputs, he where they feed a ReLU, orthogonal for states.",
      valueName: "name"),
    completion: .list(InitializationName.allCases.map(\.rawValue)))
  var initialization: String?

  @Option(
    help: .init(
      "With --init constant, normal or uniform: the value, standard deviation or bound. Default: 0.1, 0.1, one over the root of the inputs' number.",
      valueName: "size"))
  var initScale: Double?

  /// Adds the options to settings.
  func change(_ settings: inout ModelSettings) throws(ForetellError) {
    settings.initialization = try Validation.choice("init", initialization)
    settings.initializationScale = initScale
  }

  /// The size of a distribution, where none of the given ones has one.
  static func idle(of models: [InitialOptions]) -> [ModelOptions.Idle] {
    let names = models.compactMap(\.initialization)
    // A name that doesn't exist is refused where it is read.
    guard !names.contains(where: { InitializationName(rawValue: $0)?.hasScale ?? true }) else { return [] }
    let chosen = Wording.alternatives(names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    let owners = InitializationName.allCases.filter(\.hasScale).map(\.rawValue)
    return [
      (
        .initializationScale,
        names.isEmpty
          ? "the usual distributions have no size to choose" : "--init \(chosen) has no size to choose",
        "use --init \(Wording.alternatives(owners))"
      )
    ]
  }
}
