/// Words before or after numbers.
enum NumberWords {
  /// The kinds of text after a number.
  enum Kind: Sendable, Hashable {
    /// `%`
    case percent
    case currency
    /// `K` or `Mio`: a power of ten.
    case multiplier(Int)
    /// `*`, `†`, `[1]`, `(a)`: a reference to a note, which doesn't change the number.
    case footnote
    /// Lower-case letters after a space, by which statistical offices mark provisional or estimated values.
    case flag
    /// `kWh`, `°C`: any other word.
    case unit
  }

  /// Signs for a bound or an approximate number.
  static let comparisons = ["<", ">", "<=", ">=", "≤", "≥", "~", "≈", "±", "ca.", "ca", "c.", "approx."]

  /// Whether a text before a number is known: empty, a currency or a comparison.
  static func isPrefix(_ text: String) -> Bool {
    text.isEmpty || isCurrency(text) || comparisons.contains(text)
  }

  static func isCurrency(_ text: String) -> Bool {
    if text.unicodeScalars.allSatisfy({ $0.properties.generalCategory == .currencySymbol }), !text.isEmpty {
      return true
    }
    return currencies.contains(text) || currencies.contains(text.uppercased()) && text.count == 3
  }

  /// The kind of a text after a number; nil when it turns the cell into something other than a number.
  static func kind(ofSuffix text: String, isApart: Bool) -> Kind? {
    let scalars = Array(text.unicodeScalars)
    guard scalars.count <= 24, let first = scalars.first else { return nil }
    if ["%", "٪", "％", "percent", "pct", "pct."].contains(text.lowercased()) { return .percent }
    if isCurrency(text) { return .currency }
    if let power = multipliers[text] { return .multiplier(power) }
    if scalars.allSatisfy({ ["*", "†", "‡", "§", "¶"].contains($0) }) { return .footnote }
    if let last = scalars.last, first == "[" && last == "]" || first == "(" && last == ")", scalars.count <= 6
    {
      let inner = scalars.dropFirst().dropLast()
      let isNote = inner.allSatisfy { $0.properties.isAlphabetic || NumberCell.digit($0) != nil || $0 == "*" }
      return !inner.isEmpty && isNote ? .footnote : nil
    }
    let digits = scalars.filter { NumberCell.digit($0) != nil }.count
    // Units such as `m2` end in a digit; anything else with digits is a date, a range or damaged.
    if digits > 0, digits > 1 || !isApart || NumberCell.digit(scalars[scalars.count - 1]) == nil {
      return nil
    }
    guard isUnitStart(first), !isOfTime(text), scalars.allSatisfy(isUnitPart) else { return nil }
    let isFlag = scalars.count <= 2 && scalars.allSatisfy(flags.contains) && text != "in"
    return isApart && isFlag ? .flag : .unit
  }

  private static func isUnitStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ["°", "‰", "/", "µ", "Ω", "℃", "℉", "\"", "#"].contains(scalar)
  }

  private static func isUnitPart(_ scalar: Unicode.Scalar) -> Bool {
    isUnitStart(scalar) || NumberCell.digit(scalar) != nil || NumberCell.isMinus(scalar)
      || [" ", ".", "·", "*", "^", "²", "³", "⁻", "¹", "(", ")", "%"].contains(scalar)
  }

  /// Words that make the cell an ordinal number or a time: `2nd`, `3 PM`, `10 Jan`.
  private static func isOfTime(_ text: String) -> Bool {
    let lowered = text.lowercased()
    if ["st", "nd", "rd", "th", "am", "pm", "a.m.", "p.m.", "uhr", "utc"].contains(lowered) || text == "T"
      || text == "Z"
    {
      return true
    }
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    let word = lowered.prefix { $0.isLetter }
    return months.contains(String(word.prefix(3)))
      && (word.count == 3
        || [
          "january", "february", "march", "april", "june", "july", "august", "september", "sept", "october",
          "november", "december",
        ].contains(String(word)))
  }

  /// Letters that statistical offices put after a value, such as p for provisional; none of them stands for a
  /// power of ten.
  private static let flags: Set<Unicode.Scalar> = [
    "a", "b", "c", "d", "e", "f", "i", "n", "p", "r", "s", "u", "v", "x", "z",
  ]

  private static let multipliers: [String: Int] = [
    "k": 3, "K": 3, "tsd": 3, "tsd.": 3, "Tsd": 3, "Tsd.": 3, "thousand": 3, "M": 6, "mn": 6, "Mn": 6,
    "MM": 6,
    "mio": 6, "mio.": 6, "Mio": 6, "Mio.": 6, "million": 6, "B": 9, "bn": 9, "Bn": 9, "bln": 9, "billion": 9,
    "mrd": 9, "mrd.": 9, "Mrd": 9, "Mrd.": 9, "trillion": 12, "lakh": 5, "crore": 7,
  ]

  private static let currencies: Set<String> = [
    "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "RMB", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON",
    "BGN", "RSD", "RUB", "UAH", "TRY", "INR", "PKR", "BDT", "LKR", "BRL", "ARS", "MXN", "CLP", "COP", "PEN",
    "CAD", "AUD", "NZD", "ZAR", "ILS", "SGD", "HKD", "KRW", "THB", "IDR", "MYR", "PHP", "VND", "TWD", "SAR",
    "AED", "EGP", "NGN", "KES", "BTC", "US$", "R$", "A$", "C$", "NZ$", "HK$", "S$", "NT$", "kr", "kr.", "Kr",
    "Kr.", "Fr.", "Fr", "SFr.", "Rs", "Rs.", "zł", "Kč", "Ft", "лв", "лв.", "руб", "руб.", "Euro", "euro",
    "元",
    "円", "원",
  ]
}
