import ForetellCore

/// A whole sequence through a recurrent cell as one primitive: back-propagation through time is the two loops below.
///
/// Legend: T steps, B rows, I inputs, H hidden units. Input [T,B,I]; the slot of states holds T+1 blocks [B,H] of each
/// state, which begin with the initial one in block 0 (block T when reversed), so that the first step is like the
/// others; saved [T,B,savedWidth·H]. After `backward` the states' gradients still hold those of every step, which the
/// gradient monitor reads.
package struct RecurrentSequence<Cell: RecurrentCell, Scalar: KernelScalar>: Primitive {
  let cell: Cell
  let layout: CellLayout
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
  /// All states [S, …], one after the other at equal distances.
  let states: Slot
  /// The distance between two states; kept, because a look at a slot's shape at each step takes time.
  let stateDistance: Int
  let saved: Slot
  let scratch: Slot?
  /// Takes the gradients that truncation discards [S,B,H].
  let discarded: Slot?
  let starts: Slot?

  package func prepare(_ store: ParameterStore<Scalar>) {
    precondition(
      precision == .full || hidden <= ProductPrecision.widest,
      "bfloat16 takes at most \(ProductPrecision.widest) hidden units, got \(hidden)")
    cell.pack(
      inputs: inputs, hidden: hidden, precision: precision, weightInput: store.value(weightInput),
      weightHidden: store.value(weightHidden), bias: store.value(bias), into: store.value(packed))
  }

  package func forward(_ memory: Memory<Scalar>) {
    let x = memory.value(input)
    let s = memory.value(states)
    let kept = memory.value(saved)
    let weights = memory.value(packed)
    let keptSize = batch * hidden * layout.savedWidth
    for order in 0..<steps {
      let place = StepPlace(order: order, steps: steps, isReversed: isReversed)
      // Without a backward pass saved values aren't needed, and all steps write to the same, cached memory.
      let savedAt = memory.hasGradients ? place.time : 0
      cell.forward(
        ForwardStep(
          batch: batch, inputs: inputs, hidden: hidden, packed: weights,
          x: x.slice(place.time * batch * inputs, batch * inputs), previous: blocks(s, place.previous),
          saved: kept.slice(savedAt * keptSize, keptSize), current: blocks(s, place.current)))
      skipPaddedRows(memory, place)
    }
  }

  package func backward(_ memory: Memory<Scalar>) {
    let s = memory.value(states)
    let dS = memory.gradient(states)
    let kept = memory.value(saved)
    let weights = memory.value(packed)
    let keptSize = batch * hidden * layout.savedWidth
    let between = scratch.map { memory.value($0) } ?? kept.slice(0, 0)
    let stepsTogether = max(1, Self.rowsTogether / batch)
    var waiting = 0
    for order in (0..<steps).reversed() {
      let place = StepPlace(order: order, steps: steps, isReversed: isReversed)
      skipPaddedRowsBackward(memory, place)
      // At a border of truncation the gradients of the previous states are discarded.
      var dPrevious = blocks(dS, place.previous)
      if let truncation, let discarded, (steps - order) % truncation == 0, order > 0 {
        dPrevious = StateBlocks(
          all: memory.value(discarded), first: 0, distance: batch * hidden, size: batch * hidden)
      }
      cell.backward(
        BackwardStep(
          batch: batch, inputs: inputs, hidden: hidden, packed: weights,
          saved: kept.slice(place.time * keptSize, keptSize), scratch: between,
          current: blocks(s, place.current), previous: blocks(s, place.previous),
          dCurrent: blocks(dS, place.current), dPrevious: dPrevious))
      waiting += 1
      if waiting == stepsTogether || order == 0 {
        addWeightGradients(memory, first: isReversed ? place.time - waiting + 1 : place.time, count: waiting)
        waiting = 0
      }
    }
  }

  /// The states, or their gradients, in block `number`.
  @inline(__always)
  private func blocks(_ all: Block<Scalar>, _ number: Int) -> StateBlocks<Scalar> {
    StateBlocks(
      all: all, first: number * batch * hidden, distance: stateDistance, size: batch * hidden)
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
    let gates = layout.gates.count
    let width = layout.savedWidth * hidden
    let a = memory.value(saved).slice(first * batch * width, rows * width)
    let x = memory.value(input).slice(first * batch * inputs, rows * inputs)
    let firstPrevious = isReversed ? first + 1 : first
    let previous = memory.value(states).slice(firstPrevious * batch * hidden, rows * hidden)
    let areInputsRounded = precision.roundsInputs(inputs)
    addProduct(
      isRounded: areInputsRounded, rows: gates * hidden, columns: inputs, inner: rows, a: a,
      aStride: width, b: x, bStride: inputs, into: memory.gradient(weightInput))
    for part in layout.hiddenParts {
      switch part.operand {
      case .previousHidden:
        addHiddenProducts(part, rows: rows, a: a, b: previous, bStride: hidden, memory)
      case .saved(let block):
        addHiddenProducts(
          part, rows: rows, a: a, b: a.slice(block * hidden, a.count - block * hidden), bStride: width, memory
        )
      }
    }
    Scalar.columnSums(
      rows: rows, columns: layout.biasBlocks * hidden, a: a, aStride: width, into: memory.gradient(bias))
    if input.hasGradient {
      let dX = memory.gradient(input).slice(first * batch * inputs, rows * inputs)
      if areInputsRounded {
        Scalar.roundedProductNN(
          rows: rows, columns: inputs, inner: gates * hidden, a: a, aStride: width,
          b: memory.value(weightInput), bStride: inputs, into: dX, cStride: inputs)
      } else {
        Scalar.productNN(
          rows: rows, columns: inputs, inner: gates * hidden, a: a, aStride: width,
          b: memory.value(weightInput), bStride: inputs, into: dX, cStride: inputs)
      }
    }
  }

  /// The gradients of the recurrent weights of `part`, with factors b [rows, …] in rows `bStride` apart: one product, or
  /// with several heads one per gate and head.
  private func addHiddenProducts(
    _ part: CellLayout.HiddenPart, rows: Int, a: Block<Scalar>, b: Block<Scalar>, bStride: Int,
    _ memory: Memory<Scalar>
  ) {
    let heads = layout.heads(hidden: hidden)
    let columns = hidden / heads
    let dWeights = memory.gradient(weightHidden)
    let width = layout.savedWidth * hidden
    let (count, height) = heads == 1 ? (1, part.gates * hidden) : (part.gates * heads, columns)
    for block in 0..<count {
      let from = part.saved * hidden + block * height
      let operand = block % heads * columns
      addProduct(
        isRounded: precision == .bfloat16, rows: height, columns: columns, inner: rows,
        a: a.slice(from, a.count - from), aStride: width, b: b.slice(operand, b.count - operand),
        bStride: bStride,
        into: dWeights.slice((part.weight * hidden + block * height) * columns, height * columns))
    }
  }

  /// C[rows,columns] += A[inner,rows]ᵀ · B[inner,columns]; C is dense.
  private func addProduct(
    isRounded: Bool, rows: Int, columns: Int, inner: Int, a: Block<Scalar>, aStride: Int, b: Block<Scalar>,
    bStride: Int, into c: Block<Scalar>
  ) {
    if isRounded {
      Scalar.roundedProductTN(
        rows: rows, columns: columns, inner: inner, a: a, aStride: aStride, b: b, bStride: bStride, into: c,
        cStride: columns)
    } else {
      Scalar.productTN(
        rows: rows, columns: columns, inner: inner, a: a, aStride: aStride, b: b, bStride: bStride, into: c,
        cStride: columns)
    }
  }

  /// Undoes a step for the rows that are still padding at this time step, so that padding never affects a
  /// result: their states are the initial ones or, when reversed, stay those of the step read before, which are the
  /// final ones.
  private func skipPaddedRows(_ memory: Memory<Scalar>, _ place: StepPlace) {
    guard let starts else { return }
    let first = memory.value(starts)
    let all = memory.value(states)
    for row in 0..<batch where Scalar(place.time) < first[row] {
      let (before, now) = (blocks(all, place.previous), blocks(all, place.current))
      for number in layout.states.indices {
        let state = now[number].slice(row * hidden, hidden)
        if isReversed {
          state.copy(from: before[number].slice(row * hidden, hidden))
        } else {
          state.fill(Scalar(layout.states[number].initial))
        }
      }
    }
  }

  /// The backward pass of `skipPaddedRows`: when reversed, the gradient of a copied state is added to the
  /// state it was copied from; then it is zeroed.
  private func skipPaddedRowsBackward(_ memory: Memory<Scalar>, _ place: StepPlace) {
    guard let starts else { return }
    let first = memory.value(starts)
    let all = memory.gradient(states)
    for row in 0..<batch where Scalar(place.time) < first[row] {
      let (before, now) = (blocks(all, place.previous), blocks(all, place.current))
      for number in layout.states.indices {
        let gradient = now[number].slice(row * hidden, hidden)
        if isReversed {
          Scalar.add(count: hidden, x: gradient, into: before[number].slice(row * hidden, hidden))
        }
        gradient.fill(0)
      }
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
