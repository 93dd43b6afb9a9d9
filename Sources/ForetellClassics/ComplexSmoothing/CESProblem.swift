/// The sum of squared errors of complex exponential smoothing.
///
/// Derivatives are quotients of differences: the parameters are in the first lane of a vector, and in each further lane
/// with one of them moved a little.
struct CESProblem<Lanes: SIMD & Sendable>: SquaresProblem where Lanes.Scalar == Double {
  let values: [Double]
  let form: CESForm
  private let initial: CESStates<Lanes>
  /// The states after the last passes.
  private(set) var states: CESStates<Lanes>
  /// The errors of the last passes.
  private(set) var errors: [Lanes]
  /// The parameters of the last passes.
  private var known: [Double] = []

  init(_ values: [Double], form: CESForm, season: Int, indices: [Double]) {
    self.values = values
    self.form = form
    initial = CESStates(values, form: form, season: season, indices: indices)
    states = initial
    errors = [Lanes](repeating: .zero, count: values.count)
  }

  /// How far a parameter is moved: away from the end of its range, so that all lanes are inside it.
  private static func step(_ value: Double) -> Double { value > 1 ? -1e-6 : 1e-6 }

  /// Smooths the series forwards, backwards for the states before it, and forwards again.
  private mutating func run(_ parameters: [Double]) {
    let count = form.parameterCount
    let lanes = (0..<count).map { place in
      var lane = Lanes(repeating: parameters[place])
      lane[place + 1] += Self.step(parameters[place])
      return lane
    }
    let constants = CESParameters(lanes)
    states = initial
    states.pass(values, isReversed: false, form, constants, errors: &errors)
    states.turn(form, constants)
    states.pass(values, isReversed: true, form, constants, errors: &errors)
    states.turn(form, constants)
    states.pass(values, isReversed: false, form, constants, errors: &errors)
    known = Array(parameters.prefix(count))
  }

  private var sum: Double {
    var sum = 0.0
    for error in errors { sum += error[0] * error[0] }
    return sum.isFinite ? sum : .infinity
  }

  mutating func squares(_ parameters: [Double]) -> Double {
    run(parameters)
    return sum
  }

  mutating func squares(
    _ parameters: [Double], products: inout [Double], slopes: inout [Double]
  ) -> Double {
    let count = form.parameterCount
    // The search asks for derivatives where it has asked for the sum.
    if !parameters.prefix(count).elementsEqual(known) { run(parameters) }
    var inverse = Lanes.zero
    for place in 0..<count { inverse[place + 1] = 1 / Self.step(parameters[place]) }
    for place in 0..<count {
      slopes[place] = 0
      for other in 0...place { products[place * count + other] = 0 }
    }
    for error in errors {
      let base = error[0]
      let derivatives = (error - base) * inverse
      for place in 0..<count {
        let derivative = derivatives[place + 1]
        slopes[place] += derivative * base
        for other in 0...place { products[place * count + other] += derivative * derivatives[other + 1] }
      }
    }
    let isFinite = (0..<count).allSatisfy { slopes[$0].isFinite && products[$0 * count + $0].isFinite }
    return isFinite ? sum : .infinity
  }
}
