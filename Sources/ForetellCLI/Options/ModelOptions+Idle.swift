import Foretell

/// Options without effect beside others.
extension ModelOptions {
  /// An option without effect, why, and where it belongs.
  typealias Idle = (option: ModelOption, reason: String, hint: String)

  /// The update rule by name; nil for a name that isn't one.
  private var rule: OptimizerName? {
    optimizer.map { OptimizerName(rawValue: $0) } ?? ModelSettings.usual.optimizer
  }

  /// The schedule by name; nil for a name that isn't one.
  private var rateSchedule: ScheduleName? {
    schedule.map { ScheduleName(rawValue: $0) } ?? ModelSettings.usual.schedule
  }

  /// The options that the chosen update rule, schedule and start don't have.
  var idleOfRule: [Idle] { Self.idle(of: [self]) }

  /// Names the options that none of the models' update rules, schedules and starts has.
  static func idle(of models: [ModelOptions]) -> [Idle] {
    // A name that doesn't exist is refused where it is read.
    idle(with: models.compactMap(\.rule)) + idle(with: models.compactMap(\.rateSchedule))
      + InitialOptions.idle(of: models.map(\.weights))
  }

  private static func idle(with rules: [OptimizerName]) -> [Idle] {
    guard !rules.isEmpty else { return [] }
    let names = alternatives(rules)
    func owners(_ isOwner: (OptimizerName) -> Bool) -> String {
      "use --optimizer " + Wording.alternatives(OptimizerName.allCases.filter(isOwner).map(\.rawValue))
    }
    var idle: [Idle] = []
    if !rules.contains(where: \.hasMomentum) {
      idle.append((.momentum, "--optimizer \(names) has no momentum to choose", owners(\.hasMomentum)))
    }
    if !rules.contains(where: \.hasMeanSquare) {
      let reason = "--optimizer \(names) has no mean square to choose"
      idle += [ModelOption.centered, .rmsDecay].map { ($0, reason, owners(\.hasMeanSquare)) }
    }
    if rules.allSatisfy(\.usesAllWindows) {
      let reason = "--optimizer \(names) updates with all windows"
      idle += [ModelOption.batchSize, .windowsPerEpoch, .sampling].map {
        ($0, reason, "leave it out, or use --optimizer sgd")
      }
    }
    return idle
  }

  private static func idle(with schedules: [ScheduleName]) -> [Idle] {
    guard !schedules.isEmpty else { return [] }
    let names = alternatives(schedules)
    func owners(_ isOwner: (ScheduleName) -> Bool) -> String {
      "use --schedule " + Wording.alternatives(ScheduleName.allCases.filter(isOwner).map(\.rawValue))
    }
    var idle: [Idle] = []
    if !schedules.contains(where: \.hasFactor) {
      idle.append((.scheduleFactor, "--schedule \(names) has no factor to choose", owners(\.hasFactor)))
    }
    if !schedules.contains(where: \.hasPeriod) {
      idle.append((.schedulePeriod, "--schedule \(names) has no period to choose", owners(\.hasPeriod)))
    }
    return idle
  }

  /// The different names, in their first order.
  private static func alternatives<Name: RawRepresentable>(_ names: [Name]) -> String
  where Name.RawValue == String {
    Wording.alternatives(names.reduce(into: []) { if !$0.contains($1.rawValue) { $0.append($1.rawValue) } })
  }

  /// The long names of options that have no effect beside the others, whatever their values.
  var idleNames: Set<String> {
    var names = Set(idleOfRule.map(\.option.rawValue))
    if !readsOrigins { names.formUnion(["segment", "deseasonalize", "linear-path"]) }
    if !stopsEarly { names.insert("patience") }
    if startsPretrained { names.formUnion(Self.replaced) }
    return names
  }

  /// Whether training may stop early or lower its rate after epochs without progress.
  var stopsEarly: Bool { validationSize ?? 0 > 0 || schedule == ScheduleName.plateau.rawValue }
}
