/// An option that a message or hint names, whatever it is called where the message is read.
///
/// In code it is a property or an argument, on the command line a flag.
public enum OptionKey: String, Sendable, Hashable, Codable, CaseIterable {
  case time, id, target, covariates, format, delimiter, decimal, thousands, missing, skip, duplicates, gaps
  case unsorted, repair, past, future, `static`, holidays
  case frequency = "freq"
  case dayFirst = "day-first"
  case monthFirst = "month-first"
  case season, horizon, windows, transform, clip, resume, bidirectional, reading
  case batchSize = "batch-size"
  case normalization = "norm"
  case learningRate = "learning-rate"
  case validationSize = "validation-size"
  case lowerBound = "lower-bound"
  case upperBound = "upper-bound"
  case holidayRegion = "holiday-region"
  case registry, track

  /// How a value of the option is written in code.
  private enum Form {
    /// A text or the first character of one.
    case text
    /// A list of texts, which on the command line are separated by commas.
    case list
    /// A case of an enumeration.
    case name
    /// A frequency's alias.
    case alias
    /// A number, or another value as it stands.
    case number
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
    case .holidays: ("holidays", .number)
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
    case .batchSize: ("batchSize", .number)
    case .normalization: ("normalization", .name)
    case .horizon: ("horizon", .number)
    case .windows: ("windows", .number)
    case .transform: ("transform", .name)
    case .clip: ("gradientClip", .number)
    case .resume: ("resume: true", .number)
    case .bidirectional: ("isBidirectional", .number)
    case .reading: ("origins", .number)
    case .learningRate: ("learningRate", .number)
    case .validationSize: ("validationSize", .number)
    case .lowerBound: ("ForecastBounds.lower", .number)
    case .upperBound: ("ForecastBounds.upper", .number)
    case .registry: ("path", .text)
    case .track: ("RunRecorder", .number)
    }
  }

  /// The option as code writes it: `duplicates`, with a value `duplicates: .last`.
  func inCode(_ value: String?) -> String {
    let (name, form) = code
    guard let value else { return name }
    switch form {
    case .text: return "\(name): \"\(value)\""
    case .alias: return "\(name): Frequency(alias: \"\(value)\")"
    case .list:
      return "\(name): [" + value.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    case .name:
      let words = value.split(separator: "-")
      return "\(name): ." + words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
    case .number: return "\(name): \(value)"
    }
  }

  /// The option as a command line writes it: `--duplicates`, with a value `--duplicates last`.
  func onCommandLine(_ value: String?) -> String {
    guard let value else { return "--\(rawValue)" }
    return "--\(rawValue)\(value.hasPrefix("-") ? "=" : " ")\(ShellWord.quoted(value))"
  }
}

extension Substring {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
