import Foundation
import Testing

@testable import ForetellReport

/// Contrast as WCAG 2.2 defines it, and colour distances as readers with colour-vision deficiencies see them.
struct PaletteTests {
  private func linear(_ hex: String) -> [Double] {
    let digits = Array(hex.dropFirst())
    return stride(from: 0, to: 6, by: 2).map { start in
      let value = Double(Int(String(digits[start..<(start + 2)]), radix: 16) ?? 0) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  private func luminance(_ rgb: [Double]) -> Double { 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2] }

  private func contrast(_ first: String, _ second: String) -> Double {
    let pair = [luminance(linear(first)), luminance(linear(second))].sorted()
    return (pair[1] + 0.05) / (pair[0] + 0.05)
  }

  @Test(arguments: [Palette.light, Palette.dark])
  func textAndMarksStandOut(palette: Palette) {
    #expect(contrast(palette.ink, palette.paper) >= 7)
    #expect(contrast(palette.muted, palette.paper) >= 4.5)
    for color in palette.series { #expect(contrast(color, palette.paper) >= 3, "\(color)") }
  }

  /// The widest band differs from the paper, the next from it, and the line from both, in both themes.
  @Test(arguments: [Palette.light, Palette.dark])
  func intervalBandsStandOut(palette: Palette) {
    func channels(_ hex: String) -> [Double] {
      let digits = Array(hex.dropFirst())
      return stride(from: 0, to: 6, by: 2).map { Double(Int(String(digits[$0..<($0 + 2)]), radix: 16) ?? 0) }
    }
    func over(_ below: String, _ paint: String) -> String {
      "#"
        + zip(channels(below), channels(paint)).map { under, over in
          let value = Int((under + (over - under) * palette.bandOpacity).rounded())
          return (value < 16 ? "0" : "") + String(value, radix: 16)
        }.joined()
    }
    let outer = over(palette.paper, palette.series[0])
    let inner = over(outer, palette.series[0])
    #expect(contrast(outer, palette.paper) >= 1.3)
    #expect(contrast(inner, outer) >= 1.25)
    #expect(contrast(palette.series[0], inner) >= 1.5)
    // A dim screen needs more of it.
    if palette.paper == Palette.dark.paper { #expect(contrast(outer, palette.paper) >= 1.8) }
  }

  // Normal vision, then full protanopia, deuteranopia and tritanopia (G. M. Machado, M. M. Oliveira and
  // L. A. F. Fernandes, IEEE Transactions on Visualization and Computer Graphics 15(6), 2009).
  private static let deficiencies: [[[Double]]] = [
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
  ]

  private func lab(_ rgb: [Double]) -> [Double] {
    let r = rgb.map { min(1, max(0, $0)) }
    func f(_ t: Double) -> Double { t > 0.008856 ? cbrt(t) : 7.787 * t + 16 / 116 }
    let x = f((0.4124 * r[0] + 0.3576 * r[1] + 0.1805 * r[2]) / 0.9505)
    let y = f(luminance(r))
    let z = f((0.0193 * r[0] + 0.1192 * r[1] + 0.9505 * r[2]) / 1.089)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
  }

  @Test(arguments: [Palette.light, Palette.dark])
  func seriesDifferForEveryReader(palette: Palette) {
    for matrix in Self.deficiencies {
      let seen = palette.series.map { color -> [Double] in
        let rgb = linear(color)
        return lab(matrix.map { row in zip(row, rgb).reduce(0) { $0 + $1.0 * $1.1 } })
      }
      for first in seen.indices {
        for second in seen.indices where second > first {
          let distance = zip(seen[first], seen[second]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            .squareRoot()
          #expect(distance >= 9, "\(palette.series[first]) and \(palette.series[second])")
        }
      }
    }
  }

  @Test func heatColorsGrowLighter() {
    let lightness = (0..<HeatColors.levels).map { luminance(linear(HeatColors.color(level: $0))) }
    for (left, right) in zip(lightness, lightness.dropFirst()) { #expect(left < right) }
  }

  @Test func heatLevelsAreClampedAndMissingKept() {
    #expect(HeatColors.level(of: .nan, in: 0...1) == nil)
    #expect(HeatColors.level(of: -9, in: 0...1) == 0)
    #expect(HeatColors.level(of: 9, in: 0...1) == HeatColors.levels - 1)
    #expect(HeatColors.level(of: 3, in: 3...3) != nil)
  }
}
