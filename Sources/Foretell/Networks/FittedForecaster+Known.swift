import ForetellData

extension FittedForecaster {
  /// The table with its columns as the fit had them: in its order, and categories with its numbers.
  ///
  /// - Throws: `ForetellError` when a column is missing or has a text that the fit's had not.
  func aligned(_ data: SeriesTable) throws -> SeriesTable {
    let (own, given) = (columns, data.columns)
    guard given.covariates.count == own.covariates.count else {
      throw ForetellError(
        .modelMismatch,
        "the model reads \(own.covariates.count) covariates \(own.covariates), \(data.name) has \(given.covariates.count)",
        location: .init(file: data.name), hint: "name the columns with \(option: .covariates)")
    }
    if let missing = own.holidays.isEmpty || !given.holidays.isEmpty ? nil : own.holidays.first {
      throw ForetellError(
        .modelMismatch, "the model reads holidays such as `\(missing)`, and \(data.name) comes without",
        location: .init(file: data.name), hint: "give the file of holidays: \(option: .holidays, "FILE")")
    }
    let futures = try own.futures.map { try place(of: $0, among: given.futures, .future, data) }
    let statics = try own.statics.map { try place(of: $0, among: given.statics, .static, data) }
    if let more = given.futures.first(where: { !own.futures.contains($0) })
      ?? given.statics.first(where: { !own.statics.contains($0) })
    {
      throw ForetellError(
        .modelMismatch, "the model doesn't read `\(more)`, which \(data.name) has",
        location: .init(file: data.name), hint: "leave the column out, or fit a model that reads it")
    }
    for (ownName, name) in zip(own.known, given.covariates + own.futures + own.statics)
    where (own.categories[ownName] != nil) != (given.categories[name] != nil) {
      let (before, now) = own.categories[ownName] != nil ? ("words", "numbers") : ("numbers", "words")
      throw ForetellError(
        .modelMismatch, "the model reads \(before) from column `\(name)`, and \(data.name) has \(now) there",
        location: .init(file: data.name, columnName: name),
        hint: "give the columns that the model was fitted to")
    }
    if own == given || own.known.isEmpty { return data }
    if futures == Array(own.futures.indices), statics == Array(own.statics.indices),
      own.categories == given.categories
    {
      return data
    }
    let names = own.covariates.indices.map { given.covariates[$0] }
    let changed = try data.series.enumerated().map { number, one in
      func renumbered(_ values: [Double], _ name: String, _ ownName: String) throws -> [Double] {
        guard let known = own.categories[ownName], let texts = given.categories[name], known != texts else {
          return values
        }
        return try self.renumbered(values, texts, known, name, number, data)
      }
      return Series(
        id: one.id, start: one.start, values: one.values,
        covariates: try one.covariates.indices.map {
          try renumbered(one.covariates[$0], names[$0], own.covariates[$0])
        },
        futures: try futures.enumerated().map {
          try renumbered(one.futures[$1], own.futures[$0], own.futures[$0])
        },
        statics: try statics.enumerated().map {
          try renumbered([one.statics[$1]], own.statics[$0], own.statics[$0])[0]
        })
    }
    var known = given
    known.covariates = own.covariates
    known.futures = own.futures
    known.statics = own.statics
    known.categories = own.categories
    known.holidays = own.holidays
    return data.with(changed, columns: known)
  }

  private func place(
    of name: String, among names: [String], _ option: OptionKey, _ data: SeriesTable
  ) throws -> Int {
    if let place = names.firstIndex(of: name) { return place }
    throw ForetellError(
      .modelMismatch, "the model reads `\(name)`, and \(data.name) has no such column",
      location: .init(file: data.name, columnName: name), hint: "name the column: \(option: option, name)")
  }

  /// Values of a column of categories with the numbers of the fit.
  private func renumbered(
    _ values: [Double], _ texts: [String], _ known: [String], _ name: String, _ number: Int,
    _ data: SeriesTable
  ) throws -> [Double] {
    let places = texts.map { known.firstIndex(of: $0) }
    return try values.enumerated().map { index, value in
      guard !value.isNaN else { return value }
      if let place = places[Int(value)] { return Double(place) }
      let isStatic = columns.statics.contains(name)
      let stamp = data.text(for: data.timestamp(ofSeries: number, at: index))
      throw ForetellError(
        .unknownCategory,
        "`\(texts[Int(value)])` in column `\(name)` is none of the words that the model knows",
        location: .init(
          file: data.name, columnName: name, series: data.series[number].id, stamp: isStatic ? nil : stamp),
        hint: "leave the value missing, or fit a model to data that has it")
    }
  }
}
