extension TableAssembly {
  /// Refuses a table whose grid has far more points than the table has rows.
  mutating func fitsLimit() -> Bool {
    var limit = GridLimit(rows: rows.count)
    for group in 0..<(bounds.count - 1) where bounds[group + 1] > bounds[group] {
      let range = bounds[group]..<bounds[group + 1]
      guard let first = frequency.ordinal(of: Timestamp(stamp(range.lowerBound))),
        let last = frequency.ordinal(of: Timestamp(stamp(range.upperBound - 1)))
      else { continue }
      limit.add(points: last - first + 1, rows: range.count, of: group)
    }
    guard let excess = limit.excess else { return true }
    let group = excess.group
    let range = bounds[group]..<bounds[group + 1]
    var widest = range.lowerBound
    var width: Int64 = -1
    for position in range.dropFirst() where stamp(position) - stamp(position - 1) > width {
      width = stamp(position) - stamp(position - 1)
      widest = position
    }
    var place = location(row(widest))
    let style = plan.stamps.style
    let before = style.text(for: Timestamp(stamp(max(range.lowerBound, widest - 1))))
    let after = style.text(for: Timestamp(stamp(widest)))
    place.stamp = after
    if plan.hasId { place.series = ids[group] }
    let subject = plan.hasId ? " of series `\(Excerpt.clean(ids[group]))`" : ""
    refuse(
      ForetellError(
        .hugeGap,
        "\(excess.message(frequency)); the widest gap\(subject) reaches from \(before) to \(after)",
        location: place,
        hint: hugeGapHint(after)))
    return false
  }

  /// A coarser frequency is proposed only when one was given and the time stamps fit another.
  private func hugeGapHint(_ after: String) -> OptionText {
    let groups = (0..<(bounds.count - 1)).filter { bounds[$0 + 1] > bounds[$0] }
    let stamps = groups.map { distinct(bounds[$0]..<bounds[$0 + 1]) }
    if options.frequency != nil, let finest = InferredGrid.finest(stamps, isInteger: stampStyle.isInteger) {
      return "leave \(option: .frequency) out: the stamps fit \(finest.alias)"
    }
    return "is the time stamp \(after) right? otherwise forecast only the rows on one side of the gap"
  }
}
