import ArgumentParser
import Foretell

/// The common handling of input by all commands that train.
struct TrainingInput {
  /// The CSV to read.
  let input: TableInput
  let data: DataOptions
  let network: ModelOptions
  let common: CommonOptions

  /// Reads the table and prints what was found and how the options apply to it.
  ///
  /// - Parameters:
  ///   - bounds: the range of the forecasts, if the command has it.
  ///   - check: a check of the table before anything is printed.
  /// - Throws: what reading the table and `check` throw.
  func read(
    for command: any ParsableCommand.Type, _ console: Console, bounds: ForecastBounds? = nil,
    check: (SeriesTable) throws -> Void = { _ in }
  ) throws -> SeriesTable {
    let table = try input.read(try data.csvOptions(threads: common.threads), for: command, console)
    try check(table)
    console.tell(table.findings)
    if let season = network.season { console.say("season length \(season) (given)") }
    if let bounds { BoundOptions.tell(bounds, table, console) }
    network.warn(console)
    return table
  }
}
