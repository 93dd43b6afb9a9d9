/// The next steps of one series by a classical method.
package struct ClassicForecast: Sendable, Equatable {
  /// The forecast of each step.
  package var point: [Double]
  /// The standard deviation of each step's error.
  package var deviations: [Double]

  /// Makes a forecast; both arrays have one element per step.
  package init(point: [Double], deviations: [Double]) {
    self.point = point
    self.deviations = deviations
  }
}
