import Foretell
import Foundation
internal import GRDB
import Synchronization

/// The record of one run or part of a run, with what isn't yet written to the registry.
final class RunRecord: Sendable {
  /// The end of a run.
  struct End: Sendable {
    var status: RunStatus
    var failure: Run.Failure?
    var results: [Run.Result]
    var files: [RunDetails.Artefact]
    /// The end of the run, in seconds since 1970.
    var time: Double
    /// The end of the run or, for a part, its last record, in seconds since 1970.
    var lastSign: Double
  }

  private struct State {
    var row: (number: Int64, id: String)?
    var pending = PendingRecords()
    var end: End?
    var isEndWritten = false
    var isOpen = true
    var lastRecord: Double
    var lastWrite: ContinuousClock.Instant?
    var isScheduled = false
    var isTroubled = false
  }

  /// What is known about the run from its beginning.
  let description: RunDescription
  private let registry: RunRegistry
  private let parent: RunRecord?
  private let begin: Double
  private let state: Mutex<State>

  /// The shortest time between two writes, and between a failed attempt and the next.
  private static let interval = Duration.milliseconds(500)
  private static let intervalInTrouble = Duration.seconds(5)

  /// Makes a record of a run that begins now; nothing is written yet.
  init(_ registry: RunRegistry, _ description: RunDescription, parent: RunRecord?) {
    self.registry = registry
    self.description = description
    self.parent = parent
    begin = Self.now
    state = Mutex(State(lastRecord: begin))
  }

  /// The present time in seconds since 1970.
  static var now: Double { Date().timeIntervalSince1970 }

  /// The run's id; nil before its beginning is written.
  var id: String? { state.withLock { $0.row?.id } }

  /// Whether the run hasn't ended.
  var isOpen: Bool { state.withLock { $0.isOpen } }

  /// Adds records.
  ///
  /// - Returns: the time at which they should be written; nil when a write is already scheduled.
  func add(_ records: (inout PendingRecords) -> Void) -> ContinuousClock.Instant? {
    state.withLock { state in
      records(&state.pending)
      state.lastRecord = Self.now
      guard !state.isScheduled, state.isOpen else { return nil }
      state.isScheduled = true
      guard let last = state.lastWrite else { return .now }
      return last + (state.isTroubled ? Self.intervalInTrouble : Self.interval)
    }
  }

  /// Closes the record; returns false when it is already closed.
  func close(
    _ status: RunStatus, _ failure: Run.Failure?, results: [Run.Result], files: [RunDetails.Artefact],
    histograms: [Histogram], endsAtLastRecord: Bool
  ) -> Bool {
    state.withLock { state in
      guard state.isOpen else { return false }
      state.isOpen = false
      state.pending.histograms += histograms
      let now = Self.now
      state.end = End(
        status: status, failure: failure, results: results, files: files, time: now,
        lastSign: endsAtLastRecord ? state.lastRecord : now)
      return true
    }
  }

  /// Writes all pending records in one transaction; those that can't be written are kept.
  func flush(_ patience: Patience) throws(ForetellError) {
    let (pending, end, row, isDue) = state.withLock { state in
      state.isScheduled = false
      state.lastWrite = .now
      let end = state.isEndWritten ? nil : state.end
      let isDue = state.row == nil || !state.pending.isEmpty || end != nil
      defer { state.pending = PendingRecords() }
      return (state.pending, end, state.row, isDue)
    }
    guard isDue else { return }
    do {
      let written = try registry.write(patience) { connection in
        let row = try row ?? insert(into: connection)
        try pending.insert(into: connection, run: row.number)
        if let end {
          try insert(end, into: connection, row)
        } else {
          try connection.execute(
            sql: "UPDATE runs SET updated = ? WHERE number = ?", arguments: [Self.now, row.number])
        }
        return row
      }
      state.withLock { state in
        state.row = written
        state.isTroubled = false
        if end != nil { state.isEndWritten = true }
      }
    } catch {
      state.withLock { state in
        state.pending.restore(pending)
        state.isTroubled = true
      }
      throw error
    }
  }

  private func insert(_ end: End, into connection: Database, _ row: (number: Int64, id: String)) throws {
    for (place, result) in end.results.enumerated() {
      let (value, special) = ExactNumber.columns(result.value)
      try connection.execute(
        sql: "INSERT OR REPLACE INTO results (run, place, name, value, special) VALUES (?, ?, ?, ?, ?)",
        arguments: [row.number, place, result.name, value, special])
    }
    for file in end.files {
      try connection.execute(
        sql: "INSERT OR REPLACE INTO artefacts (run, path, kind, size, digest) VALUES (?, ?, ?, ?, ?)",
        arguments: [row.number, file.path, file.kind, file.size, file.digest])
    }
    try connection.execute(
      sql: """
        UPDATE runs SET status = ?, updated = ?, ended = ?, error_code = ?, error_message = ? WHERE number = ?
        """,
      arguments: [
        end.status.rawValue, end.time, end.lastSign, end.failure?.code, end.failure?.message, row.number,
      ])
    guard connection.changesCount == 1 else {
      throw ForetellError(
        .recordLost, "run \(row.id) was deleted from the registry `\(registry.path)` while it ran",
        location: .init(file: registry.path), hint: "record it again with \(option: .track)")
    }
  }

  /// Writes the row of the run itself.
  private func insert(into connection: Database) throws -> (number: Int64, id: String) {
    // No other process can write between these two lines: the transaction locks the file from its beginning.
    let last = try String.fetchOne(connection, sql: "SELECT max(id) FROM runs")
    let id = RunIdentifier.make(time: begin, after: last)
    let process = ProcessIdentity.current
    let machine = MachineDescription.current
    let values: [(any DatabaseValueConvertible)?] = [
      id, parent?.state.withLock { $0.row?.number }, description.command, description.model,
      RunStatus.running.rawValue, begin, begin, description.seed.map { String($0) }, description.version,
      description.commandLine, FileManager.default.currentDirectoryPath, description.data?.name,
      description.data?.digest, process.host, process.boot, process.namespace, process.number, process.start,
      machine.processor, machine.cores, machine.instructionSet, machine.system,
    ]
    try connection.execute(
      sql: """
        INSERT INTO runs (id, parent, command, model, status, started, updated, seed, version, command_line, folder,
          data_name, data_digest, host, boot, namespace, process, process_start, processor, cores,
          instruction_set, system) VALUES (\(values.map { _ in "?" }.joined(separator: ", ")))
        """, arguments: StatementArguments(values))
    let number = connection.lastInsertedRowID
    try PendingRecords.insert(description.parameters.all, into: connection, run: number)
    return (number, id)
  }
}
