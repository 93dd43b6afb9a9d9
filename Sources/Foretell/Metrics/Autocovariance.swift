import Glibc

/// Autocorrelations of long series through the discrete Fourier transform (Wiener and Khinchin): n·log n operations
/// instead of one per value and lag.
enum Autocovariance {
  /// The autocorrelations at lags 1…`maximumLag` of deviations from the mean, NaN where missing; each lag's
  /// sum of products is divided by the number of its complete pairs plus the lag.
  static func correlations(_ deviations: [Double], maximumLag: Int) -> [Double] {
    var size = 1
    while size < deviations.count + maximumLag + 1 { size *= 2 }
    // One transform serves both arrays: the real part holds the values, the imaginary part a mask of those
    // that are known.
    var real = [Double](repeating: 0, count: size)
    var imaginary = real
    for (index, value) in deviations.enumerated() where !value.isNaN {
      real[index] = value
      imaginary[index] = 1
    }
    transform(&real, &imaginary)
    var power = [Double](repeating: 0, count: size)
    var known = power
    for index in 0..<size {
      let mirrored = (size - index) % size
      let sum = (real[index] + real[mirrored], imaginary[index] - imaginary[mirrored])
      let difference = (imaginary[index] + imaginary[mirrored], real[mirrored] - real[index])
      power[index] = (sum.0 * sum.0 + sum.1 * sum.1) / 4
      known[index] = (difference.0 * difference.0 + difference.1 * difference.1) / 4
    }
    // Power spectra are even, so the forward transform is also their inverse up to the factor `size`.
    transform(&power, &known)
    func covariance(_ lag: Int) -> Double {
      let pairs = (known[lag] / Double(size)).rounded()
      return power[lag] / Double(size) / (pairs + Double(lag))
    }
    let variance = covariance(0)
    return maximumLag < 1 ? [] : (1...maximumLag).map { covariance($0) / variance }
  }

  /// The discrete Fourier transform in place (Cooley and Tukey, radix 2); the length is a power of two.
  private static func transform(_ real: inout [Double], _ imaginary: inout [Double]) {
    let count = real.count
    var target = 0
    for source in 0..<count {
      if source < target {
        real.swapAt(source, target)
        imaginary.swapAt(source, target)
      }
      var bit = count >> 1
      while bit > 0, target & bit != 0 {
        target ^= bit
        bit >>= 1
      }
      target |= bit
    }
    var half = 1
    while half < count {
      for offset in 0..<half {
        let angle = -Double.pi * Double(offset) / Double(half)
        let (cosine, sine) = (cos(angle), sin(angle))
        var even = offset
        while even < count {
          let odd = even + half
          let turned = (
            real[odd] * cosine - imaginary[odd] * sine, real[odd] * sine + imaginary[odd] * cosine
          )
          real[odd] = real[even] - turned.0
          imaginary[odd] = imaginary[even] - turned.1
          real[even] += turned.0
          imaginary[even] += turned.1
          even += 2 * half
        }
      }
      half *= 2
    }
  }
}
