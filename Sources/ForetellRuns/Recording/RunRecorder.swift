import Foretell
import Foundation
import Synchronization

/// Records one run in a registry while it is running.
///
/// Records are collected and written in the background at most twice per second, each time in one short
/// transaction. Once a run has begun, no problem with the registry affects or delays the training: records
/// that could not be written are kept and tried again, at the latest when the run ends; `onTrouble` is then
/// called with what was lost.
///
/// Any thread may record. A recorder that is released without
/// ``finish(results:artefacts:histograms:endsAtLastRecord:)`` or ``fail(_:)`` marks its run as failed.
public final class RunRecorder: Sendable {
  private let registry: RunRegistry
  private let own: RunRecord
  private let writer: RunWriter
  private let isPart: Bool
  private let onTrouble: @Sendable (ForetellError) -> Void
  private let parts = Mutex<[RunRecorder]>([])
  private let losses = Mutex<[ForetellError]>([])

  /// Begins a run.
  ///
  /// - Parameters:
  ///   - registry: the registry that keeps the record.
  ///   - description: what is known about the run.
  ///   - onTrouble: called at the run's end, on the thread that ends it, with each problem that prevented
  ///     recording. An error with the code ``ErrorCode/recordLost`` means that nothing is left of the record.
  /// - Throws: ``ForetellError`` of kind `inputOutput` when the beginning of the run can't be written, so
  ///   that this shows before hours of training.
  public init(
    _ registry: RunRegistry, _ description: RunDescription,
    onTrouble: @escaping @Sendable (ForetellError) -> Void = { _ in }
  ) throws(ForetellError) {
    let own = RunRecord(registry, description, parent: nil)
    try own.flush(.seconds(RunRegistry.defaultPatience))
    self.registry = registry
    self.own = own
    self.onTrouble = onTrouble
    isPart = false
    writer = RunWriter(registry)
    writer.add(own)
  }

  /// Begins a part of another run.
  private init(_ description: RunDescription, of whole: RunRecorder) {
    registry = whole.registry
    own = RunRecord(registry, description, parent: whole.own)
    writer = whole.writer
    onTrouble = whole.onTrouble
    isPart = true
    writer.add(own)
    writer.schedule(own, at: .now)
  }

  deinit {
    if own.isOpen {
      end(.failed, Run.Failure(code: "", message: "the run was left without a result"))
    }
  }

  /// The run's id.
  ///
  /// The id of a part depends on the registry's content when the part begins: reading it waits until the
  /// beginning is written. If that fails, the id is empty.
  public var id: String {
    if let id = own.id { return id }
    writer.wait()
    return own.id ?? ""
  }

  /// Whether nothing is left of the record; known after the run has ended.
  public var isLost: Bool { losses.withLock { $0.contains { $0.code == ErrorCode.recordLost.rawValue } } }

  /// Begins a part of this run, such as one model of a comparison.
  ///
  /// Version, command line and data are taken from the whole run if the description leaves them out.
  public func part(_ description: RunDescription) -> RunRecorder {
    var description = description
    let whole = own.description
    if description.version.isEmpty { description.version = whole.version }
    if description.commandLine.isEmpty { description.commandLine = whole.commandLine }
    description.data = description.data ?? whole.data
    description.seed = description.seed ?? whole.seed
    let part = RunRecorder(description, of: self)
    parts.withLock { $0.append(part) }
    return part
  }

  // MARK: While it runs

  /// Records one value of a metric.
  ///
  /// - Parameters:
  ///   - name: the metric's name, such as `training_loss`.
  ///   - value: the value; NaN and infinities are kept.
  ///   - epoch: the epoch, counted from 1.
  ///   - window: the window of a backtest, counted from 0.
  public func record(_ name: String, _ value: Double, epoch: Int, window: Int = 0) {
    record { $0.values.append(.init(name: name, window: window, epoch: epoch, value: value, time: Self.now)) }
  }

  /// Records settings that become known during the run, such as a resolved window length; earlier values are
  /// replaced.
  public func record(_ parameters: RunParameters) {
    record { $0.parameters += parameters.all }
  }

  /// Adds records and schedules a write.
  func record(_ add: (inout PendingRecords) -> Void) {
    if let moment = own.add(add) { writer.schedule(own, at: moment) }
  }

  /// The present time in seconds since 1970.
  static var now: Double { RunRecord.now }

  // MARK: Its end

  /// Ends the run as finished; it has no effect if the run has already ended.
  ///
  /// Waits until everything is written; for a part, the end of the whole run waits instead.
  ///
  /// - Parameters:
  ///   - results: the final results.
  ///   - artefacts: the files that the run wrote; those that can't be read are left out and reported to
  ///     `onTrouble`.
  ///   - histograms: distributions at the end of the run.
  ///   - endsAtLastRecord: whether the time of the last record counts as the end, instead of now.
  public func finish(
    results: [Run.Result] = [], artefacts: [RunArtefact] = [], histograms: [Histogram] = [],
    endsAtLastRecord: Bool = false
  ) {
    end(
      .finished, nil, results: results, artefacts: artefacts, histograms: histograms,
      endsAtLastRecord: endsAtLastRecord)
  }

  /// Ends the run, and its parts that are still open, because of an error: as interrupted if the error is an
  /// interruption, otherwise as failed.
  public func fail(_ error: any Error) {
    let known = error as? ForetellError
    let status: RunStatus = known?.kind == .interrupted ? .interrupted : .failed
    let failure = Run.Failure(code: known?.code ?? "", message: known?.onCommandLine.message ?? "\(error)")
    for part in parts.withLock({ $0 }) { part.end(status, failure) }
    end(status, failure)
  }

  /// Calls `body`, and ends the run with the error if it throws.
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
    histograms: [Histogram] = [], endsAtLastRecord: Bool = false
  ) {
    guard own.isOpen else { return }
    var troubles: [ForetellError] = []
    let files = artefacts.compactMap { artefact in
      do throws(ForetellError) {
        return try artefact.measured()
      } catch {
        troubles.append(error)
        return nil
      }
    }
    guard
      own.close(
        status, failure, results: results, files: files, histograms: histograms,
        endsAtLastRecord: endsAtLastRecord)
    else { return }
    if isPart, !writer.isFinished {
      writer.schedule(own, at: .now)
    } else {
      troubles += writer.finish()
    }
    losses.withLock { $0 += troubles }
    for trouble in troubles { onTrouble(trouble) }
  }
}
