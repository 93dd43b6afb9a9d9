import ForetellCore

/// The random numbers of one generated series.
struct Draws {
  private var stream: RandomStream
  private var spare: Double?

  /// The numbers of series `number` of a family with the code `family`.
  init(seed: UInt64, family: UInt32, number: Int) {
    stream = RandomStream(
      seed: seed, purpose: .synthetic, index: 0x5E_0000 + family, step: UInt64(bitPattern: Int64(number)))
  }

  /// A uniform number in [0, 1).
  mutating func uniform() -> Double { stream.uniform() }

  /// A uniform number between two bounds.
  mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * stream.uniform() }

  /// A uniform integer in 0..<bound.
  mutating func integer(below bound: Int) -> Int { stream.integer(below: bound) }

  /// Whether something of this probability happens.
  mutating func chance(_ probability: Double) -> Bool { stream.uniform() < probability }

  /// One of the choices, each as probable as the others.
  mutating func one<Choice>(of choices: [Choice]) -> Choice { choices[stream.integer(below: choices.count)] }

  /// A place in `weights`, with probabilities in proportion to them.
  mutating func place(in weights: [Double]) -> Int {
    var rest = stream.uniform() * weights.reduce(0, +)
    for (place, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return place }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }

  /// A standard normal number: the polar method (Marsaglia and Bray 1964), both numbers of a pair used.
  mutating func normal() -> Double {
    if let number = spare {
      spare = nil
      return number
    }
    while true {
      let u = 2 * stream.uniform() - 1
      let v = 2 * stream.uniform() - 1
      let w = u * u + v * v
      if w > 0 && w < 1 {
        let factor = (-2 * elementaryLogarithm(w) / w).squareRoot()
        spare = v * factor
        return u * factor
      }
    }
  }

  /// A number whose logarithm is normal: its median, and the standard deviation of the logarithm.
  mutating func logNormal(median: Double, spread: Double) -> Double {
    median * elementaryExponential(spread * normal())
  }

  /// An exponential number with this mean.
  mutating func exponential(mean: Double) -> Double { -mean * elementaryLogarithm(1 - stream.uniform()) }

  /// A number with the given tail, mean 0 and variance 1.
  ///
  /// Student's t by the polar method (R. W. Bailey, Mathematics of Computation 62, 1994, 779–781), for degrees of
  /// freedom whose powers are square roots.
  mutating func noise(_ tail: Tail) -> Double {
    if tail == .normal { return normal() }
    while true {
      let u = 2 * stream.uniform() - 1
      let v = 2 * stream.uniform() - 1
      let w = u * u + v * v
      guard w > 0, w < 1 else { continue }
      let root = w.squareRoot()
      // w to the power −2/degrees.
      let (degrees, power, size): (Double, Double, Double) =
        switch tail {
        case .normal: (0, 1, 1)
        case .light: (8, 1 / root.squareRoot(), 0.866_025_403_784_438_6)
        case .heavy: (4, 1 / root, 0.707_106_781_186_547_5)
        case .heaviest: (8.0 / 3, 1 / (root * root.squareRoot()), 0.5)
        }
      return size * u * (degrees * (power - 1) / w).squareRoot()
    }
  }

  /// A count with this mean: Poisson by products of uniform numbers below a mean of 12, a rounded normal number above.
  mutating func count(mean: Double) -> Double {
    if mean >= 12 { return max(mean + mean.squareRoot() * normal(), 0).rounded() }
    let end = elementaryExponential(-mean)
    var (count, product) = (0.0, stream.uniform())
    while product > end {
      count += 1
      product *= stream.uniform()
    }
    return count
  }
}

/// How heavy the tails of a noise are: normal, or Student's t with 8, 4 or 8/3 degrees of freedom.
enum Tail: CaseIterable, Sendable { case normal, light, heavy, heaviest }
