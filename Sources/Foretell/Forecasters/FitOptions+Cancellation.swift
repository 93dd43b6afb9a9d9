import ForetellData

extension FitOptions {
  /// The options with an additional condition for stopping.
  func stopping(when isCancelled: @escaping @Sendable () -> Bool) -> FitOptions {
    var options = self
    let own = self.isCancelled
    options.isCancelled = { own?() == true || isCancelled() }
    return options
  }

  /// Throws an error of kind `interrupted` when `isCancelled` returns true.
  func checkCancellation(_ what: String) throws {
    guard isCancelled?() == true else { return }
    throw ForetellError(.interrupted, "\(what) was interrupted")
  }
}
