/// All patterns in which one cell could be written; the other cells decide among them.
struct StampPatternGuess {
  private struct Token {
    enum Kind { case digits, letters, other }
    var kind: Kind
    var bytes: [UInt8]
    var start: Int
    var count: Int { bytes.count }
    /// The letters in lower case.
    var word: String { String(decoding: bytes, as: UTF8.self).lowercased() }
  }

  private let tokens: [Token]
  private(set) var patterns: [StampPattern] = []

  /// Splits a cell into digits, letters and other bytes, and tries what each of them could be.
  init(_ bytes: Span<UInt8>) {
    tokens = StampPatternGuess.split(bytes)
    guard !tokens.isEmpty, tokens.count <= 17 else { return }
    var languages = [MonthNames.Language?](repeating: nil, count: 1)
    let months = tokens.filter { $0.kind == .letters }
    let named = MonthNames.Language.allCases.filter { language in
      months.contains { token in
        NameTable.months(language).find(token.bytes.span, 0, token.count) != nil
      }
    }
    if !named.isEmpty { languages = named }
    for language in languages {
      extend([], at: 0, used: [], language: language)
    }
  }

  private static func split(_ bytes: Span<UInt8>) -> [Token] {
    var tokens: [Token] = []
    var start = 0
    var end = bytes.count
    while start < end, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
    while end > start, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    guard end - start >= 4, end - start <= 48 else { return [] }
    var hasDigit = false
    for index in start..<end {
      let byte = bytes[index]
      let kind: Token.Kind =
        byte >= 48 && byte <= 57 ? .digits : StampFields.isLetter(byte) ? .letters : .other
      if kind == .digits { hasDigit = true }
      if kind != .other, let last = tokens.last, last.kind == kind {
        tokens[tokens.count - 1].bytes.append(byte)
      } else {
        tokens.append(Token(kind: kind, bytes: [byte], start: index))
      }
    }
    return hasDigit ? tokens : []
  }

  // MARK: - Trying

  private mutating func extend(
    _ parts: [StampPattern.Part], at index: Int, used: Set<StampPattern.Field>,
    language: MonthNames.Language?
  ) {
    guard index < tokens.count else {
      finish(parts, used, language)
      return
    }
    for choice in choices(index, used, language) {
      let fields = choice.parts.compactMap(\.field)
      if fields.contains(where: { used.contains($0) }) { continue }
      extend(parts + choice.parts, at: index + choice.tokens, used: used.union(fields), language: language)
    }
  }

  private typealias Choice = (parts: [StampPattern.Part], tokens: Int)

  private func choices(
    _ index: Int, _ used: Set<StampPattern.Field>, _ language: MonthNames.Language?
  ) -> [Choice] {
    let token = tokens[index]
    switch token.kind {
    case .other: return otherChoices(index, used)
    case .letters: return letterChoices(index, used, language)
    case .digits: return digitChoices(index, used).map { ($0, 1) }
    }
  }

  private func otherChoices(_ index: Int, _ used: Set<StampPattern.Field>) -> [Choice] {
    let byte = tokens[index].bytes[0]
    // After a time, a sign begins the offset, with or without a space before it.
    if used.contains(.hour), byte == 43 || byte == 45 {
      return [([.field(.zone)], tokens.count - index)]
    }
    if used.contains(.hour), byte == 32, index + 1 < tokens.count,
      [43, 45].contains(tokens[index + 1].bytes[0])
    {
      return [([.byte(32), .field(.zone)], tokens.count - index)]
    }
    guard [32, 45, 47, 46, 44, 58, 39, 95].contains(byte) else { return [] }
    return [([.byte(byte)], 1)]
  }

  private func letterChoices(
    _ index: Int, _ used: Set<StampPattern.Field>, _ language: MonthNames.Language?
  ) -> [Choice] {
    let token = tokens[index]
    let literal = token.bytes.map { StampPattern.Part.byte($0) }
    let isLast = index == tokens.count - 1
    if let language, NameTable.months(language).find(token.bytes.span, 0, token.count) != nil,
      !used.contains(.month), !used.contains(.monthName)
    {
      return monthChoices(index)
    }
    if index == 0, NameTable.weekdays.find(token.bytes.span, 0, token.count) != nil {
      return [([.field(.weekdayName)], 1)]
    }
    switch token.word {
    case "q", "h", "s", "w", "kw", "cw", "week", "wk", "ww":
      return used.contains(.hour) ? [] : [(literal, 1)]
    case "t" where used.contains(.day) || used.contains(.isoWeekday): return [(literal, 1)]
    case "z": return isLast && used.contains(.hour) ? [([.field(.zone)], 1)] : []
    case "utc", "gmt": return isLast && used.contains(.hour) ? [(literal, 1)] : []
    case "am", "pm": return isLast && used.contains(.hour) ? [([.field(.dayHalf)], 1)] : []
    default: return []
    }
  }

  /// A month's name, with the dot of an abbreviation.
  private func monthChoices(_ index: Int) -> [Choice] {
    let isDot = index + 1 < tokens.count && tokens[index + 1].bytes == [46]
    let digitsFollow = index + 2 < tokens.count && tokens[index + 2].kind == .digits
    return [([.field(.monthName)], isDot && !digitsFollow ? 2 : 1)]
  }

  private func digitChoices(_ index: Int, _ used: Set<StampPattern.Field>) -> [[StampPattern.Part]] {
    let token = tokens[index]
    let count = token.count
    if let field = marked(index) { return count <= 2 ? [[.field(field, count)]] : week(index, field) }
    if isTime(index, used) { return timeChoices(index, used) }
    let hasDate = used.contains(.day) && (used.contains(.year) || used.contains(.shortYear))
    if hasDate {
      let isBareHour = count == 2 && tokens[index - 1].bytes == [32]
      return isBareHour && !used.contains(.hour) ? [[.field(.hour)]] : []
    }
    var choices: [[StampPattern.Part]] = []
    let hasMonth = used.contains(.month) || used.contains(.monthName)
    switch count {
    case 1, 2:
      if !used.contains(.day), !marksQuarter { choices.append([.field(.day, count)]) }
      if !hasMonth, !namesMonth, !marksQuarter { choices.append([.field(.month, count)]) }
      if count == 2, !used.contains(.year) { choices.append([.field(.shortYear)]) }
      if used.contains(.year), used.count == 1 { choices.append([.field(.isoWeek, count)]) }
      if used.isEmpty, tokens.count == 3, tokens[2].kind == .digits, tokens[2].count == 4 {
        choices.append([.field(.isoWeek, count)])
      }
      if count == 1, used.contains(.isoWeek) { choices.append([.field(.isoWeekday, 1)]) }
    case 4:
      if !used.contains(.shortYear) { choices.append([.field(.year, 4)]) }
    case 6 where used.isEmpty:
      choices.append([fixed(.year, 4), fixed(.month, 2)])
      choices.append([fixed(.year, 4), fixed(.isoWeek, 2)])
    case 3 where used == [.year] && [[45], [47]].contains(tokens[index - 1].bytes):
      choices.append([fixed(.dayOfYear, 3)])
    case 7 where used.isEmpty: choices.append([fixed(.year, 4), fixed(.dayOfYear, 3)])
    case 8 where used.isEmpty:
      choices.append(StampPatternGuess.compact)
      choices.append([fixed(.day, 2), fixed(.month, 2), fixed(.year, 4)])
      choices.append([fixed(.month, 2), fixed(.day, 2), fixed(.year, 4)])
    case 10 where used.isEmpty: choices.append(StampPatternGuess.compact + [fixed(.hour, 2)])
    case 12 where used.isEmpty:
      choices.append(StampPatternGuess.compact + [fixed(.hour, 2), fixed(.minute, 2)])
    case 14 where used.isEmpty:
      choices.append(
        StampPatternGuess.compact + [fixed(.hour, 2), fixed(.minute, 2), fixed(.second, 2)])
    default: break
    }
    return choices
  }

  private static let compact = [fixed(.year, 4), fixed(.month, 2), fixed(.day, 2)]

  private static func fixed(_ field: StampPattern.Field, _ width: Int) -> StampPattern.Part {
    .field(field, width, isFixed: true)
  }
  private func fixed(_ field: StampPattern.Field, _ width: Int) -> StampPattern.Part {
    StampPatternGuess.fixed(field, width)
  }

  /// Week and weekday without a separator: `W271` is week 27, day 1.
  private func week(_ index: Int, _ field: StampPattern.Field) -> [[StampPattern.Part]] {
    guard field == .isoWeek, tokens[index].count == 3 else { return [] }
    return [[fixed(.isoWeek, 2), fixed(.isoWeekday, 1)]]
  }

  // MARK: - What stands beside digits

  private var marksQuarter: Bool {
    tokens.contains { ["q", "w", "kw", "cw", "week", "wk", "ww"].contains($0.word) && $0.kind == .letters }
  }
  private var namesMonth: Bool {
    tokens.contains { token in
      token.kind == .letters
        && MonthNames.Language.allCases.contains {
          NameTable.months($0).find(token.bytes.span, 0, token.count) != nil
        }
    }
  }

  /// The field that a letter beside digits stands for: Q1, 1Q, W27, H2.
  private func marked(_ index: Int) -> StampPattern.Field? {
    for letter in tokens.indices where tokens[letter].kind == .letters {
      let field: StampPattern.Field
      let most: Int
      switch tokens[letter].word {
      case "q": (field, most) = (.quarter, 1)
      case "h", "s": (field, most) = (.halfYear, 1)
      case "w", "kw", "cw", "week", "wk", "ww": (field, most) = (.isoWeek, 3)
      default: continue
      }
      var right = letter + 1
      if field == .isoWeek, right < tokens.count, tokens[right].bytes == [32] { right += 1 }
      let followed = right < tokens.count && tokens[right].kind == .digits && tokens[right].count <= most
      if followed {
        if right == index { return field }
      } else if letter - 1 == index, tokens[index].count <= min(most, 2) {
        return field
      }
    }
    return nil
  }

  private func isTime(_ index: Int, _ used: Set<StampPattern.Field>) -> Bool {
    if index + 1 < tokens.count, tokens[index + 1].bytes == [58], tokens[index].count <= 2 { return true }
    guard index > 0 else { return false }
    if tokens[index - 1].bytes == [58] { return true }
    if tokens[index - 1].kind == .letters, tokens[index - 1].word == "t", used.contains(.day) { return true }
    return used.contains(.second) && [[46], [44]].contains(tokens[index - 1].bytes)
  }

  private func timeChoices(_ index: Int, _ used: Set<StampPattern.Field>) -> [[StampPattern.Part]] {
    let count = tokens[index].count
    if used.contains(.second) { return [[.field(.fraction, count)]] }
    if !used.contains(.hour) {
      switch count {
      case 1, 2: return [[.field(.hour, count)]]
      case 4: return [[fixed(.hour, 2), fixed(.minute, 2)]]
      case 6: return [[fixed(.hour, 2), fixed(.minute, 2), fixed(.second, 2)]]
      default: return []
      }
    }
    guard count == 2 else { return [] }
    return [[.field(used.contains(.minute) ? .second : .minute)]]
  }

  // MARK: - The end

  private mutating func finish(
    _ parts: [StampPattern.Part], _ used: Set<StampPattern.Field>, _ language: MonthNames.Language?
  ) {
    let year = used.contains(.year) || used.contains(.shortYear)
    let month = used.contains(.month) || used.contains(.monthName)
    guard year, !(used.contains(.month) && used.contains(.monthName)) else { return }
    let date = used.filter { $0.isDate && $0 != .weekdayName }
    let isDay = month && used.contains(.day) && date.count == 3
    let others = date.subtracting([.year, .shortYear])
    let isPeriod =
      others == [.month] || others == [.monthName] || others == [.quarter] || others == [.halfYear]
      || others == [.isoWeek] || others == [.dayOfYear]
    let isWeekday = others == [.isoWeek, .isoWeekday]
    guard isDay || isWeekday || isPeriod && !used.contains(.hour) else { return }
    // Two numbers, one of them a two-digit year, such as 12/18, are too ambiguous.
    if !isDay, used.contains(.shortYear), used.contains(.month) || others == [.isoWeek] && !marksQuarter {
      return
    }
    if used.contains(.weekdayName), !isDay { return }
    if used.contains(.dayHalf), !used.contains(.hour) { return }
    if used.contains(.isoWeek), !marksQuarter, !isSlashed(parts) { return }
    if isDay, !["dmy", "mdy", "ymd"].contains(StampPattern(parts: parts).order) { return }
    var pattern = StampPattern(parts: parts)
    if let language { pattern.names.language = language }
    patterns.append(pattern)
  }

  /// Weeks without a letter are read only with separators that numbers don't have, or as yyyyww.
  private func isSlashed(_ parts: [StampPattern.Part]) -> Bool {
    parts.allSatisfy { $0.field != nil || $0.byte == 47 || $0.byte == 45 }
  }
}
