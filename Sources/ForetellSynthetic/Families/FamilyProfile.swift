/// The distributions that the components of a family's series are drawn from.
///
/// Sizes are those of logarithms, per step of the family. They are tuned on the training parts of real panels.
struct FamilyProfile: Sendable {
  /// A number whose logarithm is normal.
  struct Size: Sendable {
    /// The median.
    var median: Double
    /// The standard deviation of the logarithm.
    var spread: Double

    func callAsFunction(_ draws: inout Draws) -> Double { draws.logNormal(median: median, spread: spread) }
  }

  /// How a season is drawn.
  struct SeasonProfile: Sendable {
    /// What the steps of a season are.
    enum Kind: Sendable {
      /// The steps of one period.
      case plain
      /// The 168 hours of a week of days that resemble each other.
      case weekOfHours
    }

    var kind: Kind
    /// Steps per season.
    var period: Double
    /// Share of the series that have it.
    var share: Double
    /// Its standard deviation.
    var amplitude: Size
    /// What the amplitude takes from the volatility of its series: the power of volatility over its median.
    var fromVolatility: Double
    /// Most harmonics.
    var harmonics: Int
    /// Share of the seasons whose pattern changes, and how much.
    var restless: Double
    var restlessness: Size
  }

  /// Quantiles of the length in equal steps of probability, from the least to the greatest.
  var lengths: [Double]
  /// Mean and standard deviation of the logarithm of the level.
  var level: (mean: Double, spread: Double)
  /// Standard deviation of the one-step changes without season: what most other sizes are multiples of.
  var volatility: Size
  /// Weights of: a random walk alone, walk and noise, noise alone.
  var shares: [Double]
  /// The walk's share of the variance, when there are both, is a uniform number to this power; and how that power grows
  /// with the series' volatility over its median (an exponent).
  var mixing: (power: Double, tilt: Double)
  /// Weights of the trends, in the order of `TrendKind.allCases`.
  var trends: [Double]
  /// Growth per step: its common mean; its standard deviation beside that; and in multiples of the volatility.
  var growth: (mean: Double, spread: Double, ofVolatility: Double)
  /// Standard deviation of growth that changes, in multiples of the volatility.
  var change: Size
  /// Standard deviation of one change of growth that wanders, in multiples of the volatility.
  var wander: Size
  /// Lowest and highest memory of growth that returns to its mean or is damped.
  var memory: (low: Double, high: Double)
  /// Expected steps between two breaks, least and most.
  var spell: (low: Double, high: Double)
  /// Share of noises with autocorrelation, and the range of the coefficient.
  var coloured: (share: Double, low: Double, high: Double)
  /// Weights of the tails in the order of `Tail.allCases`.
  var tails: [Double]
  /// Share of the series whose noise has a changing size.
  var unsteady: Double
  /// The seasons.
  var seasons: [SeasonProfile]
  /// Share of the series with a cycle, and the range of its length in steps.
  var cycles: (share: Double, low: Double, high: Double)
  /// Weights of: everything multiplied, everything added, a multiplied trend with added season and noise.
  var domains: [Double]
  /// Factor of growth and volatility where everything is added, because they count from the first level there.
  var additive: (growth: Double, volatility: Double)
  /// Shares of series with level shifts, outliers, regimes.
  var events: (shifts: Double, outliers: Double, regimes: Double)
  /// Shares of series of counts, of intermittent demand, below zero at times, censored, with gaps.
  var kinds: (counts: Double, intermittent: Double, negative: Double, censored: Double, gaps: Double)
}
