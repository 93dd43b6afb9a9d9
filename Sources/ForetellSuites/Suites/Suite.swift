import Foretell

/// A published benchmark: its data, its protocol, and what the literature prints for it.
public struct Suite: Sendable {
  /// The name on the command line.
  public let name: String
  /// A line for help and reports.
  public let title: String
  /// How models are scored.
  let protocols: SuiteProtocol

  /// The steps that are forecast, one number per task; in a long-horizon suite some can be chosen.
  public var horizons: [Int] {
    switch protocols {
    case .competition(let tasks): tasks.map(\.horizon)
    case .longHorizon(let task): task.horizons
    }
  }

  /// Whether models forecast from many origins, not once per series.
  public var hasManyOrigins: Bool {
    switch protocols {
    case .competition: false
    case .longHorizon: true
    }
  }

  /// The suite of this name.
  public static func named(_ name: String) -> Suite? { all.first { $0.name == name } }
}

/// How a suite scores models.
enum SuiteProtocol: Sendable {
  /// One fit and one forecast per series, on one or several sets of series.
  case competition([CompetitionTask])
  /// One fit per horizon, and a forecast from every origin.
  case longHorizon(LongHorizonTask)
}

/// A set of series, each of which is forecast once.
struct CompetitionTask: Sendable {
  /// The files of a task in the data folder, without `.gz`.
  enum Files: Sendable {
    case m3(String)
    case m4(train: String, test: String, starts: String?)
    case nn3(String)
  }

  var name: String
  var title: String
  var files: Files
  var frequency: Frequency
  var horizon: Int
  /// m of the scaled measures and of the suite's own references, in steps.
  var seasonLength: Int
  /// Whether the competition's organisers set negative forecasts to 0.
  var floorsAtZero = false
  /// The measure by which the literature compares models.
  var mainMeasure: SuiteMeasure
  var published: [PublishedRow]
}

/// A table of channels, forecast from every origin of its last part.
struct LongHorizonTask: Sendable {
  /// How many rows models learn from, then validation and test rows.
  enum Split: Sendable {
    case rows(train: Int, validation: Int, test: Int)
    /// 70 % and 20 % at both ends, rounded down, and the rest between them.
    case shares
  }

  var name: String
  /// The file in the data folder, without `.gz`.
  var file: String
  /// Where to get the file.
  var origin: String
  var frequency: Frequency
  var start: Timestamp
  var split: Split
  var horizons: [Int]
  var published: [LongHorizonRow]

  /// The rows of training, validation and test among `count`.
  func parts(of count: Int) -> (train: Range<Int>, validation: Range<Int>, test: Range<Int>) {
    switch split {
    case .rows(let train, let validation, let test):
      let ends = [train, train + validation, train + validation + test].map { min($0, count) }
      return (0..<ends[0], ends[0]..<ends[1], ends[1]..<ends[2])
    case .shares:
      // In whole numbers: 0.7 × 10 is below 7 in floating point.
      let (train, test) = (count * 7 / 10, count * 2 / 10)
      return (0..<train, train..<count - test, count - test..<count)
    }
  }
}
