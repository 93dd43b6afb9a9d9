/// The names of the columns that a table uses.
public struct ColumnNames: Sendable, Hashable {
  /// The id column, if there is one.
  public var id: String?
  /// The time column.
  public var time: String
  /// The columns that hold the series.
  public var targets: [String]
  /// The past covariates: columns known beside the targets, up to the last value.
  public var covariates: [String]
  /// The covariates that are known into the future; the last of them may come from a calendar of holidays.
  public var futures: [String]
  /// The columns that say one thing about a whole series.
  public var statics: [String]
  /// The texts of each column of categories, by the column's name: a value of such a column is the place of its text.
  public var categories: [String: [String]]
  /// The names of the holidays, which are the last of `futures` with ``holidayPrefix`` in front.
  public var holidays: [String]

  /// The time column of tables whose time stamps stand in the header; `--time` takes it too.
  public static let timeInHeader = "(header)"
  /// The target of such tables.
  public static let valueInRows = "value"
  /// What stands in front of a holiday's name in the name of its column.
  public static let holidayPrefix = "holiday "

  /// Makes names; the defaults are those of forecasting's long format.
  public init(
    id: String? = "unique_id", time: String = "ds", targets: [String] = ["y"], covariates: [String] = [],
    futures: [String] = [], statics: [String] = [], categories: [String: [String]] = [:]
  ) {
    self.id = id
    self.time = time
    self.targets = targets
    self.covariates = covariates
    self.futures = futures
    self.statics = statics
    self.categories = categories
    holidays = []
  }

  /// The covariates that are known into the future and come from the data.
  public var givenFutures: [String] { Array(futures.dropLast(holidays.count)) }

  /// All columns beside id, time and targets.
  package var known: [String] { covariates + futures + statics }
}

extension ColumnNames: Codable {
  private enum CodingKeys: String, CodingKey {
    case id, time, targets, covariates, futures, statics, categories, holidays
  }

  /// Reads names; those that earlier releases didn't know may be absent.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decodeIfPresent(String.self, forKey: .id)
    time = try values.decode(String.self, forKey: .time)
    targets = try values.decode([String].self, forKey: .targets)
    covariates = try values.decode([String].self, forKey: .covariates)
    futures = try values.decodeIfPresent([String].self, forKey: .futures) ?? []
    statics = try values.decodeIfPresent([String].self, forKey: .statics) ?? []
    categories = try values.decodeIfPresent([String: [String]].self, forKey: .categories) ?? [:]
    holidays = try values.decodeIfPresent([String].self, forKey: .holidays) ?? []
  }

  /// Writes the names; what earlier releases didn't know is written only where there is any.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(id, forKey: .id)
    try values.encode(time, forKey: .time)
    try values.encode(targets, forKey: .targets)
    try values.encode(covariates, forKey: .covariates)
    if !futures.isEmpty { try values.encode(futures, forKey: .futures) }
    if !statics.isEmpty { try values.encode(statics, forKey: .statics) }
    if !categories.isEmpty { try values.encode(categories, forKey: .categories) }
    if !holidays.isEmpty { try values.encode(holidays, forKey: .holidays) }
  }
}
