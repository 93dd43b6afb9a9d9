/// An option that a message or hint names, whatever it is called where the message is read.
///
/// In code it is a property or an argument, on the command line a flag.
public enum OptionKey: String, Sendable, Hashable, Codable, CaseIterable {
  /// The columns of time stamps.
  case time
  /// The columns that tell the series apart.
  case id
  /// The columns to forecast.
  case target
  /// The columns known up to the last value.
  case covariates
  /// The columns known up to the last value, under the command line's second name.
  case past
  /// The columns known into the future.
  case future
  /// The columns that say one thing about a whole series.
  case `static`
  /// The calendar of holidays.
  case holidays
  /// The region whose holidays count.
  case holidayRegion = "holiday-region"
  /// The layout of a file: long or wide.
  case format
  /// The character between two cells.
  case delimiter
  /// The decimal mark.
  case decimal
  /// The mark that separates thousands.
  case thousands
  /// The words that mean a missing value.
  case missing
  /// The number of lines above the header that are left out.
  case skip
  /// The treatment of several rows for one time stamp.
  case duplicates
  /// The treatment of missing values.
  case gaps
  /// The treatment of rows that are not in time order.
  case unsorted
  /// Damage to a file that is repaired.
  case repair
  /// The step from one time stamp to the next.
  case frequency = "freq"
  /// Dates written with the day before the month.
  case dayFirst = "day-first"
  /// Dates written with the month before the day.
  case monthFirst = "month-first"
  /// The number of steps in a season.
  case season
  /// The number of steps to forecast.
  case horizon
  /// The number of evaluations on past data.
  case windows
  /// The transformation of the values before training.
  case transform
  /// The distribution of each next value.
  case likelihood
  /// The largest norm of the gradient.
  case clip
  /// Whether a training goes on from its checkpoint.
  case resume
  /// Whether the network also reads its windows backwards.
  case bidirectional
  /// What a recurrent network reads at each step: single values, or a window before every origin.
  case reading
  /// The number of networks whose forecasts are averaged.
  case ensemble
  /// The number of windows in a batch.
  case batchSize = "batch-size"
  /// The normalisation of what each layer of a network hands on.
  case normalization = "norm"
  /// The learning rate at its highest.
  case learningRate = "learning-rate"
  /// The number of values at the end of each series kept for validation.
  case validationSize = "validation-size"
  /// The least value of a forecast.
  case lowerBound = "lower-bound"
  /// The greatest value of a forecast.
  case upperBound = "upper-bound"
  /// The file that keeps the records of runs.
  case registry
  /// Whether a run is recorded.
  case track
  /// Where the weights of a network start.
  case start = "from"
  /// The kind of data that a network is trained for beforehand.
  case family
  /// The time for which the members of a combination are chosen.
  case budget
  /// The lengths of several seasons.
  case seasons
  /// How the parts of a series belong together.
  case mode

  /// How a value of the option is written in code.
  private enum Form {
    /// A text or the first character of one.
    case text
    /// A list of texts.
    case list
    /// A case of an enumeration.
    case name
    /// A frequency's alias.
    case alias
    /// A number, or another value as it stands.
    case number
    /// A calendar of holidays, whose value is a file.
    case calendar
    /// What a network reads, where nil means single values.
    case reading
    /// Random or pre-trained weights.
    case start
  }

  /// The property or argument in code, and how its value is written.
  private var code: (name: String, form: Form) {
    switch self {
    case .time: ("time", .text)
    case .id: ("id", .text)
    case .target: ("targets", .list)
    case .covariates: ("covariates", .list)
    case .past: ("covariates", .list)
    case .future: ("futures", .list)
    case .static: ("statics", .list)
    case .holidays: ("holidays", .calendar)
    case .holidayRegion: ("region", .text)
    case .format: ("layout", .name)
    case .delimiter: ("delimiter", .text)
    case .decimal: ("decimal", .text)
    case .thousands: ("thousands", .text)
    case .missing: ("missing", .list)
    case .skip: ("skippedLines", .number)
    case .duplicates: ("duplicates", .name)
    case .gaps: ("gaps", .name)
    case .unsorted: ("unsorted", .name)
    case .repair: ("repair", .name)
    case .frequency: ("frequency", .alias)
    case .dayFirst: ("dateOrder: .dayFirst", .number)
    case .monthFirst: ("dateOrder: .monthFirst", .number)
    case .season: ("seasonLength", .number)
    case .horizon: ("horizon", .number)
    case .windows: ("windows", .number)
    case .transform: ("transform", .name)
    case .likelihood: ("likelihood", .name)
    case .clip: ("gradientClip", .number)
    case .resume: ("resume: true", .number)
    case .bidirectional: ("isBidirectional", .number)
    case .reading: ("origins", .reading)
    case .ensemble: ("networkCount", .number)
    case .batchSize: ("batchSize", .number)
    case .normalization: ("normalization", .name)
    case .learningRate: ("learningRate", .number)
    case .validationSize: ("validationSize", .number)
    case .lowerBound: ("ForecastBounds.lower", .number)
    case .upperBound: ("ForecastBounds.upper", .number)
    case .registry: ("path", .text)
    case .track: ("a RunRecorder", .number)
    case .start: ("start", .start)
    case .family: ("family", .name)
    case .budget: ("plannedSeconds", .number)
    case .seasons: ("seasons", .number)
    case .mode: ("mode", .name)
    }
  }

  /// The option as code writes it: `duplicates`, with a value `duplicates: .last`.
  func inCode(_ value: String?) -> String {
    let (name, form) = code
    guard let value else { return name }
    switch form {
    case .text: return "\(name): \(Self.literal(value))"
    case .alias: return "\(name): try Frequency(alias: \(Self.literal(value)))"
    case .list: return inCode([value])
    case .name:
      let words = value.split(separator: "-")
      return "\(name): ." + words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
    case .number: return "\(name): \(value)"
    case .calendar: return "\(name): HolidayOptions(try Holidays(csv: \(Self.literal(value))))"
    case .start: return "\(name): " + (value == "none" ? ".random" : ".shipped")
    case .reading: return "\(name): " + (value == "values" ? "nil" : "OriginsReading()")
    }
  }

  /// The option with several values as code writes it: `targets: ["net", "gross"]`.
  func inCode(_ values: [String]) -> String {
    "\(code.name): [" + values.map(Self.literal).joined(separator: ", ") + "]"
  }

  /// The option as a command line writes it: `--duplicates`, with a value `--duplicates last`.
  func onCommandLine(_ value: String?) -> String {
    guard let value else { return "--\(rawValue)" }
    return "--\(rawValue)\(value.hasPrefix("-") ? "=" : " ")\(ShellWord.quoted(value))"
  }

  /// A text as a Swift literal; control characters are already visible in what messages quote.
  private static func literal(_ text: String) -> String {
    let escaped = text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == "\\" || scalar == "\"" { result.unicodeScalars.append("\\") }
      result.unicodeScalars.append(scalar)
    }
    return "\"\(escaped)\""
  }
}

extension Substring {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
