import ForetellCore

@testable import ForetellLayers

/// A recurrent cell with one gate, the update-gate RNN (Collins, Sohl-Dickstein, Sussillo 2017).
///
///     n = tanh(W_xn x_t + W_hn h_{t−1} + b_n)     candidate
///     z = σ(W_xz x_t + W_hz h_{t−1} + b_z)        update gate
///     h_t = z ⊙ h_{t−1} + (1 − z) ⊙ n
///
/// Backward, with δ = ∂L/∂h_t: a_n = δ ⊙ (1−z) ⊙ (1−n²), a_z = δ ⊙ (h_{t−1} − n) ⊙ z(1−z);
/// ∂L/∂h_{t−1} += δ ⊙ z + W_hᵀ [a_n a_z].
/// Shapes: W_x [2H,I], W_h [2H,H], b [2H], order n z. Saved: n, z, turned into a_n, a_z.
struct UpdateGateCell: RecurrentCell {
  let layout = CellLayout(
    gates: ["candidate", "update"], saved: ["candidate", "update"], probes: [.gate("update", block: 1)])

  /// The weights as they are, one matrix after the other: W_x, W_h, b.
  ///
  /// The products below round nothing, so `precision`
  /// doesn't matter.
  func packedCount<Scalar: KernelScalar>(
    _ scalar: Scalar.Type, inputs: Int, hidden: Int, precision: ProductPrecision
  ) -> Int { 2 * hidden * (inputs + hidden + 1) }

  func pack<Scalar: KernelScalar>(
    inputs: Int, hidden: Int, precision: ProductPrecision, weightInput: Block<Scalar>,
    weightHidden: Block<Scalar>, bias: Block<Scalar>, into packed: Block<Scalar>
  ) {
    packed.slice(0, 2 * hidden * inputs).copy(from: weightInput)
    packed.slice(2 * hidden * inputs, 2 * hidden * hidden).copy(from: weightHidden)
    packed.slice(2 * hidden * (inputs + hidden), 2 * hidden).copy(from: bias)
  }

  func forward<Scalar: KernelScalar>(_ step: ForwardStep<Scalar>) {
    let (batch, inputs, hidden) = (step.batch, step.inputs, step.hidden)
    let (previous, h) = (step.previous.hidden, step.current.hidden)
    let weightInput = step.packed.slice(0, 2 * hidden * inputs)
    let weightHidden = step.packed.slice(2 * hidden * inputs, 2 * hidden * hidden)
    let bias = step.packed.slice(2 * hidden * (inputs + hidden), 2 * hidden)
    // Both pre-activations of all rows: b, then + x W_xᵀ, then + h W_hᵀ.
    let a = step.saved
    Scalar.broadcastRows(rows: batch, columns: 2 * hidden, bias: bias, into: a, cStride: 2 * hidden)
    Scalar.productNT(
      rows: batch, columns: 2 * hidden, inner: inputs, a: step.x, aStride: inputs, b: weightInput,
      bStride: inputs, into: a, cStride: 2 * hidden)
    Scalar.productNT(
      rows: batch, columns: 2 * hidden, inner: hidden, a: previous, aStride: hidden, b: weightHidden,
      bStride: hidden, into: a, cStride: 2 * hidden)
    for row in 0..<batch {
      let n = a.slice(row * 2 * hidden, hidden)
      let z = a.slice(row * 2 * hidden + hidden, hidden)
      Scalar.hyperbolicTangent(count: hidden, x: n, into: n)
      Scalar.sigmoid(count: hidden, x: z, into: z)
      for unit in 0..<hidden {
        let before = previous[row * hidden + unit]
        h[row * hidden + unit] = z[unit] * before + (1 - z[unit]) * n[unit]
      }
    }
  }

  func backward<Scalar: KernelScalar>(_ step: BackwardStep<Scalar>) {
    let (batch, hidden) = (step.batch, step.hidden)
    let (previous, dH, dPrevious) = (step.previous.hidden, step.dCurrent.hidden, step.dPrevious.hidden)
    for row in 0..<batch {
      let n = step.saved.slice(row * 2 * hidden, hidden)
      let z = step.saved.slice(row * 2 * hidden + hidden, hidden)
      for unit in 0..<hidden {
        let place = row * hidden + unit
        let (d, before) = (dH[place], previous[place])
        let (candidate, gate) = (n[unit], z[unit])
        n[unit] = d * (1 - gate) * (1 - candidate * candidate)
        z[unit] = d * (before - candidate) * gate * (1 - gate)
        dPrevious[place] += d * gate
      }
    }
    let weightHidden = step.packed.slice(2 * hidden * step.inputs, 2 * hidden * hidden)
    Scalar.productNN(
      rows: batch, columns: hidden, inner: 2 * hidden, a: step.saved, aStride: 2 * hidden, b: weightHidden,
      bStride: hidden, into: dPrevious, cStride: hidden)
  }
}
