import ForetellClassics
import ForetellData

extension FittedRidge {
  /// Goes on with new rows, which are appended to the table, while the coefficients stay; see
  /// ``KeptModel/update(with:gaps:)``.
  @discardableResult
  public mutating func update(
    with table: SeriesTable, gaps: CSVOptions.GapPolicy
  ) throws -> ModelUpdate {
    try bounds.check(table)
    let (whole, update) = try KeptTable.updated(self.table, with: table, gaps: gaps)
    let new = whole.series.count - parts.count
    var model = FittedRidge(
      configuration: configuration, table: whole, forecastHorizon: forecastHorizon, seed: seed,
      season: seasonLength, choice: choice,
      transforms: transforms + [ValueTransform](repeating: isLogarithmic ? .log : .none, count: new),
      isLogarithmic: isLogarithmic)
    model.openHorizon = openHorizon
    (model.common, model.deviations, model.intervals) = (common, deviations, intervals)
    model.parts = parts + [Part](repeating: Part(), count: new)
    self = model
    return update
  }
}
