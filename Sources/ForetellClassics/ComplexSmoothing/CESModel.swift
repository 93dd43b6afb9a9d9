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
  private let states: CESStates

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
      var problem = CESProblem(values, form: form, season: season, indices: indices ?? [])
      var parameters = form.start
      let squares = search.minimise(
        &parameters, lower: Array(CESForm.lower.prefix(form.parameterCount)),
        upper: Array(CESForm.upper.prefix(form.parameterCount)), &problem)
      guard squares.isFinite else { continue }
      let model = CESModel(problem, parameters)
      if best.map({ model.aicc < $0.aicc }) ?? true { best = model }
    }
    return best
  }

  private init(_ problem: CESProblem, _ values: [Double]) {
    var problem = problem
    form = problem.form
    parameters = values
    squaredErrors = problem.squares(values)
    let series = problem.values
    fitted = zip(series, problem.errors).map { $0 - $1 }
    states = problem.states
    let count = Double(series.count)
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
    let constants = CESParameters(parameters, form)
    var states = self.states
    var response = self.states
    for path in [\CESStates.level, \.information, \.seasonal, \.seasonalInformation] {
      response[keyPath: path] = [Double](repeating: 0, count: response[keyPath: path].count)
    }
    response.move(form, constants, error: 1)
    var result = ClassicForecast(point: [], deviations: [])
    var spread = 1.0
    for _ in 0..<horizon {
      result.point.append(states.forecast(form))
      result.deviations.append((variance * spread).squareRoot())
      states.move(form, constants, error: 0)
      let share = response.forecast(form)
      spread += share * share
      response.move(form, constants, error: 0)
    }
    return result
  }
}

/// The sum of squared errors of complex exponential smoothing; derivatives are quotients of differences.
struct CESProblem: SquaresProblem {
  let values: [Double]
  let form: CESForm
  private let initial: CESStates
  /// The states after the last pass.
  private(set) var states: CESStates
  /// The errors of the last pass.
  private(set) var errors: [Double]
  private var base: [Double]
  private var slopes: [[Double]]
  private var moved: [Double]

  init(_ values: [Double], form: CESForm, season: Int, indices: [Double]) {
    self.values = values
    self.form = form
    func mean(_ count: Int) -> Double {
      let head = values.prefix(count)
      return head.reduce(0) { $0 + $1 / Double(head.count) }
    }
    let levels: [Double] =
      switch form {
      case .none: [mean(10)]
      case .simple: Array(values.prefix(season))
      case .partial, .full: [mean(season)]
      }
    let seasonal = form == .partial || form == .full ? indices : []
    initial = CESStates(
      level: levels, information: levels.map { $0 / 1.1 }, seasonal: seasonal,
      seasonalInformation: form == .full ? seasonal.map { $0 / 1.1 } : [])
    states = initial
    errors = [Double](repeating: 0, count: values.count)
    base = errors
    slopes = [[Double]](repeating: errors, count: form.parameterCount)
    moved = [Double](repeating: 0, count: 4)
  }

  mutating func squares(_ parameters: [Double]) -> Double {
    let constants = CESParameters(parameters, form)
    states = initial
    pass(0, values.count, 1, constants)
    states.turn(form, constants)
    pass(values.count - 1, -1, -1, constants)
    states.turn(form, constants)
    pass(0, values.count, 1, constants)
    var sum = 0.0
    for error in errors { sum += error * error }
    return sum.isFinite ? sum : .infinity
  }

  /// Smooths the values from `first` to before `end`.
  private mutating func pass(_ first: Int, _ end: Int, _ step: Int, _ constants: CESParameters) {
    var index = first
    while index != end {
      let error = values[index] - states.forecast(form)
      errors[index] = error
      states.move(form, constants, error: error)
      index += step
    }
  }

  mutating func squares(
    _ parameters: [Double], products: inout [Double], slopes: inout [Double]
  ) -> Double {
    let count = form.parameterCount
    let sum = squares(parameters)
    guard sum.isFinite else { return .infinity }
    for index in base.indices { base[index] = errors[index] }
    for place in 0..<count {
      for other in 0..<count { moved[other] = parameters[other] }
      // Away from the end of the range, so that all places are inside it.
      let step = parameters[place] > 1 ? -1e-6 : 1e-6
      moved[place] += step
      guard squares(moved).isFinite else { return .infinity }
      for index in base.indices { self.slopes[place][index] = (errors[index] - base[index]) / step }
    }
    for place in 0..<count {
      var slope = 0.0
      for index in base.indices { slope += self.slopes[place][index] * base[index] }
      slopes[place] = slope
      for other in 0...place {
        var product = 0.0
        for index in base.indices { product += self.slopes[place][index] * self.slopes[other][index] }
        products[place * count + other] = product
      }
    }
    return sum
  }
}
