extension NumberDetection {
  /// Decides how to treat the text around the numbers of a column.
  static func read(_ column: ColumnEvidence, into form: inout NumberForm) {
    if column.currencies.count == 1 { form.currency = column.currencies[0] }
    form.readsBrackets =
      column.brackets > 0 && column.minuses == 0 && column.trailingMinuses == 0 && column.unsigned > 0
    form.readsTrailingMinus = column.minuses == 0 && column.brackets == 0
    let flags = column.suffixes.filter { $0.kind == .flag }
    let others = column.suffixes.filter { $0.kind != .flag }
    if others.isEmpty, !flags.isEmpty {
      // Letters after all numbers are a unit; after some of them, the flags of a statistical office.
      if flags.count == 1, column.withoutSuffix == 0 {
        form.suffix = .all(flags[0].text, .unit)
      } else {
        form.readsFlags = true
      }
    } else if others.count == 1, flags.isEmpty {
      // If most numbers have the suffix, a number without it is refused; if few have it, those few are.
      if others[0].count > column.withoutSuffix { form.suffix = .all(others[0].text, others[0].kind) }
    } else if flags.isEmpty, others.count > 1, others.allSatisfy({ $0.kind.isMultiplier }) {
      form.suffix = .multipliers
    } else if let most = column.suffixes.max(by: { $0.count < $1.count }), most.count > column.withoutSuffix {
      form.suffix = .all(most.text, most.kind)
    }
  }
}

extension NumberWords.Kind {
  /// Whether it is a power of ten.
  var isMultiplier: Bool {
    if case .multiplier = self { return true }
    return false
  }
}
