import ForetellCore

/// A whole sequence through a recurrent cell as one primitive: back-propagation through time is the two loops below.
///
/// Legend: T steps, B rows, I inputs, H hidden units. Input [T,B,I]; state slots hold T+1 blocks [B,H] and
/// begin with the initial state in block 0 (block T when reversed), so that the first step is like the
/// others; saved [T,B,savedWidth·H]. After `backward` the state slots still hold the gradient of every step,
/// which the gradient monitor reads.
package struct RecurrentSequence<Cell: RecurrentCell, Scalar: KernelScalar>: Primitive {
  let cell: Cell
  let steps: Int
  let batch: Int
  let inputs: Int
  let hidden: Int
  let precision: ProductPrecision
  let isReversed: Bool
  let truncation: Int?
  let input: Slot
  let weightInput: Slot
  let weightHidden: Slot
  let bias: Slot
  let packed: Slot
  let states: Slot
  let cellStates: Slot?
  let saved: Slot
  let discarded: Slot?
  let starts: Slot?

  package func prepare(_ store: ParameterStore<Scalar>) {
    cell.pack(
      inputs: inputs, hidden: hidden, precision: precision, weightInput: store.value(weightInput),
      weightHidden: store.value(weightHidden), bias: store.value(bias), into: store.value(packed))
  }

  package func forward(_ memory: Memory<Scalar>) {
    let x = memory.value(input)
    let h = memory.value(states)
    let c = cellStates.map { memory.value($0) }
    let kept = memory.value(saved)
    let weights = memory.value(packed)
    let stateSize = batch * hidden
    for order in 0..<steps {
      let place = StepPlace(order: order, steps: steps, isReversed: isReversed)
      // Without a backward pass saved values aren't needed, and all steps write to the same, cached memory.
      let savedAt = memory.hasGradients ? place.time : 0
      cell.forward(
        ForwardStep(
          batch: batch, inputs: inputs, hidden: hidden, packed: weights,
          x: x.slice(place.time * batch * inputs, batch * inputs),
          previous: h.slice(place.previous * stateSize, stateSize),
          previousCell: c?.slice(place.previous * stateSize, stateSize),
          saved: kept.slice(savedAt * stateSize * cell.savedWidth, stateSize * cell.savedWidth),
          cell: c?.slice(place.current * stateSize, stateSize),
          h: h.slice(place.current * stateSize, stateSize)))
      skipPaddedRows(memory, place, h)
      if let c { skipPaddedRows(memory, place, c) }
    }
  }

  package func backward(_ memory: Memory<Scalar>) {
    let h = memory.value(states)
    let dH = memory.gradient(states)
    let c = cellStates.map { memory.value($0) }
    let dC = cellStates.map { memory.gradient($0) }
    let kept = memory.value(saved)
    let weights = memory.value(packed)
    let stateSize = batch * hidden
    let stepsTogether = max(1, Self.rowsTogether / batch)
    var waiting = 0
    for order in (0..<steps).reversed() {
      let place = StepPlace(order: order, steps: steps, isReversed: isReversed)
      skipPaddedRowsBackward(memory, place, dH)
      if let dC { skipPaddedRowsBackward(memory, place, dC) }
      // At a border of truncation the gradient of the previous state is discarded.
      var dPrevious = dH.slice(place.previous * stateSize, stateSize)
      var dPreviousCell = dC?.slice(place.previous * stateSize, stateSize)
      if let truncation, let discarded, (steps - order) % truncation == 0, order > 0 {
        dPrevious = memory.value(discarded)
        if dPreviousCell != nil { dPreviousCell = dPrevious }
      }
      cell.backward(
        BackwardStep(
          batch: batch, inputs: inputs, hidden: hidden, packed: weights,
          saved: kept.slice(place.time * stateSize * cell.savedWidth, stateSize * cell.savedWidth),
          h: h.slice(place.current * stateSize, stateSize),
          previous: h.slice(place.previous * stateSize, stateSize),
          cell: c?.slice(place.current * stateSize, stateSize),
          previousCell: c?.slice(place.previous * stateSize, stateSize),
          dH: dH.slice(place.current * stateSize, stateSize),
          dCell: dC?.slice(place.current * stateSize, stateSize), dPrevious: dPrevious,
          dPreviousCell: dPreviousCell))
      waiting += 1
      if waiting == stepsTogether || order == 0 {
        addWeightGradients(memory, first: isReversed ? place.time - waiting + 1 : place.time, count: waiting)
        waiting = 0
      }
    }
  }

  /// Number of rows (steps × batch) whose weight gradients are computed in one product.
  ///
  /// Few enough that the values just written by the steps are still in the second-level cache, and many
  /// enough that reading and writing the sums costs little. The results' bits depend on this number.
  private static var rowsTogether: Int { 128 }

  /// dW += Σ_t a_tᵀ [x_t, h_{t−1}] as one product over `count` steps; then the gradient of the input, if it
  /// has one.
  private func addWeightGradients(_ memory: Memory<Scalar>, first: Int, count: Int) {
    let rows = count * batch
    let width = cell.savedWidth * hidden
    let a = memory.value(saved).slice(first * batch * width, rows * width)
    let x = memory.value(input).slice(first * batch * inputs, rows * inputs)
    let firstPrevious = isReversed ? first + 1 : first
    let previous = memory.value(states).slice(firstPrevious * batch * hidden, rows * hidden)
    let dWeightHidden = memory.gradient(weightHidden)
    let areStatesRounded = precision == .bfloat16
    let areInputsRounded = precision.roundsInputs(inputs)
    addProduct(
      isRounded: areInputsRounded, rows: cell.gates * hidden, columns: inputs, inner: rows, a: a,
      aStride: width, b: x, into: memory.gradient(weightInput))
    for part in cell.hiddenParts {
      let blockRows = part.blocks * hidden
      addProduct(
        isRounded: areStatesRounded, rows: blockRows, columns: hidden, inner: rows,
        a: a.slice(part.saved * hidden, a.count - part.saved * hidden), aStride: width, b: previous,
        into: dWeightHidden.slice(part.weight * hidden * hidden, blockRows * hidden))
    }
    Scalar.columnSums(
      rows: rows, columns: cell.biasGates * hidden, a: a, aStride: width, into: memory.gradient(bias))
    if input.hasGradient {
      let dX = memory.gradient(input).slice(first * batch * inputs, rows * inputs)
      if areInputsRounded {
        Scalar.roundedProductNN(
          rows: rows, columns: inputs, inner: cell.gates * hidden, a: a, aStride: width,
          b: memory.value(weightInput), bStride: inputs, into: dX, cStride: inputs)
      } else {
        Scalar.productNN(
          rows: rows, columns: inputs, inner: cell.gates * hidden, a: a, aStride: width,
          b: memory.value(weightInput), bStride: inputs, into: dX, cStride: inputs)
      }
    }
  }

  /// C[rows,columns] += A[inner,rows]ᵀ · B[inner,columns]; B and C are dense.
  private func addProduct(
    isRounded: Bool, rows: Int, columns: Int, inner: Int, a: Block<Scalar>, aStride: Int, b: Block<Scalar>,
    into c: Block<Scalar>
  ) {
    if isRounded {
      Scalar.roundedProductTN(
        rows: rows, columns: columns, inner: inner, a: a, aStride: aStride, b: b, bStride: columns, into: c,
        cStride: columns)
    } else {
      Scalar.productTN(
        rows: rows, columns: columns, inner: inner, a: a, aStride: aStride, b: b, bStride: columns, into: c,
        cStride: columns)
    }
  }

  /// Undoes a step for the rows that are still padding at this time step, so that padding never affects a
  /// result: their state is zero or, when reversed, stays that of the step read before, which is the final
  /// one.
  private func skipPaddedRows(_ memory: Memory<Scalar>, _ place: StepPlace, _ blocks: Block<Scalar>) {
    guard let starts else { return }
    let first = memory.value(starts)
    for row in 0..<batch where Scalar(place.time) < first[row] {
      let state = blocks.slice((place.current * batch + row) * hidden, hidden)
      if isReversed {
        state.copy(from: blocks.slice((place.previous * batch + row) * hidden, hidden))
      } else {
        state.fill(0)
      }
    }
  }

  /// The backward pass of `skipPaddedRows`: when reversed, the gradient of a copied state is added to the
  /// state it was copied from; then it is zeroed.
  private func skipPaddedRowsBackward(
    _ memory: Memory<Scalar>, _ place: StepPlace, _ gradients: Block<Scalar>
  ) {
    guard let starts else { return }
    let first = memory.value(starts)
    for row in 0..<batch where Scalar(place.time) < first[row] {
      let gradient = gradients.slice((place.current * batch + row) * hidden, hidden)
      if isReversed {
        Scalar.add(
          count: hidden, x: gradient,
          into: gradients.slice((place.previous * batch + row) * hidden, hidden))
      }
      gradient.fill(0)
    }
  }
}

/// The positions of the blocks that the step with number `order` of a pass uses.
struct StepPlace {
  let time: Int
  let previous: Int
  let current: Int

  init(order: Int, steps: Int, isReversed: Bool) {
    time = isReversed ? steps - 1 - order : order
    previous = isReversed ? time + 1 : time
    current = isReversed ? time : time + 1
  }
}
