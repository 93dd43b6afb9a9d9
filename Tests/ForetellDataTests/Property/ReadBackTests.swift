import Foundation
import Testing

@testable import ForetellData

/// Reads thousands of generated files: the result is what was written, or an error with a place.
///
/// `FORETELL_FUZZ_SEED` chooses the first seed, `FORETELL_FUZZ_SECONDS` the duration (`make fuzz`: an hour).
@Suite struct ReadBackTests {
  /// The outcome for one file.
  enum Outcome: Equatable {
    case equal, refused(ForetellError), warned, silent(String), placeless(String), accepted
  }

  @Test func comesBackOrIsRefused() throws {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["FORETELL_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
    let seconds = environment["FORETELL_FUZZ_SECONDS"].flatMap { Double($0) }
    let end = seconds.map { Date(timeIntervalSinceNow: $0) }
    var tally: [String: Int] = [:]
    var refusals: [String: Int] = [:]
    var shown = 0
    var seed = first
    while end.map({ Date() < $0 }) ?? (seed < first + 700) {

      let file = GeneratedFile(seed: seed)
      seed += 1
      let options = file.namesIds ? CSVOptions(id: "shop,article") : CSVOptions()
      let outcome = try outcome(of: file, options)
      var problem: String?
      switch outcome {
      case .equal: tally["equal", default: 0] += 1
      case .warned: tally["different with a warning", default: 0] += 1
      case .refused(let error):
        tally["refused", default: 0] += 1
        let text = error.description
        let circle = try circle(of: error, file, options)
        if let flags = circle.flags { tally["hints followed", default: 0] += flags }
        problem =
          circle.problem ?? (error.onCommandLine.hint == nil ? "refused without a hint: \(text)" : nil)
        if file.isCertain {
          refusals["\(file.stamps.name) | \(file.numbers.name) | \(file.damage.rawValue)", default: 0] += 1
          problem = "refused although it can be read in one way only: \(text)"
        }
      case .silent(let text): problem = "different without a word: \(text)"
      case .placeless(let text): problem = "refused without a place: \(text)"
      case .accepted: problem = "accepted although part of it is lost"
      }
      if let problem {
        tally["WRONG", default: 0] += 1
        shown += 1
        if shown <= 40 { Issue.record("\(problem)\n\(file.description)") }
      }
    }
    let list = tally.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    // ``HintFlags`` knows the flags that hints of the reader have; a hint that is never followed tests nothing.
    #expect((tally["hints followed"] ?? 0) > 0)
    print("generated files from seed \(first): \(list)")
    #expect((tally["equal"] ?? 0) * 3 > Int(seed - first))
  }

  private func outcome(of file: GeneratedFile, _ options: CSVOptions) throws -> Outcome {
    let table: SeriesTable
    do {
      table = try ForetellDataTests.table(file.text, options)
    } catch let error as ForetellError {
      guard error.location?.line != nil else { return .placeless(error.description) }
      return .refused(error)
    }
    let difference = difference(of: table, file)
    if let difference { return table.findings.warnings.isEmpty ? .silent(difference) : .warned }
    return file.mustBeRefused && table.findings.warnings.isEmpty ? .accepted : .equal
  }

  /// Follows the flags of a hint, each alternative on its own: the same error must not occur again, and a
  /// file with only one possible reading must not be read differently.
  private func circle(
    of error: ForetellError, _ file: GeneratedFile, _ options: CSVOptions
  ) throws -> (flags: Int?, problem: String?) {
    let choices = HintFlags.choices(in: error.onCommandLine.hint ?? "")
    for choice in choices {
      guard let changed = choice.applied(to: options) else { continue }
      let next = try outcome(of: file, changed)
      if case .refused(let again) = next, again.code == error.code,
        again.location?.line == error.location?.line,
        again.location?.column == error.location?.column, again.message == error.message
      {
        return (choices.count, "the hint \(choice.words) leads to the same refusal: \(error.description)")
      }
      if case .silent(let text) = next, choices.count == 1, file.damage.isHarmless {
        return (
          1, "the hint \(choice.words) reads it differently without a word: \(text)\n\(error.description)"
        )
      }
    }
    return (choices.isEmpty ? nil : choices.count, nil)
  }

  /// The difference between the table and what was written; nil when there is none.
  private func difference(of table: SeriesTable, _ file: GeneratedFile) -> String? {
    let differences = file.shifts.map { difference(of: table, file, shift: $0) }
    return differences.contains { $0 == nil } ? nil : differences[0]
  }

  private func difference(of table: SeriesTable, _ file: GeneratedFile, shift: Int) -> String? {
    let found = table.findings.lines.joined(separator: "; ")
    guard table.series.count == file.truth.count else {
      return "\(table.series.count) series instead of \(file.truth.count) (\(found))"
    }
    var replaced = 0
    for (position, truth) in file.truth.enumerated() {
      let isNamed = file.isNamed && file.damage != .noHeader && file.damage != .oddNames
      let index = isNamed ? table.series.firstIndex { $0.id == truth.id } : position
      guard let index else { return "series \(truth.id) is missing (\(found))" }
      var values: [Int: Double] = [:]
      for (step, value) in table.series[index].values.enumerated() where !value.isNaN {
        values[Int(table.timestamp(ofSeries: index, at: step).value) - shift] = value
      }
      if values == truth.values { continue }
      let odd = Set(values.keys).symmetricDifference(truth.values.keys).min()
      if let odd {
        return
          "series \(truth.id): stamp \(odd) written \(truth.values[odd].map { "\($0)" } ?? "never"), read "
          + "\(values[odd].map { "\($0)" } ?? "never") (\(found))"
      }
      let others = truth.values.keys.filter { truth.values[$0] != values[$0] }
      if let replacement = file.replacement, others.allSatisfy({ values[$0] == replacement }) {
        replaced += others.count
        if replaced == 1 { continue }
      }
      let wrong = truth.values.keys.sorted().first { truth.values[$0] != values[$0] } ?? 0
      return
        "series \(truth.id) at \(wrong): \(truth.values[wrong] ?? 0) read as \(values[wrong] ?? 0) (\(found))"
    }
    return nil
  }
}
