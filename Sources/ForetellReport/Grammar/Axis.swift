/// One axis of a chart: its title, its scale and the part shown.
public struct Axis: Sendable {
  /// How values are mapped to positions.
  public enum Scale: Sendable {
    /// Equal differences have equal lengths.
    case linear
    /// Equal ratios have equal lengths (base 10). Zero, negative and denormal values can't be shown.
    case logarithmic
    /// Time: positions whose labels are date texts.
    case stamps(Stamps)
    /// Names at the positions 0, 1, 2, …
    case categories([String])
  }

  /// The quantity and its unit; may be empty.
  public var title: String
  /// How values are mapped to positions.
  public var scale: Scale
  /// The part shown; `nil` derives it from the data.
  public var limits: ClosedRange<Double>?
  /// Whether a linear axis whose limits come from the data must include zero.
  public var includesZero: Bool
  /// Whether only whole numbers make sense, as for steps, lags and epochs.
  public var isWhole: Bool
  /// Whether ticks and their labels are drawn; not needed where the panel below has the same horizontal axis.
  public var showsLabels: Bool

  /// Creates an axis.
  public init(
    title: String = "", scale: Scale = .linear, limits: ClosedRange<Double>? = nil,
    includesZero: Bool = false,
    isWhole: Bool = false, showsLabels: Bool = true
  ) {
    self.title = title
    self.scale = scale
    self.limits = limits
    self.includesZero = includesZero
    self.isWhole = isWhole
    self.showsLabels = showsLabels
  }
}

/// Time stamps as text, each at a numeric position.
///
/// Labels are chosen from `calendar`: if its texts are ISO 8601 (`2024`, `2024-03`, `2024-03-01`,
/// `2024-03-01T06:00`), ticks are at round years, months, days or hours; otherwise at every n-th stamp.
public struct Stamps: Sendable {
  /// The texts, in the data's own style.
  public var texts: [String]
  /// Their positions, ascending; as many as `texts`.
  public var positions: [Double]
  /// The same time stamps in ISO 8601, from which labels are chosen and formed; by default `texts`.
  public var calendar: [String]

  /// Creates stamps at the given positions, or at 0, 1, 2, ….
  ///
  /// - Precondition: `positions` and `calendar`, if given, have as many elements as `texts`.
  public init(_ texts: [String], positions: [Double]? = nil, calendar: [String]? = nil) {
    precondition(
      calendar == nil || calendar?.count == texts.count,
      "Stamps: \(texts.count) texts but \(calendar?.count ?? 0) dates")
    self.calendar = calendar ?? texts
    precondition(
      positions == nil || positions?.count == texts.count,
      "Stamps: \(texts.count) texts but \(positions?.count ?? 0) positions")
    self.texts = texts
    self.positions = positions ?? texts.indices.map(Double.init)
  }
}

extension Axis {
  /// A value on this axis as text, for tables and text alternatives: a time stamp, a category or a number.
  func text(for value: Double) -> String {
    switch scale {
    case .linear, .logarithmic: return NumberText.significant(value, digits: 6)
    case .stamps(let stamps):
      var low = 0
      var high = stamps.positions.count
      while low < high {
        let middle = (low + high) / 2
        if stamps.positions[middle] < value { low = middle + 1 } else { high = middle }
      }
      if low < stamps.positions.count, stamps.positions[low] == value { return stamps.texts[low] }
      return NumberText.significant(value, digits: 6)
    case .categories(let names):
      let index = Int(exactly: value) ?? -1
      return names.indices.contains(index) ? names[index] : NumberText.significant(value, digits: 6)
    }
  }

  /// Whether values on this axis are plain numbers.
  var isNumeric: Bool {
    switch scale {
    case .linear, .logarithmic: true
    case .stamps, .categories: false
    }
  }

  var isLogarithmic: Bool {
    if case .logarithmic = scale { true } else { false }
  }
}
