import ArgumentParser
import Foretell

/// What the commands that train do with their input, all alike.
struct TrainingInput {
  /// The CSV.
  let input: TableInput
  let data: DataOptions
  let network: ModelOptions
  let common: CommonOptions

  /// Reads the table and says what was found, and what the options mean for it.
  ///
  /// - Parameters:
  ///   - bounds: the values that forecasts keep to, where the command has them.
  ///   - check: what has to be right about the table before anything is said.
  /// - Throws: what reading the table throws, and what `check` does.
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
