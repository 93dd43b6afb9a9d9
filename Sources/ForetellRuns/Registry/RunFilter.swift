/// Selects and orders runs.
public struct RunFilter: Sendable {
  /// The criterion by which runs are ordered.
  public enum Order: Sendable, Hashable {
    /// By beginning, the latest first.
    case started
    /// By duration, the longest first.
    case duration
    /// By the model's name.
    case model
    /// By status.
    case status
    /// By command.
    case command
    /// By a final result, the smallest first; for runs without it, the result of the same name on the holdout
    /// is taken. Runs with neither come last.
    case result(String)
  }

  /// Selects runs with one of these statuses; empty for all.
  public var statuses: Set<RunStatus> = []
  /// Selects runs of one of these models, regardless of case; empty for all.
  ///
  /// A run with parts has all their models.
  public var models: [String] = []
  /// Selects runs on data whose name contains this text or whose digest begins with it; nil for all.
  public var data: String?
  /// Selects runs whose end, or last write, was before this time in seconds since 1970; nil for all.
  public var before: Double?
  /// Whether the parts of runs are included.
  public var includesParts = false
  /// The order.
  public var order = Order.started
  /// Whether the order is reversed.
  public var isReversed = false
  /// The largest number of runs; nil for all.
  public var limit: Int?

  /// Makes a filter for all runs that aren't parts, the latest first.
  public init() {}

  /// Whether the filter selects a run.
  func accepts(_ run: Run) -> Bool {
    if run.parent != nil, !includesParts { return false }
    if !statuses.isEmpty, !statuses.contains(run.status) { return false }
    if let before, run.ended ?? run.updated >= before { return false }
    if let data, run.data?.name.contains(data) != true, run.data?.digest.hasPrefix(data) != true {
      return false
    }
    guard !models.isEmpty else { return true }
    let names = run.model.lowercased().split(separator: ",")
    return models.contains { names.contains(Substring($0.lowercased())) }
  }

  private static func key(_ run: Run, _ name: String) -> Double? {
    guard let value = run.result(name) ?? run.result("holdout_\(name)"), !value.isNaN else { return nil }
    return value
  }

  /// The runs in the filter's order, up to the limit.
  func arranged(_ runs: [Run]) -> [Run] {
    // The order in the file is that of the runs' beginnings.
    var sorted: [Run]
    switch order {
    case .started: sorted = runs.sorted { ($1.started, $1.number) < ($0.started, $0.number) }
    case .duration: sorted = runs.sorted { ($1.duration, $1.number) < ($0.duration, $0.number) }
    case .model: sorted = runs.sorted { ($0.model, $1.number) < ($1.model, $0.number) }
    case .status: sorted = runs.sorted { ($0.status.rawValue, $1.number) < ($1.status.rawValue, $0.number) }
    case .command: sorted = runs.sorted { ($0.command, $1.number) < ($1.command, $0.number) }
    case .result(let name):
      let ranked = runs.map { run in (run: run, key: Self.key(run, name)) }
      sorted = ranked.filter { $0.key != nil }.sorted {
        ($0.key ?? 0, $1.run.number) < ($1.key ?? 0, $0.run.number)
      }.map(\.run)
      if isReversed { sorted.reverse() }
      sorted += ranked.filter { $0.key == nil }.map(\.run)
    }
    if isReversed, case .result = order {} else if isReversed { sorted.reverse() }
    return Array(sorted.prefix(limit ?? sorted.count))
  }
}
