import ForetellData

/// Root mean squares of scaled inputs and targets over the training windows; dividing by them makes typical
/// values about 1.
struct WindowStatistics: Sendable, Codable, Equatable {
  /// Root mean square of the windows' scaled inputs.
  var inputScale: Float = 1
  /// Root mean square of the windows' scaled targets.
  var targetScale: Float = 1

  /// Measures about 512 windows, evenly spread.
  init(_ sampler: WindowSampler) {
    // Steps are in units of their sequence's own changes.
    guard sampler.configuration.lags == nil else { return }
    let windows = sampler.training
    let steps = sampler.configuration.inputSize
    let horizon = sampler.configuration.horizon
    let width = sampler.inputFeatures.count
    var inputs = [Float](repeating: 0, count: steps * width)
    var targets = [Float](repeating: 0, count: horizon)
    var masks = targets
    var input = (sum: 0.0, count: 0.0)
    var target = (sum: 0.0, count: 0.0)
    for number in stride(from: 0, to: windows.count, by: max(windows.count / 512, 1)) {
      let place = windows[number]
      let scale = sampler.scale(for: place)
      var inputSpan = inputs.mutableSpan
      sampler.fillInputs(
        of: place, scale: scale, into: &inputSpan, layout: WindowLayout(base: 0, stride: width))
      var targetSpan = targets.mutableSpan
      var maskSpan = masks.mutableSpan
      sampler.fillTargets(
        of: place, scale: scale, into: &targetSpan, mask: &maskSpan, layout: WindowLayout(base: 0, stride: 1))
      for step in 0..<steps where inputs[step * width + 1] > 0 {
        let value = Double(inputs[step * width])
        input = (input.sum + value * value, input.count + 1)
      }
      for step in 0..<horizon where masks[step] > 0 {
        target = (target.sum + Double(targets[step]) * Double(targets[step]), target.count + 1)
      }
    }
    inputScale = Self.root(input)
    targetScale = Self.root(target)
  }

  private static func root(_ moment: (sum: Double, count: Double)) -> Float {
    guard moment.count > 0, moment.sum > 0, moment.sum.isFinite else { return 1 }
    return Float((moment.sum / moment.count).squareRoot())
  }

  /// The location and scale for the inputs of a window, given the window's own.
  func inputs(_ window: AffineScale) -> AffineScale {
    AffineScale(location: window.location, scale: window.scale * Double(inputScale))
  }

  /// The location and scale for the targets of a window, given the window's own.
  func targets(_ window: AffineScale) -> AffineScale {
    AffineScale(location: window.location, scale: window.scale * Double(targetScale))
  }
}
