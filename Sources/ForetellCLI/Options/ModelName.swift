import ArgumentParser
import Foretell

/// Models by their names on the command line.
enum ModelName {
  /// The model used when none is named.
  static let usual = "lstm"

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
