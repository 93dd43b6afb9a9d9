import Foretell
import Foundation
internal import GRDB

/// The registry of runs: one SQLite database that any number of processes may use at the same time.
///
/// With write-ahead logging, processes can read while another writes; writers wait for each other. Every
/// write is one transaction, so that a process killed at any time leaves a valid file.
public final class RunRegistry: Sendable {
  /// The file's path.
  public let path: String
  /// Whether the file can only be read.
  public let isReadOnly: Bool
  private let database: DatabaseQueue
  private let tellWait: (@Sendable () -> Void)?
  /// Identifies the file that was opened; later another file may have its name.
  private let identity: FileIdentity?

  /// Opens a registry, and creates the file and its folder if they don't exist.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - patience: the longest wait for other processes, in seconds.
  ///   - tellWait: called, on the waiting thread, when this or a later wait for another process takes longer
  ///     than a second; not for background writes.
  /// - Throws: ``ForetellError`` of kind `inputOutput` when the file can't be opened, written or locked, or
  ///   isn't a registry of this release.
  public convenience init(
    path: String, patience: Double = RunRegistry.defaultPatience, tellWait: (@Sendable () -> Void)? = nil
  ) throws(ForetellError) {
    try Self.makeFolder(of: path)
    try self.init(path: path, isReadOnly: false, patience: patience, tellWait: tellWait)
  }

  /// Opens an existing registry, for reading only if it can't be written.
  ///
  /// - Returns: nil when there is no such file.
  /// - Throws: as ``init(path:patience:tellWait:)``.
  public static func existing(
    path: String, patience: Double = RunRegistry.defaultPatience, tellWait: (@Sendable () -> Void)? = nil
  ) throws(ForetellError) -> RunRegistry? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try RunRegistry(
      path: path, isReadOnly: access(path, W_OK) != 0, patience: patience, tellWait: tellWait)
  }

  private init(
    path: String, isReadOnly: Bool, patience: Double, tellWait: (@Sendable () -> Void)?
  ) throws(ForetellError) {
    self.path = path
    self.isReadOnly = isReadOnly
    self.tellWait = tellWait
    func open(_ address: String, isReadOnly: Bool) throws(ForetellError) -> DatabaseQueue {
      try Self.open(address, isReadOnly: isReadOnly, path: path, patience: patience, tellWait: tellWait)
    }
    do throws(ForetellError) {
      database = try open(path, isReadOnly: isReadOnly)
    } catch {
      // A reader may not create the log file. If it doesn't exist, no other process has the database open for
      // writing, and the file can be read directly.
      guard isReadOnly, !FileManager.default.fileExists(atPath: path + "-wal") else { throw error }
      let address = URL(filePath: path).absoluteString + "?immutable=1"
      database = try open(address, isReadOnly: true)
    }
    identity = FileIdentity(path)
  }

  /// Whether the path still leads to the file that was opened.
  var isInPlace: Bool { identity == FileIdentity(path) }

  /// The error when it doesn't.
  var loss: ForetellError {
    let isGone = FileIdentity(path) == nil
    return ForetellError(
      .recordLost,
      "the run registry `\(path)` was \(isGone ? "deleted" : "replaced by another file") while the run went on",
      location: .init(file: path),
      hint: "record it again with \(option: .track), and keep the file until the run has ended")
  }

  private static func open(
    _ address: String, isReadOnly: Bool, path: String, patience: Double, tellWait: (@Sendable () -> Void)?
  ) throws(ForetellError) -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "ForetellRuns"
    configuration.readonly = isReadOnly
    configuration.busyMode = .timeout(statementPatience)
    let settings = configuration
    let patience = Patience.seconds(patience)
    let database = try retrying(path, patience, tell: tellWait) {
      try DatabaseQueue(path: address, configuration: settings)
    }
    try retrying(path, patience, tell: tellWait) { try prepare(database, path, isReadOnly) }
    return database
  }

  /// Checks that the file is a registry, and migrates it to this release's tables.
  private static func prepare(_ database: DatabaseQueue, _ path: String, _ isReadOnly: Bool) throws {
    let migrator = RegistrySchema.migrator
    // In one transaction, because another process may be creating the tables at this moment; GRDB creates its
    // own table before all others.
    let isComplete = try database.read { connection in
      let mark = try Int64.fetchOne(connection, sql: "PRAGMA application_id") ?? 0
      let tables =
        try Int.fetchOne(
          connection,
          sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'") ?? 0
      guard mark == RegistrySchema.applicationId || (mark == 0 && tables == 0) else {
        throw ForetellError(
          .damagedRegistry, "`\(path)` is a database of another program, no run registry",
          location: .init(file: path), hint: "name another file with \(option: .registry)")
      }
      if try migrator.hasBeenSuperseded(connection) {
        throw ForetellError(
          .unsupportedRegistry, "`\(path)` was written by a later release of Foretell",
          location: .init(file: path), hint: "use that release, or another file with \(option: .registry)")
      }
      return try migrator.hasCompletedMigrations(connection)
    }
    guard !isReadOnly else {
      guard isComplete else {
        throw ForetellError(
          .unsupportedRegistry,
          "`\(path)` was written by an earlier release and may not be brought up to date",
          location: .init(file: path), hint: "allow writing to it once")
      }
      return
    }
    try database.writeWithoutTransaction { connection in
      try connection.execute(sql: "PRAGMA journal_mode = WAL")
      // With write-ahead logging a power failure doesn't damage the file; only the last transactions may be
      // lost.
      try connection.execute(sql: "PRAGMA synchronous = NORMAL")
    }
    guard !isComplete else { return }
    do {
      try migrator.migrate(database)
    } catch {
      // Another process may have created the tables at the same time.
      guard try database.read({ try migrator.hasCompletedMigrations($0) }) else { throw error }
    }
  }

  private static func makeFolder(of path: String) throws(ForetellError) {
    guard !path.isEmpty else {
      throw ForetellError(
        .badOption, "the run registry has no name", hint: "name a file with \(option: .registry)")
    }
    let folder = URL(filePath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw ForetellError(
        .cannotWrite, "cannot make the folder `\(folder.path)` for the run registry",
        location: .init(file: path), hint: "choose another file with \(option: .registry)")
    }
  }

  // MARK: Access

  /// Reads in one transaction, so that what is read is consistent even if other processes write.
  func read<Result>(_ body: (Database) throws -> Result) throws(ForetellError) -> Result {
    try Self.retrying(path, .seconds(Self.defaultPatience), tell: tellWait) { try database.read(body) }
  }

  /// Writes in one transaction, which locks the file from its beginning and takes effect completely or not at
  /// all.
  func write<Result>(
    _ patience: Patience = .seconds(RunRegistry.defaultPatience), _ body: (Database) throws -> Result
  ) throws(ForetellError) -> Result {
    try Self.retrying(path, patience, tell: tellWait) { try database.write(body) }
  }

  /// Returns the space of deleted runs to the file system; does nothing if another process uses the file.
  public func shrink() {
    try? database.writeWithoutTransaction { try $0.execute(sql: "VACUUM") }
  }
}

/// Identifies the file to which a path leads.
private struct FileIdentity: Equatable {
  private let device: UInt64
  private let number: UInt64

  /// Nil when there is no file at `path`.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
  }
}
