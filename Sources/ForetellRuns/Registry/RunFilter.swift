/// Which runs are asked for, and in which order.
public struct RunFilter: Sendable {
  /// What runs are ordered by.
  public enum Order: Sendable, Hashable {
    /// When they began, the latest first.
    case started
    /// How long they took, the longest first.
    case duration
    /// The model's name.
    case model
    /// The status.
    case status
    /// The command.
    case command
    /// A final number, or where a run has none of that name its holdout's, the smallest first; runs without it come
    /// last.
    case result(String)
  }

  /// Only runs of these statuses; empty for all.
  public var statuses: Set<RunStatus> = []
  /// Only runs of one of these models, in any case of letters; empty for all.
  ///
  /// A run with parts has all their models.
  public var models: [String] = []
  /// Only runs on data whose name contains this text or whose digest begins with it; nil for all.
  public var data: String?
  /// Only runs whose last sign of life is older than this moment in seconds since 1970; nil for all.
  public var before: Double?
  /// Whether the parts of runs are listed too.
  public var includesParts = false
  /// The order.
  public var order = Order.started
  /// Whether the order is turned around.
  public var isReversed = false
  /// At most so many; nil for all.
  public var limit: Int?

  /// All runs that are no parts, the latest first.
  public init() {}

  /// Whether a run is asked for.
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

  /// The runs in the order that is asked for, no more than the limit.
  func arranged(_ runs: [Run]) -> [Run] {
    // The file's order is the order of begin.
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
