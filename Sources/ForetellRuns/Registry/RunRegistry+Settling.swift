import Foretell
internal import GRDB

extension RunRegistry {
  /// Marks runs whose processes ended without recording an end as killed, with the time of their last write
  /// as the end.
  ///
  /// Runs of processes on other hosts and in other containers are not changed (see
  /// ``ProcessIdentity/life(seenFrom:)``).
  ///
  /// - Returns: the ids of the runs that were marked.
  @discardableResult
  public func settle() throws(ForetellError) -> [String] {
    // Processes are checked outside the write transaction, which then checks again that the run is still
    // marked as running, because it may have ended meanwhile.
    let dead = try read {
      try Self.fetch($0, where: "WHERE runs.status = ?", [RunStatus.running.rawValue])
    }.filter { $0.status == .killed }
    guard !dead.isEmpty, !isReadOnly else { return [] }
    try write { connection in
      for run in dead {
        try connection.execute(
          sql: "UPDATE runs SET status = ?, ended = updated WHERE number = ? AND status = ?",
          arguments: [RunStatus.killed.rawValue, run.number, RunStatus.running.rawValue])
      }
    }
    return dead.map(\.id)
  }

  /// The run with its status corrected after a check of its process.
  static func judged(_ run: Run) -> Run {
    guard run.status == .running, run.process.life() == .dead else { return run }
    var run = run
    run.status = .killed
    run.ended = run.updated
    return run
  }
}
