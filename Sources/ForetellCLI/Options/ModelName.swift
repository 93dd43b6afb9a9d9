import ArgumentParser
import Foretell

/// Models by their names on the command line.
enum ModelName {
  /// The model that is taken where nobody names one.
  static let usual = "lstm"

  /// The model that a word names.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` that suggests the nearest name.
  static func model(
    _ text: String, option: String, among models: [CatalogueModel] = Catalogue.models
  ) throws(ForetellError) -> CatalogueModel {
    if let model = models.first(where: { $0.name == text.lowercased() }) { return model }
    throw Validation.unknown(option, text.lowercased(), models.map(\.name))
  }

  /// The names as the help lists them: `lstm, gru or naive`.
  static func list(_ models: [CatalogueModel] = Catalogue.models) -> String {
    Wording.alternatives(models.map(\.name))
  }

  /// The names to complete.
  static func completion(_ models: [CatalogueModel] = Catalogue.models) -> CompletionKind {
    .list(models.map(\.name))
  }
}
