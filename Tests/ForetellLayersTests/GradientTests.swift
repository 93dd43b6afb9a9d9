import ForetellTestSupport
import Testing

@Suite struct GradientTests {
  @Test("full Jacobian, small", arguments: GradientCase.all)
  func full(_ row: GradientCase) {
    let report = checkPrimitive(row.make(false), context: row.context)
    #expect(report.worstError < 1e-6, "\(report.worstPlace)")
    #expect(report.doublingError < 1e-12)
    #expect(report.largestGradient > 0.01)
    #expect(report.checked > 0)
  }

  @Test("random directions, default size", arguments: GradientCase.all)
  func directions(_ row: GradientCase) {
    let report = checkPrimitive(
      row.make(true), seed: 5, scale: 0.25, step: row.name.contains("relu") ? 1e-6 : 1e-3, directions: 2,
      context: row.context)
    #expect(report.worstError < 1e-6, "\(report.worstPlace)")
    #expect(report.largestGradient > 0.01)
  }
}
