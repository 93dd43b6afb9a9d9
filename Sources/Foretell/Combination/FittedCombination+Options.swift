extension FittedCombination {
  /// Every option of the fit with its value.
  public var optionValues: [OptionValue] {
    var values: [ModelOption: OptionValue] = [:]
    values.add(.season, "\(seasonLength)", OptionValue.given(isSeasonGiven, else: "the frequency's"))
    values.add(.combine, rule.rawValue)
    values.add(.intervals, intervals.rawValue)
    if let plannedSeconds {
      values.add(
        .budget, "\(OptionValue.text(plannedSeconds))s",
        OptionValue.given(isTimeGiven, else: "by the number of series"))
    }
    let names = members.map {
      $0.weight == 1 ? $0.label : "\($0.label) (weight \(OptionValue.text($0.weight)))"
    }
    let chosen = OptionValue(
      "members", names.joined(separator: ","), isAutomatic ? "by the data and held-out errors" : "given")
    return optionValues(around: [chosen] + values.ordered)
  }
}
