/// Chooses which time stamps get a label, from their ISO 8601 texts alone.
enum StampTicks {
  /// The ticks inside a range: the finest calendar level whose labels fit.
  static func choose(
    _ stamps: Stamps, from lower: Double, to upper: Double, lengthPerUnit: Double, maximumCount: Int,
    labelWidth: (String) -> Double
  ) -> [Tick] {
    let visible = stamps.texts.indices.filter {
      stamps.positions[$0] >= lower && stamps.positions[$0] <= upper
    }
    guard !visible.isEmpty else { return [] }
    let texts = wholePeriods(visible.map { stamps.calendar[$0] })
    let positions = visible.map { stamps.positions[$0] }
    var sparse: [Tick] = []
    // For months over several years, labels at the years are clearer than at every third month.
    if let years = yearsOfMonths(texts, positions), fits(years, lengthPerUnit, maximumCount, labelWidth) {
      return years
    }
    for level in levels(for: texts) {
      let ticks = level(texts, positions)
      if ticks.count < 2 && texts.count > 1 {
        if sparse.isEmpty { sparse = ticks }
        continue
      }
      if fits(ticks, lengthPerUnit, maximumCount, labelWidth) { return ticks }
    }
    let ends = [0, texts.count - 1].map { Tick(value: positions[$0], label: .plain(texts[$0])) }
    if texts.count > 1, fits(ends, lengthPerUnit, 2, labelWidth) { return ends }
    return sparse.isEmpty ? Array(ends.prefix(1)) : Array(sparse.prefix(1))
  }

  private typealias Level = ([String], [Double]) -> [Tick]

  private static func fits(
    _ ticks: [Tick], _ lengthPerUnit: Double, _ maximumCount: Int, _ labelWidth: (String) -> Double
  ) -> Bool {
    guard ticks.count <= max(2, maximumCount) else { return false }
    return zip(ticks, ticks.dropFirst()).allSatisfy { left, right in
      let needed =
        (labelWidth(left.text(allowsUnicode: true)) + labelWidth(right.text(allowsUnicode: true))) / 2
      return (right.value - left.value) * lengthPerUnit >= needed
    }
  }

  private static func levels(for texts: [String]) -> [Level] {
    var result: [Level] = [everyStamp(1)]
    if texts.allSatisfy(isCalendar) {
      let hasTime = texts.contains { $0.utf8.count >= 13 }
      if hasTime {
        result += [5, 15, 30].map { minutes in clockLevel(minutes: minutes) }
        result += [1, 3, 6, 12].map { hours in clockLevel(minutes: hours * 60) }
      }
      if texts.contains(where: { $0.utf8.count >= 10 }) {
        result += [1, 2, 7, 14].map { days in dayLevel(days) }
      }
      if texts.contains(where: { $0.utf8.count >= 7 }) {
        result += [1, 3, 6].map { months in monthLevel(months) }
      }
      result += [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].map { years in yearLevel(years) }
    } else if texts.allSatisfy({ Int($0) != nil }) {
      result += roundSteps.map { step in
        { texts, positions in
          texts.indices.filter { (Int(texts[$0]) ?? 1) % step == 0 }.map {
            Tick(value: positions[$0], label: .plain(texts[$0]))
          }
        }
      }
    }
    result += roundSteps.dropFirst().map(everyStamp)
    return result
  }

  private static let roundSteps = [1, 2, 5].flatMap { mantissa in
    [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000].map { mantissa * $0 }
  }.sorted()

  private static func everyStamp(_ step: Int) -> Level {
    { texts, positions in
      stride(from: 0, to: texts.count, by: step).map {
        Tick(value: positions[$0], label: .plain(texts[$0]))
      }
    }
  }

  /// Whether a text begins with a year that is followed by nothing or a hyphen.
  private static func isCalendar(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(5))
    guard bytes.count >= 4, bytes.prefix(4).allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return false }
    return bytes.count == 4 || bytes[4] == UInt8(ascii: "-")
  }

  /// Indices of stamps whose prefix differs from that of the stamp before; the first stamp only if it starts
  /// a period.
  private static func changes(_ texts: [String], prefix: Int, firstStartsPeriod: (String) -> Bool) -> [Int] {
    texts.indices.filter { index in
      index == 0
        ? firstStartsPeriod(texts[0]) : texts[index].prefix(prefix) != texts[index - 1].prefix(prefix)
    }
  }

  private static func number(_ text: String, from start: Int, count: Int) -> Int {
    Int(String(text.dropFirst(start).prefix(count))) ?? 0
  }

  private static func yearLevel(_ years: Int) -> Level {
    { texts, positions in
      changes(texts, prefix: 4) { text in
        text.count == 4 || ["01", "Q1", "W0"].contains(String(text.dropFirst(5).prefix(2)))
      }
      .filter { number(texts[$0], from: 0, count: 4) % years == 0 }
      .map { Tick(value: positions[$0], label: .plain(String(texts[$0].prefix(4)))) }
    }
  }

  /// Dates without days if no month has two, and without months if no year has two: the label then names the
  /// period, on whatever day it is dated.
  private static func wholePeriods(_ texts: [String]) -> [String] {
    guard texts.count > 1, texts.allSatisfy(isCalendar) else { return texts }
    func differ(_ length: Int) -> Bool {
      zip(texts, texts.dropFirst()).allSatisfy { $0.prefix(length) != $1.prefix(length) }
    }
    if differ(4) { return texts.map { String($0.prefix(4)) } }
    let months = texts.allSatisfy { (1...12).contains(number($0, from: 5, count: 2)) }
    return months && differ(7) ? texts.map { String($0.prefix(7)) } : texts
  }

  /// Ticks at the starts of years, if stamps are months over at least three years.
  private static func yearsOfMonths(_ texts: [String], _ positions: [Double]) -> [Tick]? {
    guard texts.allSatisfy({ $0.utf8.count == 7 && isCalendar($0) }) else { return nil }
    let ticks = yearLevel(1)(texts, positions)
    return ticks.count >= 3 ? ticks : nil
  }

  private static func monthLevel(_ months: Int) -> Level {
    { texts, positions in
      changes(texts, prefix: 7) { $0.count == 7 || $0.dropFirst(8).hasPrefix("01") }
        .filter {
          let month = number(texts[$0], from: 5, count: 2)
          return month > 0 && (month - 1) % months == 0
        }
        .map { Tick(value: positions[$0], label: .plain(String(texts[$0].prefix(7)))) }
    }
  }

  private static func dayLevel(_ days: Int) -> Level {
    { texts, positions in
      let starts = changes(texts, prefix: 10) { $0.count == 10 || isMidnight($0) }
      return starts.enumerated().filter { $0.offset % days == 0 }.map {
        Tick(value: positions[$0.element], label: .plain(String(texts[$0.element].prefix(10))))
      }
    }
  }

  private static func clockLevel(minutes: Int) -> Level {
    { texts, positions in
      texts.indices.filter { index in
        let minute = number(texts[index], from: 11, count: 2) * 60 + number(texts[index], from: 14, count: 2)
        return texts[index].count >= 13 && minute % minutes == 0
          && number(texts[index], from: 17, count: 2) == 0
      }.map { index in
        let text = texts[index]
        let label = isMidnight(text) ? String(text.prefix(10)) : String(text.dropFirst(11).prefix(5))
        return Tick(value: positions[index], label: .plain(label))
      }
    }
  }

  private static func isMidnight(_ text: String) -> Bool {
    text.dropFirst(11).prefix(8).allSatisfy { $0 == "0" || $0 == ":" }
  }
}
