import Foundation
import Testing

@testable import ForetellData

/// Thousands of generated files through the real reader: what comes out is what was written, or a refusal with a place.
///
/// `FORETELL_FUZZ_SEED` chooses the first seed, `FORETELL_FUZZ_SECONDS` how long to go on (`make fuzz`: an hour).
@Suite struct ReadBackTests {
  /// What became of a file.
  enum Outcome: Equatable {
    case equal, refused(String), warned, silent(String), placeless(String), accepted
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
    while end.map({ Date() < $0 }) ?? (seed < first + 1500) {

      let file = GeneratedFile(seed: seed)
      seed += 1
      let outcome = try outcome(of: file)
      var problem: String?
      switch outcome {
      case .equal: tally["equal", default: 0] += 1
      case .warned: tally["different with a warning", default: 0] += 1
      case .refused(let text):
        tally["refused", default: 0] += 1
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
    print("generated files from seed \(first): \(list)")
    #expect((tally["equal"] ?? 0) * 3 > Int(seed - first))
  }

  private func outcome(of file: GeneratedFile) throws -> Outcome {
    let table: SeriesTable
    do {
      table = try ForetellDataTests.table(file.text)
    } catch let error as ForetellError {
      guard error.location?.line != nil else { return .placeless(error.description) }
      return .refused(error.description)
    }
    let difference = difference(of: table, file)
    if let difference { return table.findings.warnings.isEmpty ? .silent(difference) : .warned }
    return file.mustBeRefused && table.findings.warnings.isEmpty ? .accepted : .equal
  }

  /// What in the table isn't what was written; nil when all is.
  private func difference(of table: SeriesTable, _ file: GeneratedFile) -> String? {
    let found = table.findings.lines.joined(separator: "; ")
    guard table.series.count == file.truth.count else {
      return "\(table.series.count) series instead of \(file.truth.count) (\(found))"
    }
    var replaced = 0
    for (position, truth) in file.truth.enumerated() {
      let isNamed = file.layout != .single && file.layout != .valueFirst && file.damage != .noHeader
      let index = isNamed ? table.series.firstIndex { $0.id == truth.id } : position
      guard let index else { return "series \(truth.id) is missing (\(found))" }
      var values: [Int: Double] = [:]
      for (step, value) in table.series[index].values.enumerated() where !value.isNaN {
        values[Int(table.timestamp(ofSeries: index, at: step).value)] = value
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
