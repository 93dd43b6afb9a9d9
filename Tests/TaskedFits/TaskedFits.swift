import Foretell

/// Two endless fits and a clock in one task group, for a test that gives Swift concurrency a single thread:
/// `TaskedFits CSV`.
///
/// The clock ticks and then cancels everything. If the fits ran on the shared thread, it couldn't tick before
/// they end after a minute.
@main enum TaskedFits {
  static func main() async throws {
    let table = try SeriesTable(csv: CommandLine.arguments[1])
    var model = RecurrentForecaster(cell: .gru, hiddenSize: 8)
    model.epochs = 1_000_000_000
    let endless = model
    let end = ContinuousClock.now + .seconds(60)
    await withTaskGroup(of: String.self) { group in
      for number in 1...2 {
        group.addTask {
          do {
            _ = try await endless.fit(
              table, horizon: 12, seed: UInt64(number),
              options: FitOptions(threads: 1, isCancelled: { ContinuousClock.now > end }))
            return "a fit ended by itself"
          } catch let error as ForetellError {
            return "fit: \(error.kind.rawValue)"
          } catch { return "\(error)" }
        }
      }
      group.addTask {
        try? await Task.sleep(for: .milliseconds(100))
        return "tick"
      }
      for await news in group {
        print(news)
        if news == "tick" { group.cancelAll() }
      }
    }
  }
}
