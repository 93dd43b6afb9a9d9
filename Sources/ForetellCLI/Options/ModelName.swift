import ArgumentParser
import Foretell

/// Models by their names on the command line.
enum ModelName {
  /// The model that is trained when none is named.
  static let usual = "lstm"
  /// The model that forecasts when none is named.
  static let combined = "auto"

  /// The model that forecasts when none is named: ``combined``, or the usual network where an option is given that only a
  /// network has.
  static var usualForecaster: String { networkOption == nil ? combined : usual }

  /// Says why the usual model isn't ``combined``, if it isn't.
  static func tellUsual(_ console: Console) {
    guard let option = networkOption else { return }
    console.say("model \(usual), because --\(option) is no option of \(combined)")
  }

  /// The first option that was given and that ``combined`` doesn't have.
  private static var networkOption: String? {
    let own = Catalogue.model(named: combined)?.options ?? []
    return ModelOption.allCases.first {
      !own.contains($0) && !Invocation.words(of: [$0.rawValue]).isEmpty
    }?.rawValue
  }

  /// The model with this name.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` that suggests the nearest name.
  static func model(
    _ text: String, option: String, among models: [CatalogueModel] = Catalogue.models
  ) throws(ForetellError) -> CatalogueModel {
    if let model = models.first(where: { $0.name == text.lowercased() }) { return model }
    throw Validation.unknown(option, text.lowercased(), models.map(\.name))
  }

  /// The names as a list in words: `lstm, gru or naive`.
  static func list(_ models: [CatalogueModel] = Catalogue.models) -> String {
    Wording.alternatives(models.map(\.name))
  }

  /// The names for shell completion.
  static func completion(_ models: [CatalogueModel] = Catalogue.models) -> CompletionKind {
    .list(models.map(\.name))
  }
}
