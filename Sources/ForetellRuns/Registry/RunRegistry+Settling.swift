import Foretell
internal import GRDB

extension RunRegistry {
  /// Marks runs whose processes ended without a word as killed, as of their last sign of life.
  ///
  /// Processes of other hosts and containers are left alone (see ``ProcessIdentity/life(seenFrom:)``).
  ///
  /// - Returns: the ids of the runs that were marked.
  @discardableResult
  public func settle() throws(ForetellError) -> [String] {
    // Judged outside the write, which then asks again whether the run still says that it runs: a run may end meanwhile.
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

  /// A run as it is after a look at its process.
  static func judged(_ run: Run) -> Run {
    guard run.status == .running, run.process.life() == .dead else { return run }
    var run = run
    run.status = .killed
    run.ended = run.updated
    return run
  }
}
