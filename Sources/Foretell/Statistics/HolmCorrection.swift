/// Correction of p-values for multiple tests (Holm 1979).
public enum HolmCorrection {
  /// The p-values after Holm's step-down correction, in the order given.
  ///
  /// The smallest p-value is multiplied by the number m of tests, the next by m − 1 and so on; no corrected
  /// value is smaller than the one before it or larger than 1. If the tests whose corrected value is below α
  /// are called significant, the probability of one or more false positives is at most α, even where the
  /// tests depend on each other (S. Holm, Scandinavian Journal of Statistics 6(2), 1979, 65–70). Values must
  /// lie in 0...1.
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
