import Foretell
internal import GRDB

/// The records of a run that are not yet written to the registry.
struct PendingRecords: Sendable {
  /// One value of one quantity.
  struct Value: Sendable {
    var name: String
    var window: Int
    var epoch: Int
    var value: Double
    var time: Double
  }

  var parameters: [(name: String, value: String)] = []
  var values: [Value] = []
  var curves: [RunDetails.GradientCurve] = []
  var histograms: [Histogram] = []

  var isEmpty: Bool { parameters.isEmpty && values.isEmpty && curves.isEmpty && histograms.isEmpty }

  /// Puts back records that could not be written, before those that were added since.
  mutating func restore(_ earlier: PendingRecords) {
    parameters = earlier.parameters + parameters
    values = earlier.values + values
    curves = earlier.curves + curves
    histograms = earlier.histograms + histograms
  }

  /// Writes all records; an earlier record with the same key is replaced.
  func insert(into connection: Database, run: Int64) throws {
    try Self.insert(parameters, into: connection, run: run)
    let metric = try connection.cachedStatement(
      sql:
        "INSERT OR REPLACE INTO metrics (run, name, window, epoch, value, special, time) VALUES (?, ?, ?, ?, ?, ?, ?)"
    )
    for value in values {
      let (number, special) = ExactNumber.columns(value.value)
      try metric.execute(
        arguments: [run, value.name, value.window, value.epoch, number, special, value.time])
    }
    let curve = try connection.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO gradients (run, window, epoch, layer, state, mean, levels, quantiles, time)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for one in curves {
      try curve.execute(arguments: [
        run, one.window, one.epoch, one.layer, one.state, ExactNumber.text(one.mean),
        ExactNumber.text(one.levels), "[" + one.quantiles.map(ExactNumber.text).joined(separator: ",") + "]",
        one.time,
      ])
    }
    for one in histograms {
      try connection.execute(
        sql: """
          INSERT OR REPLACE INTO histograms (run, name, window, epoch, minimum, maximum, sum, sum_of_squares,
            not_finite, limits, counts, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          run, one.name, one.window, one.epoch, one.minimum, one.maximum, one.sum, one.sumOfSquares,
          one.notFinite, ExactNumber.text(one.limits), ExactNumber.text(one.counts), one.time,
        ])
    }
  }

  /// Writes parameters; an existing one keeps its position and gets the new value.
  static func insert(
    _ parameters: [(name: String, value: String)], into connection: Database, run: Int64
  ) throws {
    for parameter in parameters {
      try connection.execute(
        sql: """
          INSERT INTO parameters (run, place, name, value)
          VALUES (?, (SELECT coalesce(max(place), -1) + 1 FROM parameters WHERE run = ?), ?, ?)
          ON CONFLICT (run, name) DO UPDATE SET value = excluded.value
          """, arguments: [run, run, parameter.name, parameter.value])
    }
  }
}
