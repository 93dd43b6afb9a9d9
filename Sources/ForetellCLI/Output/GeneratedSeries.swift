import Foretell
import ForetellSynthetic

/// The first series of a generator, with names and dates.
struct GeneratedSeries {
  let family: SyntheticFamily
  let seed: UInt64
  let count: Int
  private let generator: SeriesGenerator
  private let frequency: Frequency
  private let style: StampStyle
  private let start: Timestamp

  init(family: SyntheticFamily, seed: UInt64, count: Int) {
    self.family = family
    self.seed = seed
    self.count = count
    generator = SeriesGenerator(family: family, seed: seed)
    let unit: Frequency.Unit =
      switch family {
      case .yearly: .year
      case .quarterly: .quarter
      case .monthly: .month
      case .weekly: .week
      case .daily: .day
      case .hourly: .hour
      case .steps: .step
      }
    start = family == .steps ? Timestamp(1) : Self.monday
    frequency = Frequency(unit).aligned(to: start)
    style = .usual(for: frequency)
  }

  /// When every series begins, unless its steps have no calendar: a Monday.
  private static let monday = Timestamp(year: 2001, month: 1, day: 1)

  /// The first line of the CSV.
  static let heading = "unique_id,ds,y\n"

  /// The values of a series.
  func values(_ number: Int) -> [Double] { generator.series(number) }

  /// The name of a series, such as `monthly-17`; the first one has the number 1.
  func name(_ number: Int) -> String { "\(family.rawValue)-\(number + 1)" }

  /// The rows of a series, without its gaps.
  func rows(_ number: Int) -> String {
    let name = name(number)
    let first = frequency.ordinal(of: start) ?? 0
    var text = ""
    for (step, value) in values(number).enumerated() where value.isFinite {
      text += "\(name),\(style.text(for: frequency.timestamp(first + step))),\(Figures.exact(value))\n"
    }
    return text
  }
}
