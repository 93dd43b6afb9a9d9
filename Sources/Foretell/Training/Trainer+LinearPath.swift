import ForetellClassics
import ForetellCore
import ForetellData

extension Trainer {
  /// The most windows that the regression is solved from; with more, evenly spread ones are taken.
  private static let mostRows = 60_000
  /// The penalties that are compared, in multiples of the windows' mean square.
  private static let strengths = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10]

  /// Sets the weights of the linear path from windows to forecasts to the solution of a ridge regression over the training
  /// windows.
  ///
  /// The penalty is the one whose regression over the earlier windows has the smallest squared error in the latest fifth of
  /// each series' windows; the weights stay zero where none has a smaller error there than zero weights. Of quantiles,
  /// the median's weights are set.
  func startFromRidge() {
    guard let path = network.shape.origins, path.hasSkip,
      let slot = network.plan.parameters.entries.first(where: { $0.name == "skip.weight" })?.slot
    else { return }
    let (earlier, latest) = spreadWindows()
    let held = moments(latest)
    var sums = moments(earlier)
    guard held.weight > 0, sums.weight > 0 else { return }
    let solver = RidgeSolver(inputs: path.window, outputs: network.shape.horizon)
    var (best, error) = (0.0, held.yy.reduce(0, +))
    for strength in Self.strengths {
      guard let solution = solver.solution(sums, penalty: Self.penalty(strength, sums)) else { continue }
      let own = held.squaredResiduals(solution, solver: solver).reduce(0, +)
      if own < error { (best, error) = (strength, own) }
    }
    sums.add(held)
    guard best > 0, let solution = solver.solution(sums, penalty: Self.penalty(best, sums)) else { return }
    let weights = store.value(slot)
    let (inputs, outputs) = (path.window, network.shape.horizon)
    for step in 0..<outputs {
      for place in 0..<inputs {
        weights[(step * network.head.width + network.head.centerColumn) * inputs + place] = Float(
          solution[place * outputs + step])
      }
    }
  }

  private static func penalty(_ strength: Double, _ sums: RegressionMoments) -> [Double] {
    let size = strength * sums.weight * sums.meanSquare(ofInputs: 0..<sums.inputs)
    return [Double](repeating: size, count: sums.inputs)
  }

  /// Sequences of training windows that don't overlap in their origins: those before the latest fifth of each series, and
  /// the latest fifth.
  private func spreadWindows() -> (earlier: [Int], latest: [Int]) {
    let (ranges, length) = (training.ranges, network.shape.steps)
    func blocks(_ range: Range<Int>) -> Int { (range.count + length - 1) / length }
    let total = ranges.reduce(0) { $0 + blocks($1) }
    let step = max((total * length + Self.mostRows - 1) / Self.mostRows, 1)
    var (earlier, latest): ([Int], [Int]) = ([], [])
    var number = 0
    for range in ranges {
      let count = blocks(range)
      for block in 0..<count {
        defer { number += 1 }
        guard number % step == 0 else { continue }
        let window = range.upperBound - 1 - block * length
        if 5 * block < count { latest.append(window) } else { earlier.append(window) }
      }
    }
    return (earlier, latest)
  }

  /// The sums over all origins of the given sequences of which every target was observed.
  private func moments(_ places: [Int]) -> RegressionMoments {
    let shape = network.shape
    let (inputs, outputs) = (shape.origins?.window ?? 0, shape.horizon)
    var sums = RegressionMoments(inputs: inputs, outputs: outputs)
    let x = Arena<Double>(count: shape.forecasts * inputs)
    let y = Arena<Double>(count: shape.forecasts * outputs)
    let xx = Arena<Double>(count: inputs * inputs)
    let xy = Arena<Double>(count: inputs * outputs)
    let memory = shards[0]
    let starts = memory.value(network.starts)
    for from in stride(from: 0, to: places.count, by: shape.rows) {
      let windows = places[from..<min(from + shape.rows, places.count)]
      for (row, window) in windows.enumerated() {
        filling.fillInputs(of: training[window], row: row, memory)
        filling.fillTargets(of: training[window], row: row, weight: 1, onlyLast: false, memory)
      }
      var count = 0
      for step in 0..<shape.steps {
        for row in 0..<windows.count where Float(step) >= starts[row] {
          if copy(step * shape.rows + row, memory, to: count, x.block, y.block, &sums.yy) { count += 1 }
        }
      }
      guard count > 0 else { continue }
      sums.weight += Double(count)
      Double.productTN(
        rows: inputs, columns: inputs, inner: count, a: x.block, aStride: inputs, b: x.block, bStride: inputs,
        into: xx.block, cStride: inputs)
      Double.productTN(
        rows: inputs, columns: outputs, inner: count, a: x.block, aStride: inputs, b: y.block,
        bStride: outputs, into: xy.block, cStride: outputs)
    }
    sums.xx = xx.block.array
    sums.xy = xy.block.array
    sums.observed = [Double](repeating: sums.weight, count: outputs)
    return sums
  }

  /// Copies an origin's window and targets to a row, and adds the targets' squares; false, and nothing added, where a target
  /// is missing.
  private func copy(
    _ origin: Int, _ memory: Memory<Float>, to row: Int, _ x: Block<Double>, _ y: Block<Double>,
    _ squares: inout [Double]
  ) -> Bool {
    let shape = network.shape
    let (inputs, outputs) = (shape.origins?.window ?? 0, shape.horizon)
    let (input, target) = (memory.value(network.input), memory.value(network.target))
    let weight = memory.value(network.weight)
    for step in 0..<outputs where weight[origin * outputs + step] == 0 { return false }
    for place in 0..<inputs { x[row * inputs + place] = Double(input[origin * shape.features + place]) }
    for step in 0..<outputs {
      let value = Double(target[origin * outputs + step])
      y[row * outputs + step] = value
      squares[step] += value * value
    }
    return true
  }
}
