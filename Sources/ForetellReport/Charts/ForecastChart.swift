/// A forecast of one series as plain values, ready to be drawn.
///
/// `stamps` holds the time stamps of the history as text, followed by those of the forecast.
public struct ForecastPicture: Sendable {
  /// A prediction interval.
  public struct Interval: Sendable {
    /// The nominal coverage in percent, between 0 and 100.
    public var level: Double
    /// The lower bound for each step of the forecast.
    public var lower: [Double]
    /// The upper bound for each step of the forecast.
    public var upper: [Double]

    /// Creates an interval.
    public init(level: Double, lower: [Double], upper: [Double]) {
      self.level = level
      self.lower = lower
      self.upper = upper
    }
  }

  /// The series' name.
  public var series: String
  /// The model's name, as in the columns of the forecast file.
  public var model: String
  /// The target's name and unit, for the vertical axis.
  public var quantity: String
  /// The time stamps as text: the history's, then the forecast's.
  public var stamps: [String]
  /// The same time stamps in ISO 8601, if `stamps` are written differently; the axis labels are chosen from
  /// them.
  public var calendar: [String]?
  /// The observations; NaN is a gap.
  public var history: [Double]
  /// The point forecast (the median) for each step after the history.
  public var point: [Double]
  /// The intervals, in any order; they are drawn widest first.
  public var intervals: [Interval]
  /// The point forecasts of the models that a combination consists of, each with its name; they are drawn faintly.
  public var members: [(name: String, point: [Double])] = []
  /// The actual values after the history, as far as known.
  public var actuals: [Double]
  /// A footer line, such as the file's name.
  public var source: String
  /// The number of last observations to show; `nil` shows 120, or ten times the horizon if that is more.
  public var shownHistory: Int?

  /// Creates the values of a forecast picture.
  ///
  /// - Precondition: `stamps` has one text per step of `history` and `point`; intervals are as long as
  ///   `point`.
  public init(
    series: String, model: String, quantity: String = "", stamps: [String], history: [Double],
    point: [Double],
    intervals: [Interval] = [], actuals: [Double] = [], source: String = "", shownHistory: Int? = nil,
    calendar: [String]? = nil
  ) {
    self.calendar = calendar
    precondition(
      stamps.count >= history.count + point.count,
      "ForecastPicture: \(stamps.count) stamps for \(history.count) observations and \(point.count) steps")
    self.series = series
    self.model = model
    self.quantity = quantity
    self.stamps = stamps
    self.history = history
    self.point = point
    self.intervals = intervals
    self.actuals = actuals
    self.source = source
    self.shownHistory = shownHistory
  }

  /// The index of the first observation shown.
  var firstShown: Int { max(0, history.count - (shownHistory ?? max(120, 10 * point.count))) }
}

extension Chart {
  /// History, cut-off, point forecast and nested prediction intervals of one series.
  public static func forecast(_ picture: ForecastPicture) -> Chart {
    let first = picture.firstShown
    let steps = picture.history.count
    let future = picture.point.indices.map { Double(steps + $0) }
    var layers: [ChartLayer] = []
    let intervals = picture.intervals.sorted { $0.level > $1.level }
    for (depth, interval) in intervals.enumerated() {
      layers.append(
        .ribbon(
          RibbonLayer(
            label: "\(NumberText.significant(interval.level)) % interval", color: .series(0), x: future,
            lower: interval.lower, upper: interval.upper, depth: depth)))
    }
    if steps > 0, !picture.point.isEmpty {
      layers.append(
        .rule(RuleLayer(.vertical, at: Double(steps) - 0.5, label: "forecast from \(picture.stamps[steps])")))
    }
    layers.append(
      .line(
        LineLayer(
          label: "observed", color: .ink, x: (first..<max(first, steps)).map(Double.init),
          y: Array(picture.history[first...]))))
    for (number, member) in picture.members.enumerated() {
      layers.append(
        .line(
          LineLayer(
            label: number == 0 ? "single models" : "", color: .muted, x: future, y: member.point, width: 0.8))
      )
    }
    layers.append(
      .line(LineLayer(label: picture.model, color: .series(0), x: future, y: picture.point, width: 2.2)))
    if !picture.actuals.isEmpty {
      layers.append(
        .points(
          PointLayer(
            label: "actual", color: .ink, x: picture.actuals.indices.map { Double(steps + $0) },
            y: picture.actuals, size: 4.5)))
    }

    var subtitle = "\(picture.model), \(count(picture.point.count, "step")) ahead"
    if first > 0 { subtitle += "; the last \(steps - first) of \(grouped(steps)) observations are shown" }
    return Chart(
      title: "Forecast of \(picture.series)", subtitle: subtitle,
      horizontal: Axis(scale: .stamps(Stamps(picture.stamps, calendar: picture.calendar))),
      vertical: Axis(title: picture.quantity), layers: layers, source: picture.source,
      alternative: forecastAlternative(picture))
  }

  private static func forecastAlternative(_ picture: ForecastPicture) -> String {
    let steps = picture.history.count
    var text = "Line chart of \(picture.series)."
    let observed = picture.history.filter(\.isFinite)
    let digits = NumberText.digits(telling: observed)
    if let low = observed.min(), let high = observed.max() {
      text += " \(grouped(steps)) observations from \(picture.stamps[0]) to \(picture.stamps[steps - 1]), "
      text +=
        "between \(NumberText.significant(low, digits: digits)) and \(NumberText.significant(high, digits: digits))."
      let gaps = steps - observed.count
      if gaps > 0 { text += " \(count(gaps, "gap"))." }
    }
    if let first = picture.point.first, let last = picture.point.last {
      let end = steps + picture.point.count - 1
      text +=
        " \(picture.model) forecasts \(NumberText.significant(first, digits: digits)) for \(picture.stamps[steps])"
      if picture.point.count > 1 {
        text += " and \(NumberText.significant(last, digits: digits)) for \(picture.stamps[end])"
      }
      text += "."
      if !picture.members.isEmpty {
        text += " It combines \(picture.members.map(\.name).joined(separator: ", "))."
      }
      for interval in picture.intervals.sorted(by: { $0.level < $1.level }) {
        guard let low = interval.lower.last, let high = interval.upper.last else { continue }
        text += " The \(NumberText.significant(interval.level)) % interval of the last step goes from "
        text +=
          "\(NumberText.significant(low, digits: digits)) to \(NumberText.significant(high, digits: digits))."
      }
    }
    return text
  }

  static func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// An integer with commas as thousands separators.
  package static func grouped(_ number: Int) -> String { NumberText.grouped(String(number)) }
}

extension ChartGrid {
  /// The forecasts of several series as small multiples.
  ///
  /// - Parameters:
  ///   - columns: the number of panels per row.
  ///   - maximumPanels: the largest number of panels; further series are left out, and the footer says so.
  public static func forecasts(
    _ pictures: [ForecastPicture], title: String, source: String = "", columns: Int = 3,
    maximumPanels: Int = 24
  ) -> ChartGrid {
    let shown = pictures.prefix(max(1, maximumPanels))
    let panels = shown.map { picture in
      var picture = picture
      picture.shownHistory = picture.shownHistory ?? max(36, 4 * picture.point.count)
      var chart = Chart.forecast(picture)
      chart.title = picture.series
      chart.subtitle = ""
      chart.source = ""
      chart.layers = chart.layers.map { layer in
        switch layer {
        case .rule(var rule):
          rule.label = ""
          return .rule(rule)
        case .ribbon(var ribbon):
          ribbon.label = ""
          return .ribbon(ribbon)
        case .points(var points):
          points.label = ""
          return .points(points)
        case .line(var line):
          line.label = ""
          return .line(line)
        case .bars, .cells, .note: return layer
        }
      }
      chart.table = Chart.forecast(picture).dataTable()
      chart.table?.caption = picture.series
      return chart
    }
    let rows = stride(from: 0, to: panels.count, by: max(1, columns)).map {
      Array(panels[$0..<min(panels.count, $0 + max(1, columns))])
    }
    var subtitle = "Dark: observed. Coloured: point forecast"
    if let levels = pictures.first?.intervals.map(\.level).sorted(), !levels.isEmpty {
      subtitle += " with \(levels.map { NumberText.significant($0) }.joined(separator: " and ")) % intervals"
    }
    subtitle += ". Each panel has its own vertical axis."
    let left = pictures.count - shown.count
    let note = left > 0 ? "\(Chart.grouped(left)) more series are not drawn." : ""
    return ChartGrid(
      title: title, subtitle: subtitle, rows: rows,
      source: Chart.footer(source, [note]))
  }
}
