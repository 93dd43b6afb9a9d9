import ForetellCore
import ForetellData
import Foundation
import Synchronization

extension NetworkForecaster {
  /// The networks of a fit: the configuration itself.
  public var members: [Self] { [self] }

  /// The number of networks of a fit.
  var memberCount: Int { members.count }

  /// A fit of all networks without calibration of intervals, and the number of training windows of the first.
  ///
  /// The networks are trained side by side: each has its own seed, shards and checkpoint, so the result has the same
  /// bits with any number of threads.
  func trainedMembers(
    _ table: SeriesTable, horizon: Int, seed: UInt64, options: FitOptions
  ) throws -> (fitted: FittedForecaster, windows: Int) {
    let members = members
    guard members.count > 1 else {
      return try trained(table, horizon: horizon, seed: seed, options: options)
    }
    let threads = options.threads ?? ProcessInfo.processInfo.activeProcessorCount
    let workers = max(min(threads, members.count), 1)
    let news = options.progress.map { MemberProgress(members: members.count, $0) }
    let results = MemberResults()
    WorkerPool(threads: workers).forEach(members.count) { number in
      // After the first failure the other networks aren't needed.
      guard results.failure == nil else { return }
      var own = options
      own.threads = max(threads / workers, 1)
      own.checkpoint = options.checkpoint.map { EnsembleMember.checkpoint($0, of: number) }
      own.monitor = number == 0 ? options.monitor : nil
      own.progress = nil
      if let news { own.progress = { news.report($0, of: number) } }
      do {
        let (fitted, windows) = try members[number].trained(
          table, horizon: horizon, seed: EnsembleMember.seed(seed, of: number), options: own)
        results.add(MemberFit(fitted: fitted, windows: windows), of: number)
      } catch {
        results.fail(error, of: number)
      }
      news?.finish(number)
    }
    if let failure = results.failure { throw failure }
    let fits = results.fits
    guard let first = fits.first else {
      return try trained(table, horizon: horizon, seed: seed, options: options)
    }
    var fitted = first.fitted
    fitted.configuration = self
    fitted.companions = fits.dropFirst().map(\.fitted)
    return (fitted, first.windows)
  }
}

/// What tells the networks of an ensemble apart.
package enum EnsembleMember {
  /// The checkpoint of network `number`, counted from 0.
  package static func checkpoint(_ path: String, of number: Int) -> String {
    number == 0 ? path : "\(path).\(number + 1)"
  }

  /// The seed of network `number`: the first has that of the fit.
  static func seed(_ seed: UInt64, of number: Int) -> UInt64 {
    seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15
  }
}

/// One fitted network of an ensemble, with the number of its training windows.
private struct MemberFit {
  let fitted: FittedForecaster
  let windows: Int
}

/// What networks that are trained side by side have come to.
private final class MemberResults: Sendable {
  private let state = Mutex<(fits: [Int: MemberFit], failures: [Int: any Error])>(([:], [:]))

  func add(_ fit: MemberFit, of member: Int) { state.withLock { $0.fits[member] = fit } }

  func fail(_ error: any Error, of member: Int) { state.withLock { $0.failures[member] = error } }

  /// The first network's error; nil if all went well so far.
  var failure: (any Error)? { state.withLock { $0.failures.min { $0.key < $1.key }?.value } }

  /// The fits in the networks' order.
  var fits: [MemberFit] { state.withLock { $0.fits.sorted { $0.key < $1.key }.map(\.value) } }
}

/// Hands on the progress of networks that are trained side by side as if they were trained one after the other.
final class MemberProgress: Sendable {
  private struct State {
    var current = 0
    var waiting: [[TrainingProgress]]
    var isFinished: [Bool]
  }

  private let members: Int
  private let report: @Sendable (TrainingProgress) -> Void
  private let state: Mutex<State>

  init(members: Int, _ report: @escaping @Sendable (TrainingProgress) -> Void) {
    self.members = members
    self.report = report
    state = Mutex(
      State(
        waiting: Array(repeating: [], count: members), isFinished: Array(repeating: false, count: members)))
  }

  /// Reports an epoch of a network; those of later networks wait until the earlier ones have finished.
  func report(_ news: TrainingProgress, of member: Int) {
    var counted = news
    counted.epoch += member * news.epochs
    counted.epochs *= members
    state.withLock { state in
      guard member == state.current else { return state.waiting[member].append(counted) }
      report(counted)
    }
  }

  /// Notes the end of a network's training, and reports what has waited for it.
  func finish(_ member: Int) {
    state.withLock { state in
      state.isFinished[member] = true
      while state.current < members, state.isFinished[state.current] {
        state.current += 1
        guard state.current < members else { return }
        state.waiting[state.current].forEach(report)
        state.waiting[state.current] = []
      }
    }
  }
}
