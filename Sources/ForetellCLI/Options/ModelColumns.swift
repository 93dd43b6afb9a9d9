import Foretell

extension KeptModel {
  /// Takes columns and frequency from the training data where the options leave them open.
  func adopt(into options: inout CSVOptions) throws {
    if columns.holidays.isEmpty {
      try Invocation.refuse(["holidays", "holiday-region"], because: "the model was fitted without holidays")
    }
    options.holidays?.names = columns.holidays
    options.frequency = options.frequency ?? frequency
    guard options.hasHeader != false, options.layout != .wide else { return }
    // In a wide file the targets are the series; another file may have other series.
    let isLong = columns.id != nil || columns.targets.count == 1
    guard isLong else { return }
    options.time = options.time ?? columns.time
    options.id = options.id ?? columns.id
    if options.targets.isEmpty { options.targets = columns.targets }
    if options.covariates.isEmpty { options.covariates = columns.covariates }
    if options.futures.isEmpty { options.futures = columns.givenFutures }
    if options.statics.isEmpty { options.statics = columns.statics }
    let isNamedAlike =
      options.covariates == columns.covariates && options.futures == columns.givenFutures
      && options.statics == columns.statics
    // The model's words keep their numbers, and others are refused with their place in the file.
    if isNamedAlike, !columns.known.isEmpty { options.categories = columns.categories }
  }
}
