import CForetellKernels

/// The precision to which the factors of a recurrent layer's products are rounded; sums have the scalar
/// type's precision.
package enum ProductPrecision: Sendable {
  /// No rounding.
  case full
  /// bfloat16, with 8 bits of mantissa; for `Float` only, and for layers of up to `widest` hidden units.
  case bfloat16

  /// The largest number of hidden units of a layer with bfloat16 factors.
  package static var widest: Int { 8192 }

  /// Whether a layer with this number of inputs also rounds them.
  ///
  /// Few inputs are usually the data and stay unrounded; many are the states of another layer.
  package func roundsInputs(_ count: Int) -> Bool {
    self == .bfloat16 && ft_bfloat16_rounds_inputs(Int64(count)) != 0
  }
}

/// A floating-point type that has kernels: `Float` for users, `Double` for gradient checks.
///
/// Only the conformances name C functions, and only the extensions in this folder call them, after checking every extent
/// against its block (`Extents.swift`). As described in the kernels' header, every output element is one left-to-right
/// chain of fused multiply-adds, so the bits don't depend on the instruction set.
package protocol KernelScalar: BinaryFloatingPoint, Sendable, Codable, KernelTable {
  /// The same value as a double.
  var asDouble: Double { get }
}
