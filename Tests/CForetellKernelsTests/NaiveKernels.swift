import ForetellCore
import Testing

/// The naive twin of every kernel: plain loops in the documented order, one fused multiply-add per step.
enum Naive<Element: KernelScalar> {
  static func fma(_ a: Element, _ b: Element, _ c: Element) -> Element { c.addingProduct(a, b) }

  /// `start` plus the sum of `count` products a[k·aStep] b[k·bStep].
  static func chain(
    _ start: Element, _ count: Int, _ a: [Element], _ aFrom: Int, _ aStep: Int, _ b: [Element], _ bFrom: Int,
    _ bStep: Int
  ) -> Element {
    var sum = start
    for k in 0..<count { sum = fma(a[aFrom + k * aStep], b[bFrom + k * bStep], sum) }
    return sum
  }

  /// The same sum with factors rounded to bfloat16, in pairs of terms, the odd one first.
  static func roundedChain(
    _ start: Element, _ count: Int, _ a: [Element], _ aFrom: Int, _ aStep: Int, _ b: [Element], _ bFrom: Int,
    _ bStep: Int
  ) -> Element {
    var sum = start
    for k in stride(from: 0, to: count, by: 2) {
      for k in [k + 1, k] where k < count {
        sum = fma(rounded(a[aFrom + k * aStep]), rounded(b[bFrom + k * bStep]), sum)
      }
    }
    return sum
  }

  /// Rounds to bfloat16: to the nearest value with eight bits of mantissa, ties to even; denormal numbers
  /// become zero.
  static func rounded(_ x: Element) -> Element {
    guard x.isNormal else { return x.isSubnormal ? x * 0 : x }
    let unit = Element(sign: .plus, exponent: x.exponent - 7, significand: 1)
    return (x / unit).rounded(.toNearestOrEven) * unit
  }

  enum Orientation: CaseIterable { case nn, nt, tn }

  static func product(
    _ orientation: Orientation, _ m: Int, _ n: Int, _ k: Int, _ a: [Element], _ lda: Int, _ b: [Element],
    _ ldb: Int, _ c: [Element], _ ldc: Int, rounds: Bool = false
  ) -> [Element] {
    let chain = rounds ? roundedChain : chain
    var c = c
    for i in 0..<m {
      for j in 0..<n {
        c[i * ldc + j] = chain(
          c[i * ldc + j], k, a, orientation == .tn ? i : i * lda, orientation == .tn ? lda : 1, b,
          orientation == .nt ? j * ldb : j, orientation == .nt ? 1 : ldb)
      }
    }
    return c
  }

  static func mapped(_ function: KernelElementMap<Element>, _ x: Element) -> Element {
    let y = Guarded<Element>([x])
    function(1, y.start, y.start)
    return y.contents()[0]
  }
  // Their accuracy has its own test; here the kernel on a single element serves as the reference.
  static func sigmoid(_ x: Element) -> Element { mapped(Element.sigmoidKernel, x) }
  static func tangent(_ x: Element) -> Element { mapped(Element.tanhKernel, x) }
}

typealias KernelElementMap<Element> = (Int64, UnsafePointer<Element>?, UnsafeMutablePointer<Element>?) -> Void

/// One time step of a cell with all its inputs.
struct CellCase<Element: KernelScalar> {
  let gates: Int
  let batch: Int
  let inputs: Int
  let hidden: Int
  let weightInput: [Element]
  let weightHidden: [Element]
  let bias: [Element]
  let x: [Element]
  var previous: [Element]
  let previousCell: [Element]
  let dH: [Element]
  let dCell: [Element]
  let dPrevious: [Element]
  let dPreviousCell: [Element]
  /// Whether states, their gradients, recurrent weights and wide inputs are rounded to bfloat16.
  var rounds = false

  init(gates: Int, batch: Int, inputs: Int, hidden: Int, seed: Int, startsAtZero: Bool = false) {
    var numbers = Numbers(seed)
    self.gates = gates
    self.batch = batch
    self.inputs = inputs
    self.hidden = hidden
    weightInput = numbers.array(gates * hidden * inputs)
    weightHidden = numbers.array(gates * hidden * hidden, scale: 0.3)
    bias = numbers.array(4 * hidden)
    x = numbers.array(batch * inputs, scale: 2)
    previous =
      startsAtZero ? Array(repeating: 0, count: batch * hidden) : numbers.array(batch * hidden)
    previousCell = numbers.array(batch * hidden, scale: 2)
    dH = numbers.array(batch * hidden)
    dCell = numbers.array(batch * hidden)
    dPrevious = numbers.array(batch * hidden)
    dPreviousCell = numbers.array(batch * hidden)
  }

  /// `start` plus the input's contribution to pre-activation `row` (gate · hidden + unit) of batch row `b`.
  func inputPart(_ b: Int, _ row: Int, _ start: Element) -> Element {
    (rounds && inputs >= 32 ? Naive.roundedChain : Naive.chain)(
      start, inputs, x, b * inputs, 1, weightInput, row * inputs, 1)
  }
  /// `start` plus the state's contribution.
  func hiddenPart(_ b: Int, _ row: Int, _ start: Element, _ state: [Element]? = nil) -> Element {
    (rounds ? Naive.roundedChain : Naive.chain)(
      start, hidden, state ?? previous, b * hidden, 1, weightHidden, row * hidden, 1)
  }
  /// dPrevious + d · Wh, where row b of `d` has the gates' gradients at `places` (in units of `hidden`).
  func stateGradient(_ start: [Element], _ d: [Element], width: Int, places: [Int], firstGate: Int = 0)
    -> [Element]
  {
    var result = start
    for b in 0..<batch {
      for j in 0..<hidden {
        var sum = result[b * hidden + j]
        var gate = 0
        while gate < places.count {
          // Neighbouring blocks form one sum.
          var last = gate
          while last + 1 < places.count && places[last + 1] == places[last] + 1 { last += 1 }
          sum = (rounds ? Naive.roundedChain : Naive.chain)(
            sum, (last - gate + 1) * hidden, d, (b * width + places[gate]) * hidden, 1, weightHidden,
            (firstGate + gate) * hidden * hidden + j, hidden)
          gate = last + 1
        }
        result[b * hidden + j] = sum
      }
    }
    return result
  }

  func naiveRNN(activation: Int32) -> [[Element]] {
    var h = previous
    var dPre = previous
    for b in 0..<batch {
      for u in 0..<hidden {
        let a = hiddenPart(b, u, inputPart(b, u, bias[u]))
        let i = b * hidden + u
        let y = activation == 0 ? Naive.tangent(a) : activation == 1 ? max(a, 0) : Naive.sigmoid(a)
        h[i] = y
        switch activation {
        case 0: dPre[i] = dH[i] * Naive.fma(-y, y, 1)
        case 1: dPre[i] = y > 0 ? dH[i] : 0
        default: dPre[i] = dH[i] * (y * (1 - y))
        }
      }
    }
    return [h, dPre, stateGradient(dPrevious, dPre, width: 1, places: [0])]
  }

  func naiveLSTM() -> [[Element]] {
    var gates = [Element](repeating: 0, count: 4 * batch * hidden)
    var dGates = gates
    var c = previous
    var h = previous
    var dC = dCell
    var dCP = dPreviousCell
    for b in 0..<batch {
      for u in 0..<hidden {
        let a = (0..<4).map { gate in
          let s = hiddenPart(b, gate * hidden + u, inputPart(b, gate * hidden + u, bias[gate * hidden + u]))
          return gate == 2 ? Naive.tangent(s) : Naive.sigmoid(s)
        }
        let i = b * hidden + u
        let cell = Naive.fma(a[1], previousCell[i], a[0] * a[2])
        let t = Naive.tangent(cell)
        c[i] = cell
        h[i] = a[3] * t
        let d = Naive.fma(dH[i] * a[3], Naive.fma(-t, t, 1), dCell[i])
        dC[i] = d
        dCP[i] = Naive.fma(d, a[1], dPreviousCell[i])
        let slopes = [
          d * a[2] * (a[0] * (1 - a[0])), d * previousCell[i] * (a[1] * (1 - a[1])),
          d * a[0] * Naive.fma(-a[2], a[2], 1), dH[i] * t * (a[3] * (1 - a[3])),
        ]
        for gate in 0..<4 {
          gates[(4 * b + gate) * hidden + u] = a[gate]
          dGates[(4 * b + gate) * hidden + u] = slopes[gate]
        }
      }
    }
    return [gates, c, h, dGates, dC, dCP, stateGradient(dPrevious, dGates, width: 4, places: [0, 1, 2, 3])]
  }

  func naiveGRU() -> [[Element]] {
    var saved = [Element](repeating: 0, count: 4 * batch * hidden)
    var dSaved = saved
    var h = previous
    var dHP = dPrevious
    for b in 0..<batch {
      for u in 0..<hidden {
        let i = b * hidden + u
        let r = Naive.sigmoid(hiddenPart(b, u, inputPart(b, u, bias[u])))
        let z = Naive.sigmoid(hiddenPart(b, hidden + u, inputPart(b, hidden + u, bias[hidden + u])))
        let m = hiddenPart(b, 2 * hidden + u, bias[3 * hidden + u])
        let n = Naive.tangent(Naive.fma(r, m, inputPart(b, 2 * hidden + u, bias[2 * hidden + u])))
        h[i] = Naive.fma(z, previous[i] - n, n)
        let dn = dH[i] * (1 - z) * Naive.fma(-n, n, 1)
        let values = [r, z, n, m]
        let slopes = [dn * m * (r * (1 - r)), dH[i] * (previous[i] - n) * (z * (1 - z)), dn, dn * r]
        for part in 0..<4 {
          saved[(4 * b + part) * hidden + u] = values[part]
          dSaved[(4 * b + part) * hidden + u] = slopes[part]
        }
        dHP[i] = Naive.fma(dH[i], z, dPrevious[i])
      }
    }
    return [saved, h, dSaved, stateGradient(dHP, dSaved, width: 4, places: [0, 1, 3])]
  }

  func naiveMGU() -> [[Element]] {
    let size = batch * hidden
    var (f, reset) = ([Element](repeating: 0, count: size), [Element](repeating: 0, count: size))
    for b in 0..<batch {
      for u in 0..<hidden {
        let i = b * hidden + u
        f[i] = Naive.sigmoid(hiddenPart(b, u, inputPart(b, u, bias[u])))
        reset[i] = f[i] * previous[i]
      }
    }
    var saved = [Element](repeating: 0, count: 3 * size)
    var (dSaved, h, dHP) = (saved, previous, dPrevious)
    for b in 0..<batch {
      for u in 0..<hidden {
        let i = b * hidden + u
        let start = inputPart(b, hidden + u, bias[hidden + u])
        let n = Naive.tangent(hiddenPart(b, hidden + u, start, reset))
        h[i] = Naive.fma(f[i], n - previous[i], previous[i])
        for (part, value) in [f[i], n, reset[i]].enumerated() { saved[(3 * b + part) * hidden + u] = value }
        let slope = Naive.fma(-n, n, 1)
        dSaved[(3 * b + 1) * hidden + u] = dH[i] * f[i] * slope
        dSaved[(3 * b + 2) * hidden + u] = reset[i]
        dHP[i] = Naive.fma(dH[i], 1 - f[i], dPrevious[i])
      }
    }
    let dReset = stateGradient(
      [Element](repeating: 0, count: size), dSaved, width: 3, places: [1], firstGate: 1)
    for b in 0..<batch {
      for u in 0..<hidden {
        let i = b * hidden + u
        let n = saved[(3 * b + 1) * hidden + u]
        let direct: Element = dH[i] * (n - previous[i])
        let df = Naive.fma(dReset[i], previous[i], direct)
        dSaved[3 * b * hidden + u] = df * (f[i] * (1 - f[i]))
        dHP[i] = Naive.fma(dReset[i], f[i], dHP[i])
      }
    }
    return [saved, h, dSaved, stateGradient(dHP, dSaved, width: 3, places: [0])]
  }
}
