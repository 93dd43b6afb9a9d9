extension FamilyProfile {
  /// The profile of a family.
  static func of(_ family: SyntheticFamily) -> FamilyProfile {
    switch family {
    case .yearly: yearly
    case .quarterly: quarterly
    case .monthly: monthly
    case .weekly: weekly
    case .daily: daily
    case .hourly: hourly
    }
  }

  //                          level drift wander return damped broken saturat smooth stationary
  private static let yearly = FamilyProfile(
    lengths: [13, 15, 18, 20, 24, 29, 34, 37, 41, 48, 70], level: (7.8, 0.8),
    volatility: Size(median: 0.06, spread: 0.8), shares: [0.45, 0.45, 0.1], mixing: (2, 0.3),
    trends: [0.12, 0.16, 0.06, 0.2, 0.08, 0.16, 0.06, 0.08, 0.08],
    growth: (0.03, 0.02, 0.25), change: Size(median: 0.3, spread: 0.6),
    wander: Size(median: 0.12, spread: 0.7), memory: (0.3, 0.9), spell: (5, 20),
    coloured: (0.3, -0.4, 0.7), tails: [0.35, 0.25, 0.25, 0.15], unsteady: 0.3, seasons: [],
    domains: [0.45, 0.45, 0.1], additive: (1.4, 1.2), events: (0.2, 0.1, 0.04),
    kinds: (0.02, 0.01, 0.01, 0.01, 0.02))

  private static let quarterly = FamilyProfile(
    lengths: [16, 28, 36, 42, 47, 58, 64, 72, 80, 90, 110], level: (8.0, 0.8),
    volatility: Size(median: 0.025, spread: 0.9), shares: [0.35, 0.5, 0.15], mixing: (2, 0.3),
    trends: [0.15, 0.16, 0.06, 0.18, 0.06, 0.17, 0.06, 0.08, 0.08],
    growth: (0.007, 0.005, 0.15), change: Size(median: 0.15, spread: 0.6),
    wander: Size(median: 0.06, spread: 0.7), memory: (0.4, 0.95),
    spell: (8, 50),
    coloured: (0.35, -0.4, 0.7), tails: [0.35, 0.25, 0.25, 0.15], unsteady: 0.3,
    seasons: [
      SeasonProfile(
        kind: .plain, period: 4, share: 0.65, amplitude: Size(median: 0.035, spread: 0.9),
        fromVolatility: 0.6,
        harmonics: 2, restless: 0.6, restlessness: Size(median: 0.12, spread: 0.6))
    ],
    domains: [0.5, 0.4, 0.1], additive: (1.4, 1.2), events: (0.2, 0.12, 0.04),
    kinds: (0.02, 0.01, 0.01, 0.01, 0.02))

  private static let monthly = FamilyProfile(
    lengths: [42, 55, 66, 69, 72, 84, 105, 115, 126, 150, 240], level: (8.0, 0.9),
    volatility: Size(median: 0.05, spread: 1.0), shares: [0.25, 0.55, 0.2], mixing: (2, 0.3),
    trends: [0.2, 0.18, 0.06, 0.14, 0.06, 0.14, 0.05, 0.08, 0.09],
    growth: (0.002, 0.002, 0.06), change: Size(median: 0.06, spread: 0.7),
    wander: Size(median: 0.024, spread: 0.7), memory: (0.5, 0.97),
    spell: (15, 120),
    coloured: (0.4, -0.4, 0.7), tails: [0.35, 0.25, 0.25, 0.15], unsteady: 0.3,
    seasons: [
      SeasonProfile(
        kind: .plain, period: 12, share: 0.7, amplitude: Size(median: 0.08, spread: 0.9), fromVolatility: 0.6,
        harmonics: 6, restless: 0.6, restlessness: Size(median: 0.12, spread: 0.6))
    ],
    domains: [0.55, 0.35, 0.1], additive: (1.4, 1.2), events: (0.2, 0.15, 0.04),
    kinds: (0.03, 0.02, 0.01, 0.01, 0.02))

  private static let weekly = FamilyProfile(
    lengths: [80, 90, 250, 380, 600, 800, 934, 1100, 1300, 1600, 2000], level: (8.1, 0.7),
    volatility: Size(median: 0.035, spread: 0.9), shares: [0.45, 0.45, 0.1], mixing: (2, 0.3),
    trends: [0.3, 0.15, 0.04, 0.12, 0.04, 0.15, 0.04, 0.08, 0.08],
    growth: (0.0003, 0.0005, 0.02), change: Size(median: 0.02, spread: 0.7),
    wander: Size(median: 0.008, spread: 0.7), memory: (0.7, 0.99),
    spell: (50, 500),
    coloured: (0.4, -0.3, 0.7), tails: [0.25, 0.25, 0.3, 0.2], unsteady: 0.4,
    seasons: [
      SeasonProfile(
        kind: .plain, period: 52.18, share: 0.5, amplitude: Size(median: 0.08, spread: 0.9),
        fromVolatility: 0.6,
        harmonics: 12, restless: 0.6, restlessness: Size(median: 0.15, spread: 0.6))
    ],
    domains: [0.55, 0.35, 0.1], additive: (1.4, 1.2), events: (0.3, 0.2, 0.06),
    kinds: (0.02, 0.02, 0.01, 0.01, 0.02))

  private static let daily = FamilyProfile(
    lengths: [100, 200, 350, 500, 700, 800, 900, 1000, 1100, 1250, 1500], level: (7.5, 1.5),
    volatility: Size(median: 0.02, spread: 1.0), shares: [0.5, 0.4, 0.1], mixing: (2, 0.3),
    trends: [0.35, 0.12, 0.04, 0.1, 0.04, 0.15, 0.04, 0.08, 0.08],
    growth: (0.0001, 0.0002, 0.02), change: Size(median: 0.02, spread: 0.7),
    wander: Size(median: 0.008, spread: 0.7), memory: (0.7, 0.99),
    spell: (50, 500),
    coloured: (0.4, -0.3, 0.8), tails: [0.25, 0.25, 0.3, 0.2], unsteady: 0.4,
    seasons: [
      SeasonProfile(
        kind: .plain, period: 7, share: 0.55, amplitude: Size(median: 0.06, spread: 1.0), fromVolatility: 0.5,
        harmonics: 3, restless: 0.5, restlessness: Size(median: 0.1, spread: 0.6)),
      SeasonProfile(
        kind: .plain, period: 365.25, share: 0.4, amplitude: Size(median: 0.1, spread: 0.8),
        fromVolatility: 0.4,
        harmonics: 4, restless: 0.3, restlessness: Size(median: 0.1, spread: 0.6)),
    ],
    domains: [0.55, 0.35, 0.1], additive: (1.4, 1.2), events: (0.3, 0.2, 0.06),
    kinds: (0.04, 0.03, 0.02, 0.01, 0.03))

  private static let hourly = FamilyProfile(
    lengths: [336, 500, 700, 700, 700, 748, 800, 900, 960, 960, 960], level: (5.0, 2.2),
    volatility: Size(median: 0.03, spread: 1.0), shares: [0.35, 0.5, 0.15], mixing: (2, 0.3),
    trends: [0.4, 0.08, 0.02, 0.1, 0.02, 0.1, 0.03, 0.1, 0.15],
    growth: (0, 0.00005, 0.01), change: Size(median: 0.02, spread: 0.7),
    wander: Size(median: 0.008, spread: 0.7), memory: (0.8, 0.99),
    spell: (100, 700),
    coloured: (0.7, 0, 0.9), tails: [0.3, 0.25, 0.3, 0.15], unsteady: 0.4,
    seasons: [
      SeasonProfile(
        kind: .weekOfHours, period: 168, share: 0.75, amplitude: Size(median: 0.2, spread: 0.7),
        fromVolatility: 0.4,
        harmonics: 6, restless: 0.6, restlessness: Size(median: 0.06, spread: 0.7)),
      SeasonProfile(
        kind: .plain, period: 24, share: 0.3, amplitude: Size(median: 0.15, spread: 0.7), fromVolatility: 0.4,
        harmonics: 6, restless: 0.6, restlessness: Size(median: 0.1, spread: 0.7)),
    ],
    domains: [0.5, 0.4, 0.1], additive: (1.4, 1.2), events: (0.2, 0.15, 0.05),
    kinds: (0.05, 0.02, 0.01, 0.02, 0.03))
}
