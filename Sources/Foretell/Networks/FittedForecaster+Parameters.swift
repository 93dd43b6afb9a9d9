extension FittedForecaster {
  /// The trained parameters by block, in the model file's order.
  public var parameterBlocks: [(name: String, values: [Float])] {
    network.plan.parameters.entries.map { entry in
      let place = entry.slot.offset..<(entry.slot.offset + entry.slot.count)
      return (entry.name, Array(parameters[place]))
    }
  }
}
