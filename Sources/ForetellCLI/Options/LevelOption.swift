import ArgumentParser
import Foretell

/// The prediction intervals' levels.
struct LevelOption: ParsableArguments {
  @Option(
    help: .init(
      "Levels of the prediction intervals in percent. Default: 80,95. `none` for no intervals.",
      valueName: "levels"))
  var level: [String] = []

  /// The levels, ascending, each once.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` for what is no level.
  func levels() throws -> [Double] {
    let words = Validation.list(level)
    if words.isEmpty { return [80, 95] }
    if words == ["none"] { return [] }
    let levels = try words.map { word in
      guard let level = Double(word), level > 0, level < 100 else {
        throw Validation.refusal("level", "`\(word)`", "must be above 0 and below 100")
      }
      return level
    }
    return Set(levels).sorted()
  }
}
