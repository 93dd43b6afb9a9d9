import ArgumentParser
import Foretell

/// One model of a backtest or comparison: a name with options of its own, as in
/// `lstm+hidden-size=64+layers=2`.
struct ModelSpecification {
  /// The model's label in all results: the specification as typed.
  let label: String
  /// The kind of model.
  let model: CatalogueModel
  /// The options set by the specification, in its order.
  let own: [(key: String, value: String?)]
  /// The long names of these options.
  private let ownNames: Set<String>
  /// Whether an option says how a recurrent network reads series.
  let givesReading: Bool
  /// The options of all models, combined with its own.
  let options: ModelOptions

  /// The models given by an option's values, or the usual ones when there are none.
  ///
  /// - Parameters:
  ///   - shared: the options of all models.
  ///   - reading: how recurrent networks read series where no option says it; nil leaves it to their default.
  /// - Throws: ``ForetellError`` of kind `usage` for an unknown model, a key that isn't an option of the
  ///   model, an invalid value, and for two specifications of the same model.
  static func list(
    _ values: [String], usual: [String], shared: ModelOptions, reading: ReadingName? = nil
  ) throws -> [ModelSpecification] {
    let words = Validation.list(values)
    let all = try (words.isEmpty ? usual : words).map { try ModelSpecification($0, shared, reading) }
    for (place, one) in all.enumerated() {
      guard let twin = all[..<place].first(where: { $0.identity == one.identity }) else { continue }
      let twice = twin.label == one.label ? "" : ", as \(twin.label) and as \(one.label)"
      throw ForetellError(
        .badOption,
        "--models names \(one.own.isEmpty ? one.model.name : "one model") more than once\(twice)")
    }
    return all
  }

  private init(_ word: String, _ shared: ModelOptions, _ reading: ReadingName?) throws {
    let parts = Self.parts(word)
    let model = try ModelName.model(parts[0], option: "models")
    var own: [(key: String, value: String?)] = []
    let known = OptionCatalogue.options(in: ModelOptions.self)
    for part in parts.dropFirst() { own.append(try Self.setting(part, of: word, known)) }
    let keys = own.map { pair in known.first { $0.names.contains(pair.key) }?.name ?? pair.key }
    if let twice = keys.first(where: { key in keys.count { $0 == key } > 1 }) {
      throw ForetellError(.badOption, "`\(word)` in --models sets \(twice) more than once")
    }
    if let idle = keys.first(where: { ModelOption(rawValue: $0).map(model.options.contains) != true }) {
      throw ForetellError(
        .conflictingOptions,
        "`\(word)` in --models: \(idle) would have no effect, as \(model.name) doesn't use it",
        hint: "write \(model.name)")
    }
    self.model = model
    self.own = own
    ownNames = Set(keys)
    let settings = own.map { key, value in value.map { "\(key)=\($0)" } ?? key }
    label = ([model.name] + settings).joined(separator: "+")
    var options = own.isEmpty ? shared : try Self.parsed(own, keys, of: word)
    if let idle = options.idleOfRule.first(where: { keys.contains($0.option.rawValue) }) {
      throw ForetellError(
        .conflictingOptions,
        "`\(word)` in --models: \(idle.option.rawValue) would have no effect: \(idle.reason)", hint: idle.hint
      )
    }
    givesReading = options.reading != nil
    options.reading = options.reading ?? reading?.rawValue
    self.options = options
  }

  /// The parts between plus signs; the plus sign of a number such as `1e+3` doesn't count.
  private static func parts(_ word: String) -> [String] {
    var parts: [String] = []
    for part in word.split(separator: "+", omittingEmptySubsequences: false) {
      if part.first?.isNumber == true, let last = parts.last, last.hasSuffix("e") || last.hasSuffix("E") {
        parts[parts.count - 1] += "+" + part
      } else {
        parts.append(String(part))
      }
    }
    return parts
  }

  /// Parses one `key=value`, or a flag.
  private static func setting(
    _ part: String, of word: String, _ options: [OptionCatalogue.Option]
  ) throws(ForetellError) -> (key: String, value: String?) {
    let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let key = String(pair[0].lowercased().map { $0 == "_" ? "-" : $0 })
    let names = options.flatMap(\.names)
    guard let option = options.first(where: { $0.names.contains(key) }) else {
      let command = OptionCatalogue.Command(
        name: "", options: options, words: [], neededWords: 0, repeatsLastWord: false)
      let meant = NearMiss.of(key, among: names) ?? Habit.option(key, in: command)
      let all = "there are \(names.sorted().joined(separator: ", "))"
      throw ForetellError(
        .badOption, "`\(word)` in --models: there is no model option `\(pair[0])`",
        hint: meant.map { "did you mean `\($0)`? \(all.prefix(1).uppercased() + all.dropFirst())" } ?? all)
    }
    let value = pair.count > 1 ? pair[1] : nil
    if option.isFlag, value != nil {
      throw ForetellError(
        .badOption, "`\(word)` in --models: \(key) takes no value", hint: "write +\(key) alone")
    }
    if !option.isFlag, value?.isEmpty ?? true {
      throw ForetellError(
        .badOption, "`\(word)` in --models: \(key) has no value", hint: "write +\(key)=VALUE")
    }
    do {
      try ValueRule.check(option.name, value)
    } catch {
      throw placed(error, word)
    }
    return (key, value)
  }

  private static func parsed(
    _ own: [(key: String, value: String?)], _ keys: [String], of word: String
  ) throws -> ModelOptions {
    let shared = Invocation.words(of: ModelOptions.names.subtracting(keys))
    let words = own.map { key, value in value.map { "--\(key)=\($0)" } ?? "--\(key)" }
    let options: ModelOptions
    do {
      options = try ModelOptions.parse(shared + words)
    } catch {
      throw placed(ForetellError(.badOption, ModelOptions.message(for: error)), word)
    }
    do {
      _ = try options.settings()
    } catch {
      throw placed(error, word)
    }
    return options
  }

  private static func placed(_ error: ForetellError, _ word: String) -> ForetellError {
    var error = error
    error = error.onCommandLine
    error.message = "`\(word)` in --models: \(error.message)"
    return error
  }

  /// A text that is equal for specifications of the same model.
  private var identity: String {
    ([model.name] + own.map { "\($0.key)=\($0.value ?? "")" }.sorted()).joined(separator: "+")
  }

  /// Whether the specification sets an option.
  func sets(_ name: String) -> Bool { ownNames.contains(name) }

  /// Refuses options of all models that each model which could use them has set itself.
  ///
  /// - Throws: ``ForetellError`` of kind `usage` that names the option.
  static func refuseReplaced(in all: [ModelSpecification]) throws(ForetellError) {
    for option in ModelOption.allCases where option != .season {
      let name = option.rawValue
      let users = all.filter { $0.model.options.contains(option) && !$0.options.idleNames.contains(name) }
      guard !users.isEmpty, users.allSatisfy({ $0.sets(name) }) else { continue }
      try Invocation.refuse(
        [name], because: "\(Wording.all(users.map(\.label))) \(users.count == 1 ? "sets" : "set") it")
    }
  }

  /// The forecaster with these options.
  func forecaster(levels: [Double], bounds: ForecastBounds) throws -> any Forecaster {
    model.forecaster(try options.settings(levels: levels, bounds: bounds))
  }

  /// The options for a command that trains this model alone.
  ///
  /// - Parameter given: values of options that a comparison has chosen, such as the hidden size.
  func words(with given: [(String, String)] = []) -> [String] {
    let names = Set(given.map(\.0)).union(own.map(\.key))
    let used = Set(model.options.map(\.rawValue)).subtracting(options.idleNames).union(["season"])
    let shared = DataOptions.names.union(OptionCatalogue.names(in: BoundOptions.self)).union(used)
    return ["--model", model.name] + given.flatMap { ["--\($0)", $1] }
      + own.filter { one in !given.contains { $0.0 == one.key } }.flatMap { one in
        one.value.map { ["--\(one.key)", $0] } ?? ["--\(one.key)"]
      } + Invocation.words(of: shared.subtracting(names))
  }
}
