extension FittedRidge {
  /// Every option of the fit with its value; what was left open was chosen by the errors on the held-out ends of the
  /// series.
  public var optionValues: [OptionValue] {
    let chosen =
      choice.hasRows ? "by the errors on the held-out ends of the series" : "too few values to choose"
    var values: [ModelOption: OptionValue] = [:]
    values.add(
      .inputSize, "\(inputSize)", OptionValue.given(configuration.inputSize != nil, else: chosen))
    values.add(
      .transform,
      isLogarithmic
        ? TransformName.log.rawValue
        : configuration.transform == .automatic
          ? TransformName.none.rawValue : configuration.transform.rawValue,
      OptionValue.given(
        configuration.transform != .automatic,
        else: isLogarithmic ? "all values are positive" : "some values aren't positive"))
    values.add(
      .season, "\(seasonLength)",
      OptionValue.given(configuration.seasonLength != nil, else: "the frequency's"))
    values.add(
      .ridgeScope, scope.rawValue, OptionValue.given(configuration.scope != .automatic, else: chosen))
    values.add(
      .ridgeStrength, OptionValue.text(strength),
      OptionValue.given(configuration.strength != nil, else: chosen))
    return optionValues(around: values.ordered)
  }
}
