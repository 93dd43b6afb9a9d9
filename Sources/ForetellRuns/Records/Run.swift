/// A summary of a run in the registry: its origin, state and results.
public struct Run: Sendable, Hashable {
  /// The data of a run.
  public struct DataSource: Sendable, Hashable {
    /// The file's name as given.
    public var name: String
    /// SHA-256 of the table (`SeriesTable.checksum`).
    public var digest: String

    /// Makes a data source from its parts.
    public init(name: String, digest: String) {
      self.name = name
      self.digest = digest
    }
  }

  /// The error that ended a run.
  public struct Failure: Sendable, Hashable {
    /// The stable error code.
    public var code: String
    /// The error's message.
    public var message: String
  }

  /// A named final result, such as `smape`.
  public struct Result: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The value; NaN and infinities are kept.
    public var value: Double

    /// Makes a result.
    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// The number of the row in the file, ascending with time.
  var number: Int64
  /// The id: ten letters and digits, in the order of time.
  public var id: String
  /// The id of the run of which this one is a part, such as one model of a backtest; nil if it isn't a part.
  public var parent: String?
  /// Number of parts.
  public var children: Int
  /// The command: `fit`, `forecast`, `backtest`, `compare`, `gradients`, or a word chosen by the embedding
  /// application.
  public var command: String
  /// The model's name; for a run with parts several names, separated by commas.
  public var model: String
  /// Whether the run is still running, and how it ended.
  public var status: RunStatus
  /// The beginning, in seconds since 1970.
  public var started: Double
  /// The last write, in seconds since 1970.
  public var updated: Double
  /// The end, in seconds since 1970; for a killed run its last write.
  public var ended: Double?
  /// The seed.
  public var seed: UInt64?
  /// The program's version.
  public var version: String
  /// The command line, quoted for a shell.
  public var commandLine: String
  /// The working folder.
  public var folder: String
  /// Name and digest of the data.
  public var data: DataSource?
  /// The process that made the run.
  public var process: ProcessIdentity
  /// The machine on which the run was made.
  public var machine: MachineDescription
  /// The error that ended the run, if any.
  public var failure: Failure?
  /// The last recorded epoch; 0 if there is none.
  public var epochs: Int
  /// The last recorded training loss of the last window; nil if there is none or it isn't finite.
  public var lastLoss: Double?
  /// The final results, in the order of recording.
  public var results: [Result]

  /// The final result with this name.
  public func result(_ name: String) -> Double? { results.first { $0.name == name }?.value }

  /// Seconds from the beginning to the end, or to the last write.
  public var duration: Double { max(0, (ended ?? updated) - started) }
}
