/// What the registry knows of a run at a glance: where it came from and how it went.
public struct Run: Sendable, Hashable {
  /// The data of a run.
  public struct DataSource: Sendable, Hashable {
    /// The file's name as it was given.
    public var name: String
    /// SHA-256 of the table (`SeriesTable.checksum`).
    public var digest: String

    /// Names data.
    public init(name: String, digest: String) {
      self.name = name
      self.digest = digest
    }
  }

  /// The error that ended a run.
  public struct Failure: Sendable, Hashable {
    /// The stable code.
    public var code: String
    /// What was said.
    public var message: String
  }

  /// A number with a name, such as `smape`.
  public struct Result: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The number; NaN and infinities are kept.
    public var value: Double

    /// Names a number.
    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// The row's number in the file, ascending with time.
  var number: Int64
  /// The id: ten letters and digits that sort by time.
  public var id: String
  /// The id of the run that this one is a part of, such as one model of a backtest.
  public var parent: String?
  /// How many parts it has.
  public var children: Int
  /// The command: `fit`, `forecast`, `backtest`, `compare`, `gradients`, or an embedder's own word.
  public var command: String
  /// The model's name; several with commas between for a run with parts.
  public var model: String
  /// How far it is.
  public var status: RunStatus
  /// When it began, in seconds since 1970.
  public var started: Double
  /// When it last wrote something, in seconds since 1970.
  public var updated: Double
  /// When it ended, in seconds since 1970; of a killed run its last sign of life.
  public var ended: Double?
  /// The seed.
  public var seed: UInt64?
  /// The program's version.
  public var version: String
  /// The command line, ready for a shell.
  public var commandLine: String
  /// The working folder.
  public var folder: String
  /// The data.
  public var data: DataSource?
  /// The process.
  public var process: ProcessIdentity
  /// The machine.
  public var machine: MachineDescription
  /// The error, if one ended it.
  public var failure: Failure?
  /// The last epoch of which something is recorded; 0 if none.
  public var epochs: Int
  /// The last training loss that was recorded, of the last window; nil if none was or it isn't a number.
  public var lastLoss: Double?
  /// Final numbers, in the order they were recorded.
  public var results: [Result]

  /// A final number.
  public func result(_ name: String) -> Double? { results.first { $0.name == name }?.value }

  /// Seconds from begin to end, or to the last sign of life.
  public var duration: Double { max(0, (ended ?? updated) - started) }
}
