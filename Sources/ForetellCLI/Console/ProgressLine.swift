import Foretell
import Synchronization

/// A line on a terminal that is overwritten again and again: what is running, how far it is, and how long it
/// will take.
final class ProgressLine: Sendable {
  private struct State {
    var begin = ContinuousClock.now
    var lastShown: ContinuousClock.Instant?
    var firstEpoch: Int?
    var isVisible = false
  }

  private let console: Console
  private let state = Mutex(State())

  /// Makes a line on the console; it shows nothing where progress lines aren't shown.
  init(_ console: Console) { self.console = console }

  /// Shows a text at once.
  func show(_ text: String) {
    guard console.showsPictures else { return }
    state.withLock { state in
      state.isVisible = true
      draw(text)
    }
  }

  /// Restarts the clock for the next piece of work.
  func restart() {
    state.withLock { state in
      state.begin = .now
      state.lastShown = nil
      state.firstEpoch = nil
    }
  }

  /// Shows the progress of an epoch, at most ten times per second.
  func show(_ label: String, _ news: TrainingProgress) {
    guard console.showsPictures else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      let first = state.firstEpoch ?? news.epoch - 1
      state.firstEpoch = first
      if let last = state.lastShown, now - last < .milliseconds(100), news.epoch < news.epochs { return }
      state.lastShown = now
      state.isVisible = true
      let elapsed = (now - state.begin) / .seconds(1)
      let remaining = elapsed / Double(max(1, news.epoch - first)) * Double(news.epochs - news.epoch)
      var text = "\(label)  epoch \(news.epoch)/\(news.epochs)  loss \(Figures.short(news.trainingLoss))"
      if let loss = news.validationLoss { text += "  validation \(Figures.short(loss))" }
      if news.epoch < news.epochs { text += "  ETA \(Figures.duration(remaining))" }
      draw(text)
    }
  }

  /// Shows the finished share of some work, 0…1, and an estimate of the remaining time; at most ten times per
  /// second.
  func show(_ text: String, share: Double) {
    guard console.showsPictures else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastShown, now - last < .milliseconds(100) { return }
      state.lastShown = now
      state.isVisible = true
      let elapsed = (now - state.begin) / .seconds(1)
      // The first fits give no reliable estimate.
      draw(share > 0.02 ? text + "  ETA \(Figures.duration(elapsed / share * (1 - share)))" : text)
    }
  }

  /// Removes the line.
  func clear() {
    state.withLock { state in
      if state.isVisible { console.putPart("\r\u{1B}[K") }
      state.isVisible = false
    }
  }

  private func draw(_ text: String) { console.putPart("\r" + text.prefix(console.columns - 1) + "\u{1B}[K") }
}
