extension [ModelOption: OptionValue] {
  /// Adds an option's value.
  mutating func add(_ option: ModelOption, _ value: String, _ reason: String? = nil) {
    self[option] = OptionValue(option.rawValue, value, reason)
  }

  /// The values in the order in which options are listed everywhere.
  var ordered: [OptionValue] { ModelOption.allCases.compactMap { self[$0] } }
}
