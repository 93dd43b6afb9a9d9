import ForetellCore

/// A task with a known answer that only a network with a long enough memory can solve.
///
/// A window has two channels: noise, uniform in −1…1 and independent at every step, and a marker that is 1 at
/// marked steps and 0 elsewhere. A network that forgets the marked values can do no better than predict their
/// mean, zero.
public struct MemoryTask: Sendable, Codable, Equatable {
  /// What a network has to remember.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The sum of two marked values (Hochreiter and Schmidhuber 1997, experiment 4): the first mark lies
    /// within the first tenth of the window, the second before the window's middle.
    case adding
    /// The value at the one marked step, `lag` steps before the window's last.
    case echo
  }

  /// What a network has to remember.
  public var kind: Kind
  /// For `echo` the number of steps from the mark to the window's last step; for `adding` a lower bound of
  /// the window's length.
  public var lag: Int
  /// Number of steps of a window, T.
  public var windowLength: Int

  /// Makes a task.
  ///
  /// - Parameters:
  ///   - kind: what must be remembered.
  ///   - lag: positive.
  ///   - windowLength: more than `lag` and at least 4; traps when it is shorter. Nil takes the lag plus a
  ///     tenth of it, but at least ten steps more than the lag.
  public init(_ kind: Kind, lag: Int, windowLength: Int? = nil) {
    self.kind = kind
    self.lag = lag
    self.windowLength = windowLength ?? lag + max(10, lag / 10)
    precondition(
      lag > 0 && self.windowLength > lag && self.windowLength >= 4,
      "a window of \(self.windowLength) steps can't hold a lag of \(lag)")
  }

  /// Number of input channels: noise and marker.
  static let channels = 2

  /// The mean squared error of always predicting the mean, which is the target's variance: 1/3 for one
  /// uniform value, 2/3 for the sum of two.
  public var naiveError: Double { kind == .echo ? 1.0 / 3 : 2.0 / 3 }

  /// One window: values and marks of its T steps, and the target.
  public struct Example: Sendable, Equatable {
    /// The noise at each step.
    public var values: [Double]
    /// The marker at each step: 1 at marked steps, else 0.
    public var marks: [Double]
    /// The value to predict after the last step.
    public var target: Double
  }

  /// Draws examples; the same arguments give the same examples.
  ///
  /// - Parameters:
  ///   - count: the number of examples.
  ///   - seed: any number.
  ///   - batch: the number of the batch; batches are independent of each other.
  ///   - isTest: whether to draw test examples, which come from random streams that training never uses.
  public func examples(_ count: Int, seed: UInt64, batch: Int, isTest: Bool = false) -> [Example] {
    var random = RandomStream(
      seed: seed, purpose: .synthetic, index: isTest ? 1 : 0, step: UInt64(batch))
    return (0..<count).map { _ in example(&random) }
  }

  private func example(_ random: inout RandomStream) -> Example {
    let values = (0..<windowLength).map { _ in 2 * random.uniform() - 1 }
    var marks = [Double](repeating: 0, count: windowLength)
    var target = 0.0
    let marked: [Int]
    switch kind {
    case .echo: marked = [windowLength - 1 - lag]
    case .adding:
      let early = max(windowLength / 10, 1)
      marked = [
        random.integer(below: early), early + random.integer(below: max(windowLength / 2 - early, 1)),
      ]
    }
    for step in marked {
      marks[step] = 1
      target += values[step]
    }
    return Example(values: values, marks: marks, target: target)
  }
}
