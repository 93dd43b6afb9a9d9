import ForetellCore

/// What the factors of the recurrent layers' products are rounded to.
///
/// Sums, states, gates, weights and their updates are single precision either way.
public enum PrecisionName: String, Sendable, Codable, CaseIterable {
  /// Single precision: no rounding.
  case float32 = "fp32"
  /// bfloat16, eight bits of mantissa: faster where the processor multiplies it (AVX-512 BF16), the same bits, slower,
  /// where not. Takes at most 8192 hidden units.
  case bfloat16 = "bf16"

  /// What the kernels call it.
  var products: ProductPrecision {
    switch self {
    case .float32: .full
    case .bfloat16: .bfloat16
    }
  }

  /// Whether this processor has instructions for it; without, the same bits take longer than single precision.
  public var isFast: Bool { self == .float32 || hasBFloat16Unit }
}
