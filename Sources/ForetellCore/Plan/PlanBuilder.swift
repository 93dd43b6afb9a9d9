/// Collects slots, parameters and primitives in recording order; `finish()` makes a plan of them.
package struct PlanBuilder<Scalar: KernelScalar> {
  private(set) var primitives: [any Primitive<Scalar>] = []
  private(set) var parameters = ParameterMap()
  private var activationCount = 0
  private var gradientCount = 0
  private var derivedCount = 0
  private var initialValues: [(slot: Slot, value: Scalar)] = []
  private var scopes: [String] = []
  private var buffers: [BufferRule<Scalar>] = []
  private var randomPurposes = 0

  /// Makes an empty builder.
  package init() {}

  /// Rounds up to whole cache lines, so that every slot starts on one.
  private static func aligned(_ count: Int) -> Int {
    let lane = 64 / MemoryLayout<Scalar>.stride
    return (count + lane - 1) / lane * lane
  }

  private static func check(_ shape: [Int]) {
    precondition(
      !shape.isEmpty && shape.allSatisfy { $0 > 0 }, "a slot's extents must be positive, got \(shape)")
  }

  /// Makes a slot for values; pass `gradient: false` for inputs without gradient, masks and scratch space.
  package mutating func activation(_ shape: [Int], gradient: Bool = true) -> Slot {
    Self.check(shape)
    let count = Self.aligned(shape.reduce(1, *))
    let slot = Slot(
      region: .activation, offset: activationCount, gradientOffset: gradient ? gradientCount : -1,
      shape: shape)
    activationCount += count
    if gradient { gradientCount += count }
    return slot
  }

  /// Sets the value that the elements of an activation slot have in new memory; without it they are zero.
  package mutating func begin(_ slot: Slot, with value: Scalar) {
    precondition(slot.region == .activation, "parameters have initializers")
    initialValues.append((slot, value))
  }

  /// Makes a slot for values that `Primitive.prepare` derives from parameters.
  package mutating func derived(_ count: Int) -> Slot {
    Self.check([count])
    let slot = Slot(region: .derived, offset: derivedCount, gradientOffset: -1, shape: [count])
    derivedCount += Self.aligned(count)
    return slot
  }

  /// Makes a parameter whose name is prefixed by the open scopes; traps when the name already exists.
  package mutating func parameter(_ name: String, _ shape: [Int], _ initializer: Initializer) -> Slot {
    Self.check(shape)
    let fullName = (scopes + [name]).joined(separator: ".")
    return parameters.add(fullName, shape: shape, initializer: initializer)
  }

  /// A buffer: values kept and saved with the parameters that no gradient changes.
  ///
  /// It is named as a parameter is. After every training step it moves towards the mean of the shards' proposals,
  /// weighted by their weights: buffer ← (1 − momentum) · buffer + momentum · mean.
  ///
  /// - Parameters:
  ///   - proposal: an activation slot of `shape` that the forward pass writes in training.
  ///   - weight: an activation slot [1] for the shard's weight, 0 where it has nothing to say.
  ///   - isSquare: whether its values are never negative, which is checked when they are read from a file.
  package mutating func buffer(
    _ name: String, _ shape: [Int], _ initializer: Initializer, proposal: Slot, weight: Slot,
    momentum: Double,
    isSquare: Bool = false
  ) -> Slot {
    Self.check(shape)
    precondition(
      proposal.shape == shape && weight.count == 1, "a buffer \(shape) can't follow \(proposal.shape)")
    let fullName = (scopes + [name]).joined(separator: ".")
    let slot = parameters.add(
      fullName, shape: shape, initializer: initializer, isTrained: false, isSquare: isSquare)
    buffers.append(
      BufferRule(buffer: slot, proposal: proposal, weight: weight, momentum: momentum))
    return slot
  }

  /// Prefixes the names of all parameters recorded in `body` with `name` and a dot.
  package mutating func scope<Result>(_ name: String, _ body: (inout Self) -> Result) -> Result {
    scopes.append(name)
    let result = body(&self)
    scopes.removeLast()
    return result
  }

  /// A number, in recording order, that identifies a primitive's own random stream.
  package mutating func randomPurpose() -> UInt32 {
    randomPurposes += 1
    return UInt32(randomPurposes)
  }

  /// Appends a primitive.
  package mutating func append(_ primitive: any Primitive<Scalar>) { primitives.append(primitive) }

  /// The plan with everything recorded.
  package consuming func finish() -> Plan<Scalar> {
    Plan(
      primitives: primitives, parameters: parameters, activationCount: activationCount,
      gradientCount: gradientCount,
      derivedCount: derivedCount, initialValues: initialValues, buffers: buffers)
  }
}
