/// Names of months and weekdays as files write them, in the supported languages.
public enum MonthNames {
  /// The languages; a name that several share, such as `Jan`, is decided by the other rows.
  public enum Language: String, Sendable, Hashable, Codable, CaseIterable {
    case english, german, french, spanish
  }

  /// The case of the letters of names.
  public enum Letters: String, Sendable, Hashable, Codable {
    /// As usual in the language: `Jan`, `janv`.
    case usual
    /// Lower case where the language writes a capital: `jan`.
    case lower
    /// Upper case: `JAN`.
    case upper
    /// A capital where the language writes lower case: `Janv`.
    case capital
  }

  /// How the names of a column are written.
  public struct Style: Sendable, Hashable, Codable {
    /// The language.
    public var language = Language.english
    /// Whether names are written in full.
    public var isFull = false
    /// The case of the letters.
    public var letters = Letters.usual
    /// Whether an abbreviated name ends with a dot.
    public var hasDot = false
    /// Whether September is abbreviated to four letters.
    public var usesSept = false
    /// Whether weekdays are written in full.
    public var hasFullWeekday = false
  }

  static func full(_ language: Language) -> [String] {
    switch language {
    case .english: CivilDate.monthNames
    case .german: germanMonths
    case .french: frenchMonths
    case .spanish: spanishMonths
    }
  }

  static func short(_ language: Language) -> [String] {
    switch language {
    case .english: englishShort
    case .german: germanShort
    case .french: frenchShort
    case .spanish: spanishShort
    }
  }

  /// A month 1…12 as text.
  static func text(month: Int, _ style: Style) -> String {
    let full = full(style.language)[month - 1]
    var name = full
    if !style.isFull {
      name = short(style.language)[month - 1]
      if month == 9, style.usesSept { name = String(full.prefix(4)) }
      if style.hasDot, name != full { name += "." }
    }
    return cased(name, style)
  }

  /// A weekday 0…6, Monday first, as text; always in English, because no other weekday names are read.
  static func text(weekday: Int, _ style: Style) -> String {
    let name = CivilDate.weekdayNames[weekday]
    return cased(style.hasFullWeekday ? name : String(name.prefix(3)), style)
  }

  private static func cased(_ name: String, _ style: Style) -> String {
    switch style.letters {
    case .usual: name
    case .lower: name.lowercased()
    case .upper: name.uppercased()
    case .capital: name.prefix(1).uppercased() + name.dropFirst()
    }
  }

  private static let englishShort = CivilDate.monthNames.map { String($0.prefix(3)) }
  private static let germanMonths = [
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
  ]
  private static let germanShort = [
    "Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez",
  ]
  private static let frenchMonths = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
  ]
  private static let frenchShort = [
    "janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc",
  ]
  private static let spanishMonths = [
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
    "noviembre", "diciembre",
  ]
  private static let spanishShort = [
    "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic",
  ]
}

/// Names as bytes, compared regardless of case, for reading cells.
struct NameTable {
  /// The full names, with the bit set that makes letters lower case, including accented Latin letters.
  private let full: [[UInt8]]
  private let short: [[UInt8]]

  private init(full: [String], short: [String]) {
    self.full = full.map { $0.utf8.map { $0 | 32 } }
    self.short = short.map { $0.utf8.map { $0 | 32 } }
  }

  static func months(_ language: MonthNames.Language) -> NameTable {
    switch language {
    case .english: english
    case .german: german
    case .french: french
    case .spanish: spanish
    }
  }

  static let weekdays = NameTable(
    full: CivilDate.weekdayNames, short: CivilDate.weekdayNames.map { String($0.prefix(3)) })

  /// The index of the name that the bytes spell, and whether they are its full and its abbreviated form.
  func find(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> (index: Int, isFull: Bool, isShort: Bool)? {
    for index in full.indices {
      let isFull = equals(full[index], bytes, start, count)
      let isShort = equals(short[index], bytes, start, count)
      if isFull || isShort { return (index, isFull, isShort) }
      // September is abbreviated to four letters in every language.
      if index == 8, count == 4, full.count == 12, startsWith(full[index], bytes, start, count) {
        return (index, false, false)
      }
    }
    return nil
  }

  private func equals(_ name: [UInt8], _ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Bool {
    name.count == count && startsWith(name, bytes, start, count)
  }

  private func startsWith(_ name: [UInt8], _ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Bool {
    for offset in 0..<min(count, name.count) where bytes[start + offset] | 32 != name[offset] { return false }
    return true
  }

  private static func table(_ language: MonthNames.Language) -> NameTable {
    NameTable(full: MonthNames.full(language), short: MonthNames.short(language))
  }
  private static let english = table(.english)
  private static let german = table(.german)
  private static let french = table(.french)
  private static let spanish = table(.spanish)
}
