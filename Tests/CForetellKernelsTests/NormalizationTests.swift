import ForetellCore
import Testing

extension KernelTests {
  /// Normalisation against its naive twins.
  @Suite struct Normalization {
    @Test(arguments: [(1, 5), (3, 1), (4, 17)]) func layerNorm(rows: Int, width: Int) {
      func check<E: KernelScalar>(_: E.Type) {
        let count = rows * width
        var numbers = Numbers(count)
        let x: [E] = numbers.array(count, scale: 3)
        let (gain, bias, dY): ([E], [E], [E]) = (
          numbers.array(width), numbers.array(width), numbers.array(count)
        )
        let (dX, before): ([E], [E]) = (numbers.array(count), numbers.array(width))
        var (unit, inverse, y) = (x, [E](repeating: 0, count: rows), x)
        var (d, dGain, dBias) = (dX, before, before)
        for r in 0..<rows {
          let row = r * width..<(r + 1) * width
          let mean = x[row].reduce(0.0) { $0 + Double($1) } / Double(width)
          let squares = x[row].reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
          let scale = 1 / (squares / Double(width) + Double(E(1e-5))).squareRoot()
          inverse[r] = E(scale)
          var (sum, product) = (0.0, 0.0)
          for (j, i) in row.enumerated() {
            unit[i] = E((Double(x[i]) - mean) * scale)
            y[i] = gain[j] * unit[i] + bias[j]
            let slope = Double(dY[i]) * Double(gain[j])
            sum += slope
            product += slope * Double(unit[i])
            dGain[j] += dY[i] * unit[i]
            dBias[j] += dY[i]
          }
          for (j, i) in row.enumerated() {
            let moved = (sum + Double(unit[i]) * product) / Double(width)
            d[i] += E((Double(dY[i]) * Double(gain[j]) - moved) * Double(inverse[r]))
          }
        }
        let (foundUnit, foundInverse, found) = (
          Guarded<E>(count: count), Guarded<E>(count: rows), Guarded<E>(count: count)
        )
        E.layerNormKernel(
          Int64(rows), Int64(width), 1e-5, x, gain, bias, foundUnit.start, foundInverse.start, found.start)
        expectSame(foundUnit.contents(), unit)
        expectSame(foundInverse.contents(), inverse)
        expectSame(found.contents(), y)
        for gradient in [Guarded(dX), nil] {
          let (gains, biases) = (Guarded(before), Guarded(before))
          E.layerNormBackwardKernel(
            Int64(rows), Int64(width), unit, inverse, gain, dY, gains.start, biases.start, gradient?.start)
          expectSame(gains.contents(), dGain)
          expectSame(biases.contents(), dBias)
          if let gradient { expectSame(gradient.contents(), d) }
        }
      }
      check(Float.self)
      check(Double.self)
    }
  }
}
