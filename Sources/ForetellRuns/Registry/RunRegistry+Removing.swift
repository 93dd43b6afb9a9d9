import Foretell
internal import GRDB

extension RunRegistry {
  /// Removes runs with all their records and parts; files that they wrote stay.
  ///
  /// - Parameters:
  ///   - runs: the runs.
  ///   - isForced: whether runs of processes on other hosts or in other containers are removed too, although
  ///     they may still be running.
  /// - Returns: the number of runs removed, including parts.
  /// - Throws: ``ForetellError`` of kind `usage` when one of them is still running, and then nothing is
  ///   removed; of kind `inputOutput` when the file can't be written.
  @discardableResult
  public func delete(_ runs: [Run], isForced: Bool = false) throws(ForetellError) -> Int {
    try write { connection in
      for run in runs {
        // A part may still be running even if its run no longer is, so all are checked here, under the lock.
        let family = try Self.fetch(
          connection, where: "WHERE runs.number = ? OR runs.parent = ?", [run.number, run.number])
        for busy in family where busy.status == .running {
          let isElsewhere = busy.process.life() == .elsewhere
          guard !isElsewhere || !isForced else { continue }
          throw ForetellError(
            .conflictingOptions,
            "run \(busy.id) still runs (process \(busy.process.number) on \(busy.process.host))",
            hint: isElsewhere
              ? "that process can't be looked at from here; if it has surely ended, \(inCode: "isForced: true", onCommandLine: "runs delete \(run.id) --force")"
              : "wait for its end, or stop it")
        }
      }
      let before = try Int.fetchOne(connection, sql: "SELECT count(*) FROM runs") ?? 0
      for run in runs {
        try connection.execute(sql: "DELETE FROM runs WHERE number = ?", arguments: [run.number])
      }
      return before - (try Int.fetchOne(connection, sql: "SELECT count(*) FROM runs") ?? 0)
    }
  }
}
