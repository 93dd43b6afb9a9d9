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

    /// Three steps of a batch of which some rows are padding.
    @Test(arguments: [(4, 4), (4, 3), (5, 1)]) func batchNorm(batch: Int, real: Int) {
      func check<E: KernelScalar>(_: E.Type) {
        let (rows, width) = (3 * batch, 6)
        let count = rows * width
        let mask: [E] = (0..<rows).map { $0 % batch < real ? 1 : 0 }
        var numbers = Numbers(batch + real)
        let (x, dY, dX): ([E], [E], [E]) = (
          numbers.array(count, scale: 3), numbers.array(count), numbers.array(count)
        )
        let (gain, bias, before): ([E], [E], [E]) = (
          numbers.array(width), numbers.array(width), numbers.array(width)
        )
        let epsilon = E(1e-5)
        var (mean, variance, inverse) = (before, before, before)
        var (unit, y) = (x, x)
        for j in 0..<width {
          let places = (0..<rows).filter { mask[$0] != 0 }.map { $0 * width + j }
          let n = Double(places.count)
          let center = places.reduce(0.0) { $0 + Double(x[$1]) } / n
          let squares = places.reduce(0.0) { $0 + (Double(x[$1]) - center) * (Double(x[$1]) - center) }
          (mean[j], variance[j]) = (E(center), E(squares / n))
          inverse[j] = 1 / (variance[j] + epsilon).squareRoot()
          for i in stride(from: j, to: count, by: width) {
            unit[i] = (x[i] - mean[j]) * inverse[j]
            y[i] = gain[j] * unit[i] + bias[j]
          }
        }
        let (means, variances, inverses) = (
          Guarded<E>(count: width), Guarded<E>(count: width), Guarded<E>(count: width)
        )
        let (units, found) = (Guarded<E>(count: count), Guarded<E>(count: count))
        E.batchStatisticsKernel(Int64(rows), Int64(width), mask, x, means.start, variances.start)
        expectSame(means.contents(), mean)
        expectSame(variances.contents(), variance)
        E.batchNormKernel(
          Int64(rows), Int64(width), 1e-5, mean, variance, x, gain, bias, inverses.start, units.start,
          found.start)
        expectSame(inverses.contents(), inverse)
        expectSame(units.contents(), unit)
        expectSame(found.contents(), y)
        for own in [true, false] {
          var (d, dGain, dBias) = (dX, before, before)
          for j in 0..<width {
            let places = (0..<rows).filter { mask[$0] != 0 }.map { $0 * width + j }
            let sum = places.reduce(0.0) { $0 + Double(dY[$1]) }
            let product = places.reduce(0.0) { $0 + Double(dY[$1]) * Double(unit[$1]) }
            dGain[j] += E(product)
            dBias[j] += E(sum)
            for i in places {
              let moved = own ? (sum + Double(unit[i]) * product) / Double(places.count) : 0
              d[i] += E((Double(dY[i]) - moved) * Double(gain[j]) * Double(inverse[j]))
            }
          }
          for gradient in [Guarded(dX), nil] {
            let (gains, biases) = (Guarded(before), Guarded(before))
            E.batchNormBackwardKernel(
              Int64(rows), Int64(width), own ? 1 : 0, mask, inverse, unit, gain, dY,
              gains.start, biases.start, gradient?.start)
            expectSame(gains.contents(), dGain)
            expectSame(biases.contents(), dBias)
            if let gradient { expectSame(gradient.contents(), d) }
          }
        }
      }
      check(Float.self)
      check(Double.self)
    }
  }
}
