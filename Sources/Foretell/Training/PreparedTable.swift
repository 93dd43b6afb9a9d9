import ForetellData

/// A table ready to be cut into windows: transformed values as Float columns, calendar features, nothing copied per window.
struct PreparedTable: Sendable {
  /// One series' columns; index 0 is its first point.
  struct Column: Sendable {
    /// Transformed values; NaN is a gap.
    var values: [Float]
    /// Standardised covariates, one array each.
    var covariates: [[Float]]
    /// Calendar features, point-major.
    var calendar: [Float]
    /// How values were changed.
    var preparation: SeriesPreparation
  }

  /// One column set a series.
  let columns: [Column]
  /// Season length in steps.
  let season: Int
  /// Steps a window reads.
  let inputSize: Int
  /// Steps a window predicts.
  let horizon: Int
  /// How windows are moved and stretched.
  let scaling: ScalingName
  /// Whether targets are differences from the window's seasonal naive forecast.
  let seasonalResidual: Bool
  /// Calendar features per point.
  let calendarWidth: Int
  /// Covariates per point.
  let covariateWidth: Int

  /// Features per step: the value, whether it was observed, calendar, covariates with one mask for all.
  var features: Int { 2 + calendarWidth + (covariateWidth > 0 ? covariateWidth + 1 : 0) }
}

/// Location and scale of one window, and its seasonal naive forecast: everything needed to undo its scaling.
struct WindowFrame: Sendable {
  /// Subtracted from values (transformed units).
  var location: Float = 0
  /// Divides values.
  var scale: Float = 1
  /// Subtracted from target number k, in transformed units.
  var base: [Float] = []
}

extension PreparedTable {
  /// Measures the window that ends before point `origin` of a series.
  func frame(series: Int, origin: Int) -> WindowFrame {
    let column = columns[series]
    let first = max(origin - inputSize, 0)
    var frame = WindowFrame()
    measure(
      column.values.span, first, origin, Float(column.preparation.scale), column.preparation.isSeasonal,
      &frame)
    return frame
  }

  private func measure(
    _ values: Span<Float>, _ first: Int, _ origin: Int, _ seriesScale: Float, _ isSeasonal: Bool,
    _ frame: inout WindowFrame
  ) {
    frame.scale = seriesScale
    switch scaling {
    case .none:
      frame.location = 0
      frame.scale = 1
    case .lastValue: frame.location = lastObserved(values, first, origin)
    case .season:
      frame.location =
        mean(values, max(first, origin - max(season, 1)), origin) ?? lastObserved(values, first, origin)
    case .standard:
      let center = mean(values, first, origin) ?? 0
      var squares: Float = 0
      var count: Float = 0
      for index in first..<origin where !values[index].isNaN {
        squares += (values[index] - center) * (values[index] - center)
        count += 1
      }
      let deviation = count > 1 ? (squares / count).squareRoot() : 0
      frame.location = center
      frame.scale = max(deviation, 1e-3 * seriesScale)
    case .robust:
      var observed: [Float] = []
      for index in first..<origin where !values[index].isNaN { observed.append(values[index]) }
      observed.sort()
      guard !observed.isEmpty else { return }
      func quantile(_ p: Float) -> Float {
        let place = p * Float(observed.count - 1)
        let low = Int(place)
        let high = min(low + 1, observed.count - 1)
        return observed[low] + (place - Float(low)) * (observed[high] - observed[low])
      }
      frame.location = quantile(0.5)
      frame.scale = max(quantile(0.75) - quantile(0.25), 1e-3 * seriesScale)
    }
    frame.base = (0..<horizon).map { step in
      guard seasonalResidual && isSeasonal else { return frame.location }
      // The same phase in the last season that has it; else the window's location.
      var index = origin - season + step % season
      while index >= first {
        if !values[index].isNaN { return values[index] }
        index -= season
      }
      return frame.location
    }
  }

  private func mean(_ values: Span<Float>, _ from: Int, _ end: Int) -> Float? {
    var sum: Float = 0
    var count: Float = 0
    for index in from..<end where !values[index].isNaN {
      sum += values[index]
      count += 1
    }
    return count > 0 ? sum / count : nil
  }

  private func lastObserved(_ values: Span<Float>, _ first: Int, _ origin: Int) -> Float {
    var index = origin - 1
    while index >= first {
      if !values[index].isNaN { return values[index] }
      index -= 1
    }
    return 0
  }

  /// Writes the window's features into `input` [T,B,F] at row `row`; returns its number of padded steps.
  func fill(
    _ input: inout MutableSpan<Float>, row: Int, rows: Int, series: Int, origin: Int, frame: WindowFrame,
    inputScale: Float
  ) -> Int {
    let column = columns[series]
    let values = column.values.span
    let calendar = column.calendar.span
    let width = features
    let factor = 1 / (frame.scale * inputScale)
    let padding = max(inputSize - origin, 0)
    for time in 0..<inputSize {
      let place = (time * rows + row) * width
      if time < padding {
        for feature in 0..<width { input[place + feature] = 0 }
        continue
      }
      let index = origin - inputSize + time
      let value = values[index]
      let isGap = value.isNaN
      input[place] = isGap ? 0 : (value - frame.location) * factor
      input[place + 1] = isGap ? 0 : 1
      for feature in 0..<calendarWidth {
        input[place + 2 + feature] = calendar[index * calendarWidth + feature]
      }
      if covariateWidth > 0 {
        var observed: Float = 1
        for number in 0..<covariateWidth {
          let extra = index < column.covariates[number].count ? column.covariates[number][index] : .nan
          if extra.isNaN { observed = 0 }
          input[place + 2 + calendarWidth + number] = extra.isNaN ? 0 : extra
        }
        input[place + 2 + calendarWidth + covariateWidth] = observed
      }
    }
    return padding
  }

  /// Writes the window's scaled targets and their weights (`unit` where observed) at row `row` of [B, horizon].
  func fillTargets(
    _ target: inout MutableSpan<Float>, _ weight: inout MutableSpan<Float>, row: Int, series: Int,
    origin: Int,
    end: Int, frame: WindowFrame, targetScale: Float, unit: Float
  ) {
    let column = columns[series]
    let values = column.values.span
    let factor = 1 / (frame.scale * targetScale)
    for step in 0..<horizon {
      let index = origin + step
      let value = index < end ? values[index] : .nan
      let place = row * horizon + step
      target[place] = value.isNaN ? 0 : (value - frame.base[step]) * factor
      weight[place] = value.isNaN ? 0 : unit
    }
  }
}
