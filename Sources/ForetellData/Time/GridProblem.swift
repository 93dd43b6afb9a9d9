/// Why time stamps don't form a regular grid, with the place where it shows.
public struct GridProblem: Error, Sendable, Hashable {
  /// The kinds of problem.
  public enum Kind: String, Sendable, Hashable {
    /// No series has two time stamps.
    case tooFewStamps
    /// The distance between time stamps varies.
    case mixedSteps
    /// Each series is regular, but at different positions in the unit, such as Sundays and Mondays.
    case differentGrids
    /// A time stamp isn't on the grid of the given frequency.
    case offGrid
  }

  /// The kind of problem.
  public let kind: Kind
  /// The index of the series where it shows.
  public var series: Int?
  /// The index of `stamp` in that series.
  public var index: Int?
  /// The time stamp before `stamp`; for `differentGrids`, one of another series.
  public var previous: Timestamp?
  /// The time stamp where it shows.
  public var stamp: Timestamp?
  /// The most frequent step, or the grid's name, as text.
  public var usualStep: String?
  /// The step before `stamp`, as text.
  public var step: String?
  /// The time stamp at this place on the grid of most stamps.
  public var expected: Timestamp?
  /// Number of time stamps that are not on the grid of most stamps.
  public var oddCount = 0
  /// The alias of the frequency that would be inferred from the data.
  public var fitting: String?
  /// The alias of the finest frequency whose grid contains every time stamp, if it leaves few enough gaps.
  public var finest: String?
  /// The integer step that was given.
  public var wantedStep: Int?

  init(_ kind: Kind) {
    self.kind = kind
  }

  /// The sentence of the error message, with time stamps in the file's style.
  public func message(style: StampStyle) -> String {
    let stamp = stamp.map(style.text(for:)) ?? ""
    let previous = previous.map(style.text(for:)) ?? ""
    let usual = usualStep ?? ""
    let step = step ?? ""
    let wanted = expected.map { ": \(style.text(for: $0)) expected" } ?? ""
    switch kind {
    case .tooFewStamps: return "no series has two time stamps, so the frequency is unknown"
    case .mixedSteps:
      if expected != nil { return "\(stamp) is not on the grid of the other stamps, \(usual)\(wanted)" }
      return "steps are mixed: usually \(usual), but \(step) from \(previous) to \(stamp)"
    case .differentGrids:
      return
        "series do not share a grid: \(previous) is \(usual), but \(stamp) of another series is not on it"
    case .offGrid: return "\(stamp) is not on the grid: \(usual)\(wanted)"
    }
  }

  /// The error to throw; the caller adds the location.
  public func error(style: StampStyle) -> ForetellError {
    let code: ErrorCode = kind == .offGrid ? .wrongFrequency : .mixedSteps
    return ForetellError(code, message(style: style), hint: hint)
  }

  /// Advice; a frequency is proposed only after it was tried on the time stamps.
  private var hint: OptionText {
    let resample = "resample the rows to one step"
    switch kind {
    case .tooFewStamps: return "give the frequency, for example \(option: .frequency, "MS")"
    case .differentGrids: return "forecast the groups separately, or give them one grid: \(resample)"
    case .mixedSteps, .offGrid:
      if let wantedStep {
        let leave: OptionText =
          if let fitting { "; leave \(option: .frequency) out for steps of \(fitting)" } else { "" }
        return
          "\(wantedStep) is a step of the time column; for a season of \(wantedStep): \(option: .season, "\(wantedStep)")\(leave)"
      }
      if let fitting { return "leave \(option: .frequency) out: the stamps fit \(fitting)" }
      if expected != nil {
        let others = oddCount == 1 ? "this is the only one" : "\(oddCount) stamps are off the grid"
        return "correct the time stamp or remove the row (\(others))"
      }
      if let finest {
        return "if the stamps between are missing: \(option: .frequency, "\(finest)"); otherwise \(resample)"
      }
      return "\(resample), such as one row per day"
    }
  }

  /// A copy with what the time stamps show about a remedy.
  ///
  /// - Parameters:
  ///   - series: the time stamps of each series in which the problem was found.
  ///   - wanted: the given frequency, if any.
  ///   - isInteger: whether time stamps are integer steps.
  func explained(_ series: [[Timestamp]], wanted: Frequency?, isInteger: Bool) -> GridProblem {
    guard kind == .mixedSteps || kind == .offGrid else { return self }
    var problem = self
    if wanted?.unit == .step { problem.wantedStep = wanted?.multiple }
    if wanted != nil, let found = try? InferredGrid.infer(from: series, isInteger: isInteger) {
      problem.fitting = found.frequency.alias
      return problem
    }
    if !isInteger, let majority = MajorityGrid(series, wanted: nil), let odd = majority.odd {
      let stamp = series[odd.series][odd.index]
      problem.series = odd.series
      problem.index = odd.index
      problem.stamp = stamp
      problem.previous = odd.index > 0 ? series[odd.series][odd.index - 1] : nil
      problem.expected = majority.frequency.nearest(to: stamp)
      problem.usualStep = majority.frequency.name
      problem.oddCount = majority.oddCount
      return problem
    }
    if let finest = InferredGrid.finest(series, isInteger: isInteger) { problem.finest = finest.alias }
    return problem
  }
}
