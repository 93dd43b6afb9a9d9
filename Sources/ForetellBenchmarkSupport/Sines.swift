import Glibc

/// The numbers both sides of a benchmark compute with: scale · sin(0.7 k + phase), in double, rounded to Float.
enum Sines {
  static func value(_ index: Int, phase: Double, scale: Double = 1) -> Float {
    Float(scale * sin(0.7 * Double(index) + phase))
  }

  static func values(count: Int, phase: Double, scale: Double = 1) -> [Float] {
    (0..<count).map { value($0, phase: phase, scale: scale) }
  }
}
