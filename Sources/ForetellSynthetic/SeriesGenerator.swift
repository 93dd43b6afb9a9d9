/// Endless generated series that look like those of a kind of panel.
///
/// Series number `n` is a function of family, seed and number alone: nothing is stored, any thread can ask for any
/// series, and the bits are the same on every processor and with every C library.
public struct SeriesGenerator: Sendable {
  /// What the series look like.
  public let family: SyntheticFamily
  /// What tells two streams of series apart.
  public let seed: UInt64
  private let profiles: [FamilyProfile]

  /// The series of a family and a seed.
  public init(family: SyntheticFamily, seed: UInt64) {
    self.init(family: family, seed: seed, profiles: FamilyProfile.of(family))
  }

  /// The series of one or several profiles, for whoever tunes one.
  init(family: SyntheticFamily, seed: UInt64, profiles: [FamilyProfile]) {
    self.family = family
    self.seed = seed
    self.profiles = profiles
  }

  /// The values of a series; NaN stands for a gap, and the first and last value are always there.
  ///
  /// - Parameter number: which one; any integer, and neighbouring numbers are as independent as distant ones.
  public func series(_ number: Int) -> [Double] {
    var draws = Draws(seed: seed, family: family.code, number: number)
    let profile = profiles[profiles.count == 1 ? 0 : draws.integer(below: profiles.count)]
    return Composition(profile: profile, family: family, &draws).values(&draws)
  }
}
