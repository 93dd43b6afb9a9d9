import Foundation

/// The parts of one series as plain values, ready to be drawn.
public struct ComponentPicture: Sendable {
  /// A part, which has a panel of its own.
  public struct Part: Sendable {
    /// The name, such as `trend`.
    public var name: String
    /// One number per stamp; NaN interrupts the line.
    public var values: [Double]

    /// Creates a part.
    public init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// The series' name.
  public var series: String
  /// The name and unit of its values.
  public var quantity: String
  /// The time stamps as text.
  public var stamps: [String]
  /// The same in ISO 8601, if `stamps` are written differently; the axis labels are chosen from them.
  public var calendar: [String]?
  /// The values first, then their parts.
  public var parts: [Part]
  /// Whether the parts are factors of the values, except the trend.
  public var isMultiplicative: Bool
  /// A second line, such as the strengths.
  public var subtitle: String
  /// A footer line, such as the file's name.
  public var source: String

  /// Creates the values of a picture.
  ///
  /// - Precondition: every part has as many values as there are stamps.
  public init(
    series: String, quantity: String = "", stamps: [String], calendar: [String]? = nil, parts: [Part],
    isMultiplicative: Bool = false, subtitle: String = "", source: String = ""
  ) {
    for part in parts {
      precondition(
        part.values.count == stamps.count,
        "ComponentPicture: \(part.values.count) values of \(part.name) for \(stamps.count) stamps")
    }
    self.series = series
    self.quantity = quantity
    self.stamps = stamps
    self.calendar = calendar
    self.parts = parts
    self.isMultiplicative = isMultiplicative
    self.subtitle = subtitle
    self.source = source
  }

  /// The length of the bar in every panel: the range of the panel whose values differ least, in logarithms if the parts
  /// are factors; nil when no panel's values differ.
  var barLength: Double? {
    parts.compactMap { part in
      let finite = part.values.filter(\.isFinite)
      guard let low = finite.min(), let high = finite.max(), high > low else { return nil }
      return isMultiplicative ? (low > 0 ? log(high / low) : nil) : high - low
    }.min()
  }
}

extension ChartGrid {
  /// The values and their parts below each other, over one time axis.
  ///
  /// The bar at the right of every panel stands for the same amount (the same ratio, where the parts are factors): the
  /// longer it is, the smaller is the part.
  public static func components(_ picture: ComponentPicture) -> ChartGrid {
    let length = picture.barLength
    let count = Double(picture.stamps.count)
    let rows = picture.parts.enumerated().map { number, part -> [Chart] in
      let isLast = number == picture.parts.count - 1
      let x = picture.stamps.indices.map(Double.init)
      var layers: [ChartLayer] = []
      let isPart = number > 1
      if isPart {
        layers.append(
          .rule(RuleLayer(.horizontal, at: picture.isMultiplicative ? 1 : 0, color: .muted, dash: .solid)))
      }
      layers.append(
        .line(
          LineLayer(
            color: number == 0 ? .ink : .series(0), x: x, y: part.values, width: number == 1 ? 1.8 : 1.2)))
      if let bar = bar(picture, part, length, count) { layers.append(.bars(bar)) }
      return [
        Chart(
          title: part.name,
          horizontal: Axis(
            scale: .stamps(Stamps(picture.stamps, calendar: picture.calendar)),
            limits: -0.01 * count - 0.5...1.035 * count, showsLabels: isLast),
          vertical: Axis(title: number == 0 ? picture.quantity : ""), layers: layers)
      ]
    }
    let unit = picture.isMultiplicative ? "ratio" : "amount"
    return ChartGrid(
      title: "Components of \(picture.series)", subtitle: picture.subtitle, rows: rows,
      source: Chart.footer(
        picture.source,
        length == nil ? [] : ["The bar at the right of each panel is the same \(unit) in all of them."]),
      alternative: alternative(picture), table: table(picture), panelHeight: 112, sharesHorizontal: true)
  }

  /// A narrow upright bar behind the last value, in the middle of the panel's range.
  private static func bar(
    _ picture: ComponentPicture, _ part: ComponentPicture.Part, _ length: Double?, _ count: Double
  ) -> BarLayer? {
    let finite = part.values.filter(\.isFinite)
    guard let length, let low = finite.min(), let high = finite.max() else { return nil }
    let ends: (Double, Double)
    if picture.isMultiplicative, low > 0 {
      let middle = (low * high).squareRoot()
      ends = (middle * exp(-length / 2), middle * exp(length / 2))
    } else {
      let middle = low + (high - low) / 2
      ends = (middle - length / 2, middle + length / 2)
    }
    return BarLayer(
      color: .muted, x: [1.02 * count], y: [ends.1], width: 0.012 * count, baseline: ends.0)
  }

  private static func alternative(_ picture: ComponentPicture) -> String {
    let sentences = picture.parts.map { part -> String in
      let finite = part.values.filter(\.isFinite)
      guard let low = finite.min(), let high = finite.max() else { return "\(part.name): no values." }
      let digits = NumberText.digits(telling: [low, high])
      return "\(part.name): between \(NumberText.significant(low, digits: digits)) and "
        + "\(NumberText.significant(high, digits: digits))."
    }
    let span = picture.stamps.first.map { "from \($0) to \(picture.stamps[picture.stamps.count - 1])" } ?? ""
    return (["Lines of \(picture.series) \(span) below each other."] + sentences).joined(separator: " ")
  }

  private static func table(_ picture: ComponentPicture) -> DataTable {
    let digits = picture.parts.map { NumberText.digits(telling: $0.values.filter(\.isFinite), atLeast: 5) }
    return DataTable(
      caption: "Components of \(picture.series)",
      columns: [.init("time", isNumeric: false)] + picture.parts.map { .init($0.name) },
      rows: picture.stamps.indices.map { place in
        [picture.stamps[place]]
          + zip(picture.parts, digits).map { part, digits in
            part.values[place].isFinite ? NumberText.significant(part.values[place], digits: digits) : ""
          }
      })
  }
}
