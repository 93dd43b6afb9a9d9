import Foretell

/// What a combination consists of, as sentences and as JSON.
struct CombinationText {
  private let model: FittedCombination

  /// Nil for a model that is no combination.
  init?(_ model: any FittedModel) {
    guard let combination = model as? FittedCombination else { return nil }
    self.model = combination
  }

  /// Who took part with which held-out error, who left and why, and what the intervals covered.
  func tell(_ console: Console) {
    for line in lines { console.say(line) }
    let times = model.reports.compactMap { member in
      member.seconds.map { "\(member.label) \(Figures.fixed($0, 1)) s" }
    }
    if !times.isEmpty { console.detail("time of comparison and fit: \(times.joined(separator: ", "))") }
  }

  /// The sentences.
  var lines: [String] {
    let taking = model.reports.filter { $0.weight > 0 }
    let word = model.rule == .median ? "the median" : model.rule == .mean ? "the mean" : "a \(rule) mean"
    var first = "\(model.name.lowercased()): "
    first +=
      taking.count == 1
      ? "\(taking[0].label) alone\(figures(taking[0]))"
      : "\(word) of \(Wording.all(taking.map { $0.label + figures($0) }))"
    if let error = model.error {
      first += "; MASE on \(Figures.count(model.heldOutPoints, "held-out point", "held-out points")): "
      first += taking.count == 1 ? Figures.fixed(error, 3) : "together \(Figures.fixed(error, 3))"
      if let floor = model.floorError { first += ", seasonal naive \(Figures.fixed(floor, 3))" }
    } else {
      first += "; the series are too short to compare them on held-out ends"
    }
    var lines = [first]
    let left = model.reports.filter { $0.weight == 0 }
    if !left.isEmpty {
      lines.append(
        "left out: " + left.map { "\($0.label) (\($0.note ?? "no weight"))" }.joined(separator: ", "))
    }
    if let calibration = model.calibration, !calibration.coverage.isEmpty {
      let parts = calibration.coverage.map { part in
        "\(Figures.exact(part.level)) %: covered \(Figures.fixed(part.percent, 0)) % of \(part.values)"
      }
      lines.append(
        "intervals, corrected by other held-out errors than those they are checked on: "
          + parts.joined(separator: ", "))
    }
    return lines
  }

  private var rule: String { model.rule == .trimmed ? "trimmed" : "weighted" }

  /// The sentences as one text, for a page.
  var sentences: String {
    lines.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }.joined(separator: " ")
  }

  /// One row per model that was considered, with its errors by window, latest first.
  var table: TextTable {
    let windows = model.windowErrors.count
    var table = TextTable(headings: ["model", "weight", "all"])
    table.headings += (0..<windows).map { $0 == 0 ? "last window" : "\($0) before" }
    guard windows > 0 else { return table }
    func add(_ name: String, _ weight: String, _ error: Double?, _ errors: [Double?]) {
      table.rows.append(
        [name, weight, Figures.fixed(error, 3)]
          + (0..<windows).map { window in
            Figures.fixed(window < errors.count ? errors[window] : nil, 3)
          })
    }
    for member in model.reports {
      add(member.label, Figures.exact(member.weight), member.error, member.windowErrors)
    }
    add(model.name, "", model.error, model.windowErrors)
    add("seasonal naive", "", model.floorError, model.floorErrors)
    return table
  }

  /// A member's error and weight in brackets; empty where nothing is known.
  private func figures(_ member: CombinationMember) -> String {
    var parts: [String] = []
    if model.rule == .greedy { parts.append("weight \(Figures.exact(member.weight))") }
    if let error = member.error { parts.append(Figures.fixed(error, 3)) }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }

  /// All of it as JSON, without times, which differ from run to run.
  var json: JSONValue {
    .members([
      "rule": .string(model.rule.rawValue), "mase": .finite(model.error),
      "window_mase": .array(model.windowErrors.map { .finite($0) }),
      "seasonal_naive_mase": .finite(model.floorError),
      "held_out_points": .count(model.heldOutPoints),
      "members": .array(
        model.reports.map { member in
          .members([
            "model": .string(member.label), "weight": .number(member.weight), "mase": .finite(member.error),
            "window_mase": .array(member.windowErrors.map { .finite($0) }),
            "note": member.note.map(JSONValue.string) ?? .null,
          ])
        }),
      "calibration": model.calibration.map { calibration in
        .members([
          "points": .count(calibration.points),
          "coverage": .array(
            calibration.coverage.map { part in
              .members([
                "level": .number(part.level), "covered": .count(part.covered), "values": .count(part.values),
              ])
            }),
        ])
      } ?? .null,
    ])
  }
}
