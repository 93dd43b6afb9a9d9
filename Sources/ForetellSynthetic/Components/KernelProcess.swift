/// A draw of a Gaussian process whose kernel is composed at random, by random features instead of a matrix.
///
/// A stationary kernel is the Fourier transform of a distribution of frequencies, so a sum of cosines with frequencies
/// drawn from it is a draw of the process, nearly (A. Rahimi and B. Recht, "Random features for large-scale kernel
/// machines", NIPS 2007). The frequencies of a product of two kernels are sums of theirs, and a sum of kernels is a sum
/// of draws. Composing kernels at random follows KernelSynth (A. F. Ansari and others, "Chronos", TMLR 2024).
struct KernelProcess {
  /// The kernels that are composed.
  enum Kernel: CaseIterable {
    /// The squared exponential kernel: smooth.
    case squaredExponential
    /// The Matérn kernel with ν = 3/2: differentiable once.
    case matern
    /// The rational quadratic kernel: several length scales at once.
    case rationalQuadratic
    /// A cosine with one period.
    case cosine
  }

  /// A kernel and its length scale (a period for the cosine) in steps.
  struct Part {
    var kernel: Kernel
    var scale: Double
  }

  /// The kernels to add, each with its weight; the parts of one are multiplied.
  var terms: [(weight: Double, parts: [Part])]

  /// Cosines per term.
  private static let features = 10

  /// A random composition for a series of `count` steps.
  static func drawn(over count: Int, _ draws: inout Draws) -> KernelProcess {
    let terms = 1 + draws.place(in: [0.5, 0.35, 0.15])
    return KernelProcess(
      terms: (0..<terms).map { _ in
        let parts = 1 + draws.place(in: [0.7, 0.3])
        return (
          weight: draws.uniform(0.2, 1),
          parts: (0..<parts).map { _ in
            Part(
              kernel: draws.one(of: Kernel.allCases),
              scale: Double(count) * draws.logNormal(median: 0.35, spread: 0.7))
          }
        )
      })
  }

  /// The values of a draw at `count` steps, with variance near 1.
  func values(_ count: Int, _ draws: inout Draws) -> [Double] {
    var path = [Double](repeating: 0, count: count)
    let total = terms.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
    for term in terms {
      let size = term.weight / total * (2 / Double(Self.features)).squareRoot()
      for _ in 0..<Self.features {
        let frequency = term.parts.reduce(0) { $0 + Self.frequency($1, &draws) }
        var angle = Angle(turns: draws.uniform())
        let step = Angle(turns: frequency)
        for t in path.indices {
          path[t] += size * angle.cosine
          angle.turn(by: step)
        }
      }
    }
    return path
  }

  /// A frequency of the kernel's distribution, in turns per step, at most half a turn.
  private static func frequency(_ part: Part, _ draws: inout Draws) -> Double {
    let unit = 1 / (6.283_185_307_179_586 * part.scale)
    let drawn: Double
    switch part.kernel {
    case .squaredExponential: drawn = unit * draws.normal()
    // Student's t with 2ν = 3 degrees of freedom is the distribution of the Matérn kernel with ν = 3/2.
    case .matern:
      let (a, b, c) = (draws.normal(), draws.normal(), draws.normal())
      drawn = unit * draws.normal() / max((a * a + b * b + c * c) / 3, 1e-6).squareRoot()
    case .rationalQuadratic: drawn = unit * draws.normal() * draws.exponential(mean: 1).squareRoot()
    case .cosine: drawn = (draws.chance(0.5) ? 1 : -1) / part.scale
    }
    return min(max(drawn, -0.5), 0.5)
  }
}
