import ForetellCore

/// The precision to which the factors of the recurrent layers' matrix products are rounded.
///
/// Sums, states, gates, weights and their updates are single precision either way.
public enum PrecisionName: String, Sendable, Codable, CaseIterable {
  /// Single precision: no rounding.
  case float32 = "fp32"
  /// bfloat16, eight bits of mantissa, for at most 8192 hidden units: faster on processors with instructions
  /// for it (AVX-512 BF16), slower with the same bits on others.
  case bfloat16 = "bf16"

  /// The kernels' name for it.
  var products: ProductPrecision {
    switch self {
    case .float32: .full
    case .bfloat16: .bfloat16
    }
  }

  /// Whether this processor has instructions for it; without them it is slower than single precision.
  public var isFast: Bool { self == .float32 || hasBFloat16Unit }
}
