import Glibc

/// The numbers that both programs of a benchmark use: scale · sin(0.7 k + phase), computed in double and
/// rounded to Float.
enum Sines {
  static func value(_ index: Int, phase: Double, scale: Double = 1) -> Float {
    Float(scale * sin(0.7 * Double(index) + phase))
  }

  static func values(count: Int, phase: Double, scale: Double = 1) -> [Float] {
    (0..<count).map { value($0, phase: phase, scale: scale) }
  }
}
