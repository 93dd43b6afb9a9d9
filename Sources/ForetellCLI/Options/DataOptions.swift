import ArgumentParser
import Foretell

/// Options for reading the CSV; whatever is left out is detected from the data.
struct DataOptions: ParsableArguments {
  @Option(
    help: .init("Column with the series ids, or several that make the id together.", valueName: "columns"))
  var id: [String] = []

  @Option(
    help: .init(
      "Column with the time stamps, or several such as Date,Time or Year,Month.", valueName: "columns"))
  var time: [String] = []

  @Option(help: .init("Column to forecast; repeat it or separate names with commas.", valueName: "columns"))
  var target: [String] = []

  @Option(
    name: [.long, .customLong("past")],
    help: .init(
      "Columns that the network reads beside the targets, up to the last value.", valueName: "columns"))
  var covariates: [String] = []

  @Option(
    help: .init(
      "Columns known ahead, such as promotions: rows behind the last value hold their future.",
      valueName: "columns"))
  var future: [String] = []

  @Option(
    name: .customLong("static"),
    help: .init("Columns that say one thing about a whole series, such as its region.", valueName: "columns"))
  var fixed: [String] = []

  @Option(
    help: .init(
      "CSV of holidays with columns date, name and, where they differ, a region; known ahead.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var holidays: String?

  @Option(
    help: .init(
      "Region whose holidays all series have. Default: each series' own, by the --static column of that name.",
      valueName: "name"))
  var holidayRegion: String?

  @Option(
    help: .init(
      "Frequency: YS QS MS ME BME SMS W B D h 15min s 1 …, as pandas writes it.", valueName: "alias"))
  var freq: String?

  @Option(
    help: .init(
      "Layout of the file: auto, long, wide, or wide-rows (dates in the header).", valueName: "layout"),
    completion: .list(CSVOptions.Layout.allCases.map(\.rawValue)))
  var format: String?

  @Option(help: .init("Character between cells: , ; | or tab.", valueName: "character"))
  var delimiter: String?

  @Option(help: .init("Decimal mark: . or ,", valueName: "character"))
  var decimal: String?

  @Option(
    parsing: .unconditional,
    help: .init("Mark between thousands: . , space ' or _", valueName: "character"))
  var thousands: String?

  @Flag(inversion: .prefixedNo, help: "Whether the first row holds names.")
  var header: Bool?

  @Option(help: .init("Lines above the header to leave out.", valueName: "lines"))
  var skip: Int?

  @Flag(help: "Read 03/04/2024 as 3 April.")
  var dayFirst = false

  @Flag(help: "Read 03/04/2024 as March 4.")
  var monthFirst = false

  @Option(
    help: .init("Missing values: mask, linear, ffill or error.", valueName: "policy"),
    completion: .list(CSVOptions.GapPolicy.allCases.map(\.rawValue)))
  var gaps: String?

  @Option(
    help: .init("Rows for one time stamp: error, sum, mean, first, last, min or max.", valueName: "policy"),
    completion: .list(CSVOptions.DuplicatePolicy.allCases.map(\.rawValue)))
  var duplicates: String?

  @Option(
    help: .init("Rows out of order: sort or error.", valueName: "policy"),
    completion: .list(CSVOptions.UnsortedPolicy.allCases.map(\.rawValue)))
  var unsorted: String?

  @Option(
    help: .init("Repair damage in the file: swapped-dates.", valueName: "damage"),
    completion: .list(CSVOptions.Repair.allCases.map(\.rawValue)))
  var repair: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: .init("Words or numbers that mean a missing value, such as NA,-999.", valueName: "words"))
  var missing: [String] = []

  /// The options' long names.
  static var names: Set<String> { OptionCatalogue.names(in: Self.self) }

  /// The given options as text for a proposed command, with a space before each.
  ///
  /// Without them the proposed command would read the file in another way.
  static var givenText: String {
    Invocation.words(of: names).map { " " + ShellWord.quoted($0) }.joined()
  }

  /// The options as the CSV reader takes them.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` for an invalid value.
  func csvOptions(threads: Int?) throws -> CSVOptions {
    if dayFirst, monthFirst {
      throw ForetellError(.conflictingOptions, "--day-first and --month-first contradict each other")
    }
    var options = CSVOptions()
    options.idColumns = id
    options.timeColumns = time
    options.skippedLines = skip
    options.targets = Validation.list(target)
    options.covariates = Validation.list(covariates)
    options.futures = Validation.list(future)
    options.statics = Validation.list(fixed)
    options.frequency = try freq.map { try Frequency(alias: $0) }
    options.layout = try Validation.choice("format", format) ?? options.layout
    options.delimiter = try delimiter.map(Self.delimiter)
    options.decimal = try decimal.map(Self.decimal)
    options.thousands = try thousands.map(Self.thousands)
    options.hasHeader = header
    options.dateOrder = dayFirst ? .dayFirst : monthFirst ? .monthFirst : nil
    options.gaps = try Validation.choice("gaps", gaps) ?? options.gaps
    options.duplicates = try Validation.choice("duplicates", duplicates) ?? options.duplicates
    options.unsorted = try Validation.choice("unsorted", unsorted) ?? options.unsorted
    options.repair = try Validation.choice("repair", repair)
    options.missing = Validation.list(missing)
    options.threads = threads
    if let holidays {
      let calendar = try Holidays(csv: holidays, dateOrder: options.dateOrder)
      options.holidays = HolidayOptions(calendar, region: holidayRegion)
    } else {
      try Invocation.refuse(
        ["holiday-region"], because: "without --holidays there are none", hint: "--holidays FILE names them")
    }
    return options
  }

  private static func delimiter(_ text: String) throws -> Character {
    switch text {
    case "tab", "\\t", "\t": return "\t"
    case "comma": return ","
    case "semicolon": return ";"
    case "bar", "pipe": return "|"
    default:
      guard text.count == 1, let character = text.first, character.isASCII, character != "\"" else {
        throw Validation.refusal("delimiter", "`\(text)`", "must be one ASCII character or the word tab")
      }
      return character
    }
  }

  private static func thousands(_ text: String) throws -> Character {
    switch text {
    case ".", "point": return "."
    case ",", "comma": return ","
    case " ", "space", "\u{a0}", "\u{202f}", "\u{2009}": return " "
    case "'", "’", "apostrophe": return "'"
    case "_": return "_"
    default: throw Validation.refusal("thousands", "`\(text)`", "must be . , space ' or _")
    }
  }

  private static func decimal(_ text: String) throws -> Character {
    switch text {
    case ".", "point": return "."
    case ",", "comma": return ","
    default: throw Validation.refusal("decimal", "`\(text)`", "must be . or ,")
    }
  }
}
