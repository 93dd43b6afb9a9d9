import ForetellData

extension FittedBaseline {
  /// Goes on with new rows, which are appended to the table; see ``KeptModel/update(with:gaps:)``.
  @discardableResult
  public mutating func update(
    with table: SeriesTable, gaps: CSVOptions.GapPolicy
  ) throws -> ModelUpdate {
    try bounds.check(table)
    let (whole, update) = try KeptTable.updated(self.table, with: table, gaps: gaps)
    var model = FittedBaseline(
      configuration: configuration, table: whole, forecastHorizon: forecastHorizon, seed: seed)
    model.openHorizon = openHorizon
    model.threads = threads
    self = model
    return update
  }
}
