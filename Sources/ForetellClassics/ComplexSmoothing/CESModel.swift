import ForetellCore

/// Complex exponential smoothing of one series.
///
/// A level ℓ and the information c that the errors hold are the parts of a complex number:
///
///     ŷ_t = ℓ_{t−1}    ℓ_t = ℓ_{t−1} − (1 − α₁)·c_{t−1} + (α₀ − α₁)·e_t    c_t = ℓ_{t−1} + (1 − α₀)·c_{t−1} + (α₀ + α₁)·e_t
///
/// The simple seasonal form has the lag of a season in place of one step; the partial one adds a seasonal state
/// s_t = s_{t−m} + β₀·e_t, the full one a second pair with the lag of a season. The initial states are found by smoothing
/// the series backwards. The parameters are those of the least sum of squares that a search from the usual ones reaches;
/// there can be others. The form is chosen by AICc, with as many parameters as states in one step, and one more.
///
/// Use it where it isn't known whether there is a trend: one pair covers levels and trends without a choice between
/// them. Source: I. Svetunkov, N. Kourentzes and J. K. Ord, Complex exponential smoothing, Naval Research Logistics 69
/// (2022) 1108–1123.
package struct CESModel: Sendable, Equatable {
  /// The form.
  package let form: CESForm
  /// α₀, α₁, β₀ and β₁, as many as the form has.
  package let parameters: [Double]
  /// The forecast of each value from those before it.
  package let fitted: [Double]
  /// The sum of the squared errors.
  package let squaredErrors: Double
  /// The variance of the errors: the mean square with one degree of freedom less per parameter.
  package let variance: Double
  /// Akaike's information criterion with the correction for small samples.
  package let aicc: Double
  /// The states after the last value, and zeros: how far an error of 1 in the next step moves them.
  private let states: CESStates<SIMD2<Double>>

  /// The smallest number of values that a fit can have.
  package static let minimumCount = 6

  /// The best form by ``aicc``.
  ///
  /// - Parameters:
  ///   - values: the values in time order; none is missing.
  ///   - season: season length; 1 for none.
  ///   - forms: the forms; those with a season are left out for fewer than two seasons of values.
  /// - Returns: nil for fewer than ``minimumCount`` values, or when no form has a finite sum of squares.
  package static func best(
    _ values: [Double], season: Int, forms: [CESForm] = CESForm.allCases
  ) -> CESModel? {
    guard values.count >= minimumCount else { return nil }
    var search = BoundedLeastSquares(capacity: 4)
    let indices = SeasonalIndices(values, season: season, form: .additive)?.indices
    var best: CESModel?
    for form in forms {
      guard form == .none || indices != nil else { continue }
      let found =
        form.parameterCount < 4
        ? fit(CESProblem<SIMD4<Double>>(values, form: form, season: season, indices: indices ?? []), &search)
        : fit(CESProblem<SIMD8<Double>>(values, form: form, season: season, indices: indices ?? []), &search)
      guard let model = found else { continue }
      if best.map({ model.aicc < $0.aicc }) ?? true { best = model }
    }
    return best
  }

  private static func fit<Lanes>(
    _ problem: CESProblem<Lanes>, _ search: inout BoundedLeastSquares
  ) -> CESModel? {
    var problem = problem
    let form = problem.form
    var parameters = form.start
    let squares = search.minimise(
      &parameters, lower: Array(CESForm.lower.prefix(form.parameterCount)),
      upper: Array(CESForm.upper.prefix(form.parameterCount)), &problem)
    guard squares.isFinite else { return nil }
    return CESModel(problem, parameters)
  }

  private init<Lanes>(_ problem: CESProblem<Lanes>, _ values: [Double]) {
    var problem = problem
    form = problem.form
    parameters = values
    squaredErrors = problem.squares(values)
    fitted = problem.values.indices.map { problem.values[$0] - problem.errors[$0][0] }
    states = problem.states.mapped { SIMD2($0[0], 0) }
    let count = Double(problem.values.count)
    let number = Double(form.componentCount + 1)
    variance = squaredErrors / max(count - number, 1)
    let rest = count - number - 1
    let deviance = count * elementaryLogarithm(max(squaredErrors, 1e-300))
    aicc = rest > 0 ? deviance + 2 * number + 2 * number * (number + 1) / rest : .infinity
  }

  /// The forecast of the next steps.
  ///
  /// The variance of step h is σ²·(1 + Σ_{j<h} c_j²), where c_j is how much of an error is in the value j steps later.
  ///
  /// - Parameter horizon: the number of steps, positive.
  package func forecast(horizon: Int) -> ClassicForecast {
    let constants = CESParameters(parameters.map { SIMD2<Double>(repeating: $0) })
    var states = self.states
    var result = ClassicForecast(point: [], deviations: [])
    var spread = 1.0
    for step in 0..<horizon {
      result.point.append(states.forecast(form)[0])
      result.deviations.append((variance * spread).squareRoot())
      states.move(form, constants, error: step == 0 ? SIMD2(0, 1) : .zero)
      let share = states.forecast(form)[1]
      spread += share * share
    }
    return result
  }
}
