/// The stable codes of all errors.
///
/// A code never changes its meaning and is never reused after it was retired. F001–F009 concern files,
/// F010–F059 the content of a CSV, F060–F099 options, F100–F119 model files, checkpoints and the run
/// registry, F120–F139 training and forecasting.
public enum ErrorCode: String, Sendable, Hashable, Codable, CaseIterable {
  case cannotOpen = "F001"
  case cannotRead = "F002"
  case cannotWrite = "F003"
  case notAFile = "F004"

  case noRows = "F010"
  case notUTF8 = "F011"
  case notANumber = "F012"
  case utf16 = "F013"
  case nulByte = "F014"
  case strayQuote = "F015"
  case openQuote = "F016"
  case fieldCount = "F017"
  case fieldTooLong = "F018"
  case lineTooLong = "F019"
  case duplicateColumn = "F020"
  case noSuchColumn = "F021"
  case noTimeColumn = "F022"
  case noValueColumn = "F023"
  case notAStamp = "F024"
  case ambiguousDates = "F025"
  case emptyStamp = "F026"
  case duplicateStamp = "F027"
  case mixedSteps = "F028"
  case wrongFrequency = "F029"
  case notFinite = "F030"
  case hexadecimal = "F031"
  case overflow = "F032"
  case thousandsSeparator = "F033"
  case emptyId = "F034"
  case gap = "F035"
  case unsorted = "F036"
  case missingWord = "F037"
  case notText = "F038"
  case hugeGap = "F039"
  case noObservations = "F040"
  case duplicateSeries = "F041"
  case covariateShape = "F042"
  case swappedDates = "F043"
  case ambiguousTarget = "F044"
  case partsOfYearInHeader = "F045"
  case missingFuture = "F046"
  case unknownCategory = "F047"
  case varyingStatic = "F048"
  case changedValue = "F049"

  case badOption = "F060"
  case conflictingOptions = "F061"
  case noSuchRun = "F062"

  case damagedModel = "F100"
  case unsupportedModel = "F101"
  case modelMismatch = "F102"
  case damagedCheckpoint = "F103"
  case damagedRegistry = "F104"
  case unsupportedRegistry = "F105"
  case recordLost = "F106"

  case diverged = "F120"
  case seriesTooShort = "F121"
  case interrupted = "F130"

  /// The kind of error that the code belongs to.
  public var kind: ForetellError.Kind {
    switch self {
    case .cannotOpen, .cannotRead, .cannotWrite, .notAFile, .damagedRegistry, .unsupportedRegistry,
      .recordLost:
      .inputOutput
    case .badOption, .conflictingOptions, .noSuchRun: .usage
    case .diverged: .diverged
    case .interrupted: .interrupted
    case .noRows, .notUTF8, .notANumber, .utf16, .nulByte, .strayQuote, .openQuote, .fieldCount,
      .fieldTooLong, .lineTooLong, .duplicateColumn, .noSuchColumn, .noTimeColumn, .noValueColumn, .notAStamp,
      .ambiguousDates, .emptyStamp, .duplicateStamp, .mixedSteps, .wrongFrequency, .notFinite, .hexadecimal,
      .overflow, .thousandsSeparator, .emptyId, .gap, .unsorted, .missingWord, .notText, .hugeGap,
      .noObservations, .duplicateSeries, .covariateShape, .swappedDates, .ambiguousTarget,
      .partsOfYearInHeader, .missingFuture, .unknownCategory, .varyingStatic, .changedValue, .damagedModel,
      .unsupportedModel, .modelMismatch, .damagedCheckpoint, .seriesTooShort:
      .data
    }
  }

  /// A paragraph that explains what the code means and what usually helps.
  public var explanation: String {
    switch self {
    case .cannotOpen: "The file does not exist or may not be read. Check the path and its permissions."
    case .cannotRead: "The operating system reported an error in the middle of reading."
    case .cannotWrite: "The output could not be written: no space, no permission, or a missing folder."
    case .notAFile: "The path is a folder or a device. Give the path of a CSV file, or - for standard input."
    case .noRows: "The file is empty or has a header and no rows below it."
    case .notUTF8: "The text is not UTF-8. Convert it first, for example with iconv -f latin1 -t utf-8."
    case .notANumber: "A cell of a value column is not a decimal number such as 12, -0.5 or 1.2e-3."
    case .utf16: "The text is UTF-16. Convert it first with iconv -f utf-16 -t utf-8."
    case .nulByte: "A byte with the value zero is in the text; the file is damaged or is not text."
    case .strayQuote:
      "A quotation mark stands inside a cell. Quote the whole cell and double the marks inside it."
    case .openQuote: "A quoted cell is never closed, so everything after it would become one cell."
    case .fieldCount: "A row has more or fewer cells than the first row. Often an unquoted delimiter."
    case .fieldTooLong: "A cell is longer than the limit, usually because of a missing quotation mark."
    case .lineTooLong: "A row is longer than the limit, usually because of a missing quotation mark."
    case .duplicateColumn: "Two columns have the same name, so that a name would not decide which is meant."
    case .noSuchColumn: "An option names a column that the header does not have. Names are compared exactly."
    case .noTimeColumn: "No column looks like time stamps. Name it."
    case .noValueColumn: "No column looks like numbers. Name the one to forecast."
    case .notAStamp:
      "A cell of the time column is not a time stamp written like those of the other rows."
    case .ambiguousDates:
      "All dates can be read as day/month and as month/day. Say which of the two comes first."
    case .emptyStamp: "A row has no time stamp. Nothing can be said about when it was."
    case .duplicateStamp:
      "A series has two rows for one time stamp. Name the columns that tell them apart (id, time), or say how to merge them: sum, mean or last."
    case .mixedSteps:
      "The time stamps of a series do not lie on one regular grid. Give the frequency."
    case .wrongFrequency: "The time stamps do not lie on the grid of the given frequency."
    case .notFinite:
      "A cell says infinity or not-a-number. Leave it empty, or list the word as one for missing values."
    case .hexadecimal: "A cell is a hexadecimal number. Write it as a decimal number."
    case .overflow: "A number is too large for double precision (about 1.8e308)."
    case .thousandsSeparator:
      "A mark in a number may separate thousands or be the decimal one. Say which it is."
    case .emptyId: "A row of a long table has no series id."
    case .gap: "A value is missing, and missing values were to be refused."
    case .unsorted: "Rows are not in time order, and such rows were to be refused."
    case .missingWord:
      "A cell says NA or the like. List the word as one for missing values to read it as a gap."
    case .notText: "The file is compressed or binary, not a CSV. Unpack or export it first."
    case .hugeGap: "Filling the grid between the stamps would need far more points than there are rows."
    case .swappedDates:
      "Some dates have day and month exchanged, as spreadsheets do. The repair of swapped dates exchanges them."
    case .noObservations:
      "There is nothing to forecast from: every value is missing, the last one lies further back than the history before it is long, or they are too large to compute with."
    case .duplicateSeries: "Two series of a table made in code have the same id."
    case .covariateShape:
      "A series of a table made in code has other covariates than the table names, or not one value for each step."
    case .partsOfYearInHeader:
      "Each row is a year and each column a month or quarter of it. Write one row per month or quarter."
    case .ambiguousTarget:
      "Several columns of numbers could be the one to forecast. Name it."
    case .missingFuture:
      "A covariate that is known into the future has no value at a step that is to be forecast. Add a row for it."
    case .unknownCategory:
      "A column of categories has a text that the training data did not have, so that nothing was learned of it."
    case .varyingStatic:
      "A static column has two values in one series. If it may change, it is one known into the future or only in the past."
    case .changedValue:
      "A row says something else than the model was told of the same time. An update adds rows and changes none: fit again to learn from the corrected history."
    case .badOption: "An option has a value that it cannot have."
    case .conflictingOptions: "Two options contradict each other."
    case .noSuchRun:
      "No run of the registry, or more than one, has the given id. List the runs to see their ids."
    case .damagedModel: "The file is cut off or altered, or is not a model."
    case .unsupportedModel: "The model file was written in a format that this release does not read."
    case .modelMismatch: "The data does not fit the model: other frequency or other columns."
    case .damagedCheckpoint: "The checkpoint cannot be continued from."
    case .damagedRegistry: "The file of the run registry is damaged, or belongs to another program."
    case .unsupportedRegistry: "The run registry was written by a release whose tables this one can't use."
    case .recordLost:
      "The result is whole, but its record is gone: the run registry was deleted or replaced while the run went on."
    case .diverged: "The loss became infinite or not a number. A smaller learning rate often helps."
    case .seriesTooShort: "A series has too few points for what was asked."
    case .interrupted: "Stopped on request; the last checkpoint was kept."
    }
  }
}
