/// Correction of p-values for the number of tests made at once.
public enum HolmCorrection {
  /// The p-values after Holm's step-down correction, in the order given.
  ///
  /// The smallest is multiplied by their number m, the next by m − 1 and so on; none becomes smaller than the one
  /// before it or larger than 1. If those below α are called significant, the probability of one or more
  /// wrong calls is at most α, even where the tests depend on each other (S. Holm, Scandinavian Journal of
  /// Statistics 6(2), 1979, 65–70).
  public static func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var result = pValues
    var largest = 0.0
    for (place, index) in order.enumerated() {
      largest = max(largest, min(1, pValues[index] * Double(pValues.count - place)))
      result[index] = largest
    }
    return result
  }
}
