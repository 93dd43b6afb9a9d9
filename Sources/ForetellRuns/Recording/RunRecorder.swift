import Foretell
import Foundation
import Synchronization

/// Records one run in a registry while it goes on.
///
/// Records are gathered and written in the background at most twice a second, each time in one short transaction. Once a
/// run has begun, nothing that goes wrong with the registry reaches or delays the training: what could not be written is
/// kept and tried again, at the latest when the run ends; then `onTrouble` is told what was lost.
///
/// Any thread may record. A recorder that is let go without ``finish(results:artefacts:histograms:endsAtLastRecord:)``
/// or ``fail(_:)`` marks its run as failed.
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
  ///   - registry: where it is kept.
  ///   - description: what is known already.
  ///   - onTrouble: told at the run's end, on the thread that ends it, of what could not be recorded. An error with the
  ///     code of ``ErrorCode/recordLost`` says that nothing is left of the record.
  /// - Throws: ``ForetellError`` of kind `inputOutput` when even the begin can't be written: better than to train for
  ///   hours before that is found out.
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

  /// A part of another run.
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
  /// That of a part follows from what the registry holds when it begins: asking for it waits until that is written, and
  /// where it can't be written it is empty.
  public var id: String {
    if let id = own.id { return id }
    writer.wait()
    return own.id ?? ""
  }

  /// Whether nothing is left of the record; known when the run has ended.
  public var isLost: Bool { losses.withLock { $0.contains { $0.code == ErrorCode.recordLost.rawValue } } }

  /// Begins a part of this run, such as one model of a comparison.
  ///
  /// What the description leaves open (version, command line, data) is taken from the whole.
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

  /// Gathers records and has them written when it is time to.
  func record(_ add: (inout PendingRecords) -> Void) {
    if let moment = own.add(add) { writer.schedule(own, at: moment) }
  }

  /// Seconds since 1970.
  static var now: Double { RunRecord.now }

  // MARK: Its end

  /// Ends the run well; a second end has no effect.
  ///
  /// Waits until everything is written, which a part leaves to its whole.
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
    end(
      .finished, nil, results: results, artefacts: artefacts, histograms: histograms,
      endsAtLastRecord: endsAtLastRecord)
  }

  /// Ends the run, and the parts that are still open, because of an error: as interrupted when somebody asked for it, else as
  /// failed.
  public func fail(_ error: any Error) {
    let known = error as? ForetellError
    let status: RunStatus = known?.kind == .interrupted ? .interrupted : .failed
    let failure = Run.Failure(code: known?.code ?? "", message: known?.message ?? "\(error)")
    for part in parts.withLock({ $0 }) { part.end(status, failure) }
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
