import Foretell
import Foundation
internal import GRDB
import Synchronization

/// Writes one run into a registry while it goes on.
///
/// Records are gathered and written at most twice a second in one short transaction, on the thread that records. Once
/// a run has begun, nothing that goes wrong with the registry reaches the training: what could not be written is kept
/// and tried again, at the latest when the run ends, and `onTrouble` is told.
///
/// Any thread may record. A recorder that is let go without ``finish(results:artefacts:histograms:endsAtLastRecord:)``
/// or ``fail(_:)`` marks its run as failed.
public final class RunRecorder: Sendable {
  /// The run's id.
  public let id: String
  private let registry: RunRegistry
  private let number: Int64
  private let description: RunDescription
  private let onTrouble: @Sendable (ForetellError) -> Void
  private let state: Mutex<State>

  private struct State {
    var pending = PendingRecords()
    var lastWrite: ContinuousClock.Instant?
    var lastRecord: Double
    var isOpen = true
    var isTroubled = false
    var parts: [RunRecorder] = []
  }

  /// The shortest time between two writes, and between two attempts after one failed.
  private static let interval = Duration.milliseconds(500)
  private static let intervalInTrouble = Duration.seconds(5)

  /// Begins a run.
  ///
  /// - Parameters:
  ///   - registry: where it is kept.
  ///   - description: what is known already.
  ///   - onTrouble: told, on the recording thread, when writing fails for the first time and when the run could not be
  ///     completed at its end.
  /// - Throws: ``ForetellError`` of kind `inputOutput` when even the begin can't be written: better than to train for
  ///   hours before that is found out.
  public convenience init(
    _ registry: RunRegistry, _ description: RunDescription,
    onTrouble: @escaping @Sendable (ForetellError) -> Void = { _ in }
  ) throws(ForetellError) {
    let run = try Self.begin(registry, description, parent: nil)
    self.init(registry, description, run, onTrouble)
  }

  private init(
    _ registry: RunRegistry, _ description: RunDescription, _ run: (number: Int64, id: String),
    _ onTrouble: @escaping @Sendable (ForetellError) -> Void
  ) {
    self.registry = registry
    self.description = description
    (number, id) = run
    self.onTrouble = onTrouble
    state = Mutex(State(lastRecord: Self.now))
  }

  deinit {
    if state.withLock({ $0.isOpen }) {
      end(.failed, Run.Failure(code: "", message: "the run was left without a result"))
    }
  }

  /// Begins a part of this run, such as one model of a comparison.
  ///
  /// What the description leaves open (version, command line, data) is taken from the whole.
  ///
  /// - Returns: nil when it could not be written; `onTrouble` was told.
  public func part(_ description: RunDescription) -> RunRecorder? {
    var description = description
    if description.version.isEmpty { description.version = self.description.version }
    if description.commandLine.isEmpty { description.commandLine = self.description.commandLine }
    description.data = description.data ?? self.description.data
    description.seed = description.seed ?? self.description.seed
    do {
      let run = try Self.begin(registry, description, parent: number)
      let part = RunRecorder(registry, description, run, onTrouble)
      state.withLock { $0.parts.append(part) }
      return part
    } catch {
      trouble(error)
      return nil
    }
  }

  // MARK: While it runs

  /// Records one value of one quantity.
  ///
  /// - Parameters:
  ///   - name: the quantity, such as `training_loss`.
  ///   - value: the value; NaN and infinities are kept.
  ///   - epoch: from 1.
  ///   - window: the window of a backtest, from 0.
  public func record(_ name: String, _ value: Double, epoch: Int, window: Int = 0) {
    record { $0.values.append(.init(name: name, window: window, epoch: epoch, value: value, time: Self.now)) }
  }

  /// Records settings that were found out while it ran, such as a resolved window length; known ones are replaced.
  public func record(_ parameters: RunParameters) {
    record { $0.parameters += parameters.all }
  }

  /// Gathers records and writes them when it is time to.
  func record(_ add: (inout PendingRecords) -> Void) {
    let isDue = state.withLock { state in
      add(&state.pending)
      state.lastRecord = Self.now
      let interval = state.isTroubled ? Self.intervalInTrouble : Self.interval
      guard let last = state.lastWrite else { return true }
      return ContinuousClock.now - last >= interval
    }
    if isDue { write() }
  }

  /// Writes what was gathered; what can't be written is kept.
  private func write() {
    let pending = state.withLock { state in
      state.lastWrite = .now
      let taken = state.pending
      state.pending = PendingRecords()
      return taken
    }
    do {
      // Short, so that a training never waits long for another process.
      try registry.write(patience: 1) { connection in
        try pending.insert(into: connection, run: number)
        try connection.execute(
          sql: "UPDATE runs SET updated = ? WHERE number = ?", arguments: [Self.now, number])
      }
    } catch {
      state.withLock { $0.pending.restore(pending) }
      trouble(error)
    }
  }

  private func trouble(_ error: ForetellError) {
    let isNew = state.withLock { state in
      defer { state.isTroubled = true }
      return !state.isTroubled
    }
    if isNew { onTrouble(error) }
  }

  // MARK: Its end

  /// Ends the run well; a second end has no effect.
  ///
  /// - Parameters:
  ///   - results: final numbers.
  ///   - artefacts: files that were written; those that can't be read are left out and `onTrouble` is told.
  ///   - histograms: distributions at the end.
  ///   - endsAtLastRecord: whether the end is the moment of the last record instead of now.
  public func finish(
    results: [Run.Result] = [], artefacts: [RunArtefact] = [], histograms: [Histogram] = [],
    endsAtLastRecord: Bool = false
  ) {
    state.withLock { $0.pending.histograms += histograms }
    end(.finished, nil, results: results, artefacts: artefacts, endsAtLastRecord: endsAtLastRecord)
  }

  /// Ends the run, and the parts that are still open, because of an error: as interrupted when somebody asked for it, else as
  /// failed.
  public func fail(_ error: any Error) {
    let known = error as? ForetellError
    let status: RunStatus = known?.kind == .interrupted ? .interrupted : .failed
    let failure = Run.Failure(code: known?.code ?? "", message: known?.message ?? "\(error)")
    for part in state.withLock({ $0.parts }) { part.end(status, failure) }
    end(status, failure)
  }

  /// Runs something and ends the run as failed if it throws.
  public static func watching<Result>(_ recorder: RunRecorder?, _ body: () throws -> Result) throws -> Result
  {
    do {
      return try body()
    } catch {
      recorder?.fail(error)
      throw error
    }
  }

  private func end(
    _ status: RunStatus, _ failure: Run.Failure?, results: [Run.Result] = [], artefacts: [RunArtefact] = [],
    endsAtLastRecord: Bool = false
  ) {
    let taken: (pending: PendingRecords, last: Double)? = state.withLock { state in
      guard state.isOpen else { return nil }
      state.isOpen = false
      return (state.pending, state.lastRecord)
    }
    guard let taken else { return }
    let files = artefacts.compactMap { artefact in
      do throws(ForetellError) {
        return try artefact.measured()
      } catch {
        onTrouble(error)
        return nil
      }
    }
    let now = Self.now
    do {
      try registry.write { connection in
        try taken.pending.insert(into: connection, run: number)
        for (place, result) in results.enumerated() {
          let (value, special) = ExactNumber.columns(result.value)
          try connection.execute(
            sql: "INSERT OR REPLACE INTO results (run, place, name, value, special) VALUES (?, ?, ?, ?, ?)",
            arguments: [number, place, result.name, value, special])
        }
        for file in files {
          try connection.execute(
            sql: "INSERT OR REPLACE INTO artefacts (run, path, kind, size, digest) VALUES (?, ?, ?, ?, ?)",
            arguments: [number, file.path, file.kind, file.size, file.digest])
        }
        try connection.execute(
          sql: """
            UPDATE runs SET status = ?, updated = ?, ended = ?, error_code = ?, error_message = ? WHERE number = ?
            """,
          arguments: [
            status.rawValue, now, endsAtLastRecord ? taken.last : now, failure?.code, failure?.message,
            number,
          ])
        guard connection.changesCount == 1 else {
          throw ForetellError(
            .cannotWrite, "run \(id) was deleted from the registry while it ran",
            location: .init(file: registry.path))
        }
      }
    } catch {
      onTrouble(error)
    }
  }

  // MARK: Its begin

  static var now: Double { Date().timeIntervalSince1970 }

  private static func begin(
    _ registry: RunRegistry, _ description: RunDescription, parent: Int64?
  ) throws(ForetellError) -> (number: Int64, id: String) {
    try registry.write { connection in
      // Nobody else writes between these two lines: the transaction holds the file from its begin.
      let last = try String.fetchOne(connection, sql: "SELECT max(id) FROM runs")
      let id = RunIdentifier.make(time: now, after: last)
      let process = ProcessIdentity.current
      let machine = MachineDescription.current
      let values: [(any DatabaseValueConvertible)?] = [
        id, parent, description.command, description.model, RunStatus.running.rawValue, now, now,
        description.seed.map { String($0) }, description.version, description.commandLine,
        FileManager.default.currentDirectoryPath, description.data?.name, description.data?.digest,
        process.host, process.boot, process.namespace, process.number, process.start, machine.processor,
        machine.cores, machine.instructionSet, machine.system,
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
}
