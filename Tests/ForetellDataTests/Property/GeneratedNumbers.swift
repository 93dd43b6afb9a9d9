import Foundation

/// A way to write the numbers of a file, with the numbers that are written so.
struct GeneratedNumbers: Sendable {
  let name: String
  /// Whether the cells can be read in one way only.
  var isCertain = true
  /// The decimal mark, `.` or `,`; nil where none is written.
  var decimal: Character?
  /// Text and value of the next number; `level` is the series' own size.
  let next: @Sendable (inout GeneratorRandom, Int) -> (text: String, value: Double)

  /// Digits of a number of thousandths, hundredths, …, with a mark.
  private static func decimals(_ units: Int, _ digits: Int, _ mark: String) -> String {
    var power = 1
    for _ in 0..<digits { power *= 10 }
    let fraction = String(abs(units) % power)
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return (units < 0 ? "-" : "") + "\(abs(units) / power)" + mark + zeros + fraction
  }

  /// A whole number with marks between groups of three digits.
  private static func grouped(_ value: Int, _ mark: String) -> String {
    var groups: [String] = []
    var rest = abs(value)
    while rest >= 1000 {
      let group = String(rest % 1000)
      groups.insert(String(repeating: "0", count: 3 - group.count) + group, at: 0)
      rest /= 1000
    }
    return (value < 0 ? "-" : "") + ([String(rest)] + groups).joined(separator: mark)
  }

  private static func hundredths(_ random: inout GeneratorRandom, _ level: Int) -> Int {
    level * 100 + random.integer(-999...999)
  }

  static let all: [GeneratedNumbers] = [
    GeneratedNumbers(name: "whole") { random, level in
      let value = level + random.integer(0...99)
      return ("\(value)", Double(value))
    },
    GeneratedNumbers(name: "signed") { random, level in
      let value = random.integer(-99...99) * level
      return (value >= 0 && random.oneIn(3) ? "+\(value)" : "\(value)", Double(value))
    },
    GeneratedNumbers(name: "two decimals", decimal: ".") { random, level in
      let units = hundredths(&random, level)
      return (decimals(units, 2, "."), Double(units) / 100)
    },
    GeneratedNumbers(name: "one to four decimals", decimal: ".") { random, level in
      let digits = random.integer(1...4)
      let power = [1, 10, 100, 1000, 10_000][digits]
      let units = level * power + random.integer(0...(power - 1))
      return (decimals(units, digits, "."), Double(units) / Double(power))
    },
    GeneratedNumbers(name: "three decimals", isCertain: false, decimal: ".") { random, level in
      let units = level * 1000 + random.integer(0...999)
      return (decimals(units, 3, "."), Double(units) / 1000)
    },
    GeneratedNumbers(name: "scientific", decimal: ".") { random, level in
      let units = random.integer(100...999)
      return (
        decimals(units, 2, ".") + "e\(level % 5)", Double(decimals(units, 2, ".") + "e\(level % 5)") ?? 0
      )
    },
    GeneratedNumbers(name: "decimal comma", decimal: ",") { random, level in
      let units = hundredths(&random, level)
      return (decimals(units, 2, ","), Double(units) / 100)
    },
    GeneratedNumbers(name: "decimal comma, three digits", isCertain: false, decimal: ",") { random, level in
      let units = level * 1000 + random.integer(0...999)
      return (decimals(units, 3, ","), Double(units) / 1000)
    },
    GeneratedNumbers(name: "1.234,56", decimal: ",") { random, level in
      let units = abs(hundredths(&random, level * 37))
      return (grouped(units / 100, ".") + "," + decimals(units % 100, 2, ",").suffix(2), Double(units) / 100)
    },
    GeneratedNumbers(name: "1,234.56", decimal: ".") { random, level in
      let units = abs(hundredths(&random, level * 37))
      return (grouped(units / 100, ",") + "." + decimals(units % 100, 2, ".").suffix(2), Double(units) / 100)
    },
    GeneratedNumbers(name: "1,234", isCertain: false) { random, level in
      // Some below a thousand and some above, as only both together tell a mark of thousands from a decimal mark.
      let value = random.oneIn(3) ? random.integer(100...999) : level * 7 + random.integer(1000...9999)
      return (grouped(value, ","), Double(value))
    },
    GeneratedNumbers(name: "1.234", isCertain: false) { random, level in
      // Some below a thousand and some above, as only both together tell a mark of thousands from a decimal mark.
      let value = random.oneIn(3) ? random.integer(100...999) : level * 7 + random.integer(1000...9999)
      return (grouped(value, "."), Double(value))
    },
    GeneratedNumbers(name: "1 234", isCertain: false) { random, level in
      // Some below a thousand and some above, as only both together tell a mark of thousands from a decimal mark.
      let value = random.oneIn(3) ? random.integer(100...999) : level * 7 + random.integer(1000...9999)
      return (grouped(value, " "), Double(value))
    },
    GeneratedNumbers(name: "1'234.5", isCertain: false, decimal: ".") { random, level in
      let units = level * 70 + random.integer(0...9999)
      return (grouped(units / 10, "'") + ".\(units % 10)", Double(units) / 10)
    },
    GeneratedNumbers(name: "percent", isCertain: false, decimal: ".") { random, level in
      let units = random.integer(-999...9999)
      return (decimals(units, 2, ".") + "%", Double(units) / 100)
    },
    GeneratedNumbers(name: "dollars", isCertain: false, decimal: ".") { random, level in
      let units = abs(hundredths(&random, level))
      return ("$" + decimals(units, 2, "."), Double(units) / 100)
    },
    GeneratedNumbers(name: "accounting", isCertain: false, decimal: ".") { random, level in
      let units = random.integer(-9999...9999)
      return units < 0
        ? ("(" + decimals(-units, 2, ".") + ")", Double(units) / 100)
        : (decimals(units, 2, "."), Double(units) / 100)
    },
    GeneratedNumbers(name: "minus behind", isCertain: false, decimal: ".") { random, level in
      let units = random.integer(-9999...9999)
      return units < 0
        ? (decimals(-units, 2, ".") + "-", Double(units) / 100)
        : (decimals(units, 2, "."), Double(units) / 100)
    },
    GeneratedNumbers(name: "U+2212", isCertain: false, decimal: ".") { random, level in
      let units = random.integer(-9999...9999)
      return ((units < 0 ? "\u{2212}" : "") + decimals(abs(units), 2, "."), Double(units) / 100)
    },
  ]
}
