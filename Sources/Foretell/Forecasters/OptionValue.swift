/// An option of a fitted model with the value that the fit used.
public struct OptionValue: Sendable, Equatable {
  /// The option's name on the command line, such as `input-size`.
  public let option: String
  /// The value as it is written on the command line; `auto` where each series has its own, `none` where there is none.
  public let value: String
  /// Why it has this value, as a clause without a full stop; nil where the file doesn't tell.
  public let reason: String?

  init(_ option: String, _ value: String, _ reason: String? = nil) {
    self.option = option
    self.value = value
    self.reason = reason
  }

  /// A number without a trailing `.0`.
  static func text(_ value: Double) -> String { HistoryRemarks.text(value) }
  /// `yes` or `no`.
  static func text(_ value: Bool) -> String { value ? "yes" : "no" }
  /// A list of numbers, separated by commas; `none` for an empty one.
  static func text(_ values: [Double]) -> String {
    values.isEmpty ? "none" : values.map(text).joined(separator: ",")
  }

  /// The reason of a value that is the option's default, or that was given.
  static func given(_ isGiven: Bool, else reason: String) -> String { isGiven ? "given" : reason }
}

extension KeptModel {
  /// Empty: the options weren't chosen by rules.
  public var choices: [RecipeChoice] { [] }

  /// The options that all models have, around those of one kind of model.
  func optionValues(around own: [OptionValue]) -> [OptionValue] {
    let bounds = bounds
    let first = [OptionValue("horizon", "\(openHorizon ?? forecastHorizon)", "given")]
    let last = [
      OptionValue(
        "lower-bound", bounds.lower.map(OptionValue.text) ?? (bounds.keepsNonNegative ? "auto" : "none"),
        bounds.lower == nil && bounds.keepsNonNegative ? "0 for series without a negative value" : nil),
      OptionValue("upper-bound", bounds.upper.map(OptionValue.text) ?? "none"),
    ]
    return first + own + last
  }
}
