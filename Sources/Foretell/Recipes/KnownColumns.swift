import ForetellData

/// The columns that a network reads beside the values: which hold numbers, which categories, and what each is known of.
struct KnownColumns: Sendable, Equatable {
  /// A column of categories.
  struct Category: Sendable, Equatable {
    /// What its values are known of.
    enum Role: Sendable, Equatable {
      case past, future, series
    }

    let role: Role
    /// Its place among the columns of that role.
    let place: Int
    /// How many texts it has.
    let texts: Int

    /// Rows of its table: one for an unknown text, then one per text.
    var rows: Int { texts + 1 }
    /// Numbers that stand for a text, the more the more texts there are, at most 16.
    var width: Int { min(texts / 2 + 1, 16) }
  }

  /// Places of the past covariates that are numbers.
  let past: [Int]
  /// Places of the numbers that are known into the future.
  let futures: [Int]
  /// Places of the static numbers.
  let statics: [Int]
  /// The columns of categories: past ones, then those known into the future, then static ones.
  let categories: [Category]

  /// No column.
  static let none = KnownColumns(ColumnNames())

  /// The columns of a table.
  init(_ columns: ColumnNames) {
    func numbers(_ names: [String]) -> [Int] {
      names.indices.filter { columns.categories[names[$0]] == nil }
    }
    func categories(_ names: [String], _ role: Category.Role) -> [Category] {
      names.indices.compactMap { place in
        columns.categories[names[place]].map { Category(role: role, place: place, texts: $0.count) }
      }
    }
    past = numbers(columns.covariates)
    futures = numbers(columns.futures)
    statics = numbers(columns.statics)
    self.categories =
      categories(columns.covariates, .past) + categories(columns.futures, .future)
      + categories(columns.statics, .series)
  }

  /// Numbers with a scale: past, future and static ones.
  var numberCount: Int { past.count + futures.count + statics.count }

  /// Features of one step of the input: the numbers, whether the past ones are known, and whether the future ones are.
  var featureCount: Int { numberCount + (past.isEmpty ? 0 : 1) + (futures.isEmpty ? 0 : 1) }

  /// Numbers per step of the horizon, see `WindowSampler.horizonFeatureCount`.
  var horizonFeatureCount: Int { futures.isEmpty ? 0 : 2 * (futures.count + 1) }

  /// The names of the numbers in the order of their scales.
  func numberNames(_ columns: ColumnNames) -> [String] {
    past.map { columns.covariates[$0] } + futures.map { columns.futures[$0] }
      + statics.map { columns.statics[$0] }
  }

  /// What a sampler is told of a series beside values and past numbers.
  func column(futures: [[Double]], statics: [Double], covariates: [[Double]]) -> KnownColumn {
    var known = KnownColumn()
    known.futures = self.futures.map { futures[$0] }
    known.statics = self.statics.map { statics[$0] }
    known.categories = categories.map { category in
      switch category.role {
      case .past: CategoryColumn(places: covariates[category.place])
      case .future: CategoryColumn(places: futures[category.place])
      case .series: CategoryColumn(places: [statics[category.place]], isStatic: true)
      }
    }
    return known
  }
}
