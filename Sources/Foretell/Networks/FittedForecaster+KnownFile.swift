import ForetellData

extension ColumnNames {
  /// Whether there is anything that the first release's models can't read.
  var hasNewRoles: Bool { !futures.isEmpty || !statics.isEmpty || !categories.isEmpty }

  /// Whether a column can have a value: the place of one of its texts, any finite number, or NaN.
  func isSound(_ value: Double, _ name: String) -> Bool {
    guard let texts = categories[name] else { return !value.isInfinite }
    return value.isNaN || value >= 0 && value < Double(texts.count) && value == value.rounded()
  }
}

extension FittedForecaster.Description {
  /// Steps behind the end of a series whose futures a file keeps, at most.
  static let mostFutureSteps = 100_000
}

/// What a model file keeps of the ends of series beside values and past covariates.
extension FittedForecaster {
  /// `state.futures` with all futures one after another, `state.future_lengths` with their lengths, and `state.statics`;
  /// only those of which the fit has any.
  var knownTensors: [SafetensorsFile.Tensor] {
    var tensors: [SafetensorsFile.Tensor] = []
    if !columns.futures.isEmpty {
      let futures = tails.flatMap { series in
        series.futures.map { $0.prefix(series.values.count + Description.mostFutureSteps) }
      }
      tensors += [
        .init(
          name: "state.futures", shape: [futures.reduce(0) { $0 + $1.count }],
          doubles: futures.flatMap { Array($0) }),
        .init(
          name: "state.future_lengths", shape: [futures.count], int64s: futures.map { Int64($0.count) }),
      ]
    }
    if !columns.statics.isEmpty {
      let statics = tails.flatMap(\.statics)
      tensors.append(.init(name: "state.statics", shape: [statics.count], doubles: statics))
    }
    return tensors
  }

  /// The futures and statics of each series.
  ///
  /// - Parameter lengths: the numbers of the series' values.
  static func known(
    _ file: SafetensorsFile, _ about: Description, _ lengths: [Int64], _ damaged: (String) -> ForetellError
  ) throws -> [(futures: [[Double]], statics: [Double])] {
    let (columns, count) = (about.columns, about.ids.count)
    var statics = [Double]()
    if !columns.statics.isEmpty {
      guard let values = file["state.statics"]?.doubles, values.count == count * columns.statics.count,
        values.indices.allSatisfy({ columns.isSound(values[$0], columns.statics[$0 % columns.statics.count]) }
        )
      else { throw damaged("its static values are missing or out of range") }
      statics = values
    }
    var futures: [Double] = []
    var futureLengths: [Int64] = []
    if !columns.futures.isEmpty {
      guard let values = file["state.futures"]?.doubles, let ends = file["state.future_lengths"]?.int64s,
        ends.count == count * columns.futures.count,
        ends.allSatisfy({ $0 >= 0 && $0 <= values.count }), ends.reduce(0, +) == values.count,
        ends.indices.allSatisfy({ ends[$0] >= lengths[$0 / columns.futures.count] })
      else { throw damaged("what it knows of the future is missing") }
      (futures, futureLengths) = (values, ends)
    }
    var place = 0
    return try (0..<count).map { series in
      let own = try columns.futures.enumerated().map { number, name in
        let length = Int(futureLengths[series * columns.futures.count + number])
        defer { place += length }
        let values = Array(futures[place..<(place + length)])
        guard values.allSatisfy({ columns.isSound($0, name) }) else {
          throw damaged("a value of `\(name)` is out of range")
        }
        return values
      }
      let first = series * columns.statics.count
      return (own, columns.statics.indices.map { statics[first + $0] })
    }
  }
}
