import ArgumentParser
import Foretell

/// The option for the levels of prediction intervals.
struct LevelOption: ParsableArguments {
  @Option(
    help: .init(
      "Levels of the prediction intervals in percent. Default: 80,95. `none` for no intervals.",
      valueName: "levels"))
  var level: [String] = []

  /// The distinct levels in percent, ascending.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` for an invalid level.
  func levels() throws -> [Double] {
    let words = Validation.list(level)
    if words.isEmpty { return [80, 95] }
    if words == ["none"] { return [] }
    return Set(try words.map { try Self.level($0) }).sorted()
  }

  /// One level, with or without a percent sign.
  private static func level(_ word: String) throws(ForetellError) -> Double {
    let text = word.hasSuffix("%") ? String(word.dropLast().reversed().drop { $0 == " " }.reversed()) : word
    guard let level = Double(text), level > 0, level < 100 else {
      throw Validation.refusal("level", "`\(word)`", "must be at least 1 and below 100, in percent")
    }
    guard level < 1 else { return level }
    // A number below 1 isn't in percent: 0.9 is the share inside the interval, 0.05 what other tools call
    // alpha, the share outside.
    let share = level < 0.5 ? 1 - level : level
    let percent = Figures.exact((share * 100 * 1e6).rounded() / 1e6)
    throw ForetellError(
      .badOption, "a level is in percent, but --level has `\(word)`", hint: "write --level \(percent)")
  }
}
