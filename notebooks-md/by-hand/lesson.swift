// The numbers of the notebook "From perceptron to BPTT by hand".
//
//     swiftc -O lesson.swift -o lesson && ./lesson perceptron
//
// Written to be read: no vectors are packed, no loop is saved. What Foretell trains with does the same sums in
// Sources/ForetellLayers/Recurrent and Sources/CForetellKernels.
import Glibc

// MARK: - The perceptron

/// Says 1 when the weighted sum of its inputs is positive, else 0 (Rosenblatt 1958).
struct Perceptron {
  var w = [0.0, 0.0]
  var b = 0.0

  func output(_ x: [Double]) -> Double {
    w[0] * x[0] + w[1] * x[1] + b > 0 ? 1 : 0
  }

  mutating func learn(_ x: [Double], _ target: Double) {
    let error = target - output(x)
    w[0] += error * x[0]
    w[1] += error * x[1]
    b += error
  }
}

let corners = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]

func perceptron(_ name: String, _ targets: [Double]) {
  var neuron = Perceptron()
  print("\(name)\npass  wrong    w1    w2     b")
  for pass in 1...8 {
    var wrong = 0
    for (x, target) in zip(corners, targets) {
      if neuron.output(x) != target { wrong += 1 }
      neuron.learn(x, target)
    }
    print(
      "\(pass)         \(wrong)", digits(neuron.w[0], 0, 5), digits(neuron.w[1], 0, 5), digits(neuron.b, 0, 5)
    )
    if wrong == 0 { return }
  }
}

// MARK: - One neuron, gradient descent

/// y = tanh(w x + b) and L = (y − target)² / 2.
func neuron() {
  let (x, target) = (2.0, 0.5)
  var (w, b) = (0.3, 0.1)
  func loss(_ w: Double, _ b: Double) -> Double {
    let y = tanh(w * x + b)
    return (y - target) * (y - target) / 2
  }
  print("step         w         b         y         L     dL/dw   by differences")
  for step in 0...5 {
    let y = tanh(w * x + b)
    let dy = y - target
    let da = dy * (1 - y * y)
    let (dw, db) = (da * x, da)
    let slope = difference { loss(w + $0, b) }
    print("\(step)   ", digits(w), digits(b), digits(y), digits(loss(w, b)), digits(dw), digits(slope, 6, 16))
    w -= 0.5 * dw
    b -= 0.5 * db
  }
}

// MARK: - Two layers, back-propagation

/// h = tanh(W x + c), y = tanh(v · h + b); learns XOR.
func layers() {
  var w = [[0.5, -0.4], [-0.3, 0.6]]
  var (c, v, b) = ([0.1, -0.1], [0.4, 0.3], 0.0)
  let targets = [-1.0, 1.0, 1.0, -1.0]

  func forward(_ x: [Double]) -> (h: [Double], y: Double) {
    let h = (0..<2).map { j in tanh(w[j][0] * x[0] + w[j][1] * x[1] + c[j]) }
    return (h, tanh(v[0] * h[0] + v[1] * h[1] + b))
  }
  print("pass  mean loss    y(0,0)    y(0,1)    y(1,0)    y(1,1)")
  for pass in 0...1000 {
    if [0, 10, 100, 1000].contains(pass) {
      let y = corners.map { forward($0).y }
      let loss = zip(y, targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / 8 }
      print(pad("\(pass)", -4), digits(loss, 4, 10), y.map { digits($0, 2, 9) }.joined(separator: " "))
    }
    for (x, target) in zip(corners, targets) {
      let (h, y) = forward(x)
      let deltaOut = (y - target) * (1 - y * y)
      let delta = (0..<2).map { j in v[j] * deltaOut * (1 - h[j] * h[j]) }
      for j in 0..<2 {
        v[j] -= 0.1 * deltaOut * h[j]
        c[j] -= 0.1 * delta[j]
        for k in 0..<2 { w[j][k] -= 0.1 * delta[j] * x[k] }
      }
      b -= 0.1 * deltaOut
    }
  }
}

// MARK: - A recurrent network

/// h_t = tanh(wx x_t + wh h_{t−1} + b) with H units and one input; y = v · h_T, L = (y − target)² / 2.
struct RNN {
  var wx: [Double]
  var wh: [[Double]]
  var b: [Double]
  var v: [Double]
  var units: Int { wx.count }

  /// h_0 … h_T.
  func states(_ x: [Double]) -> [[Double]] {
    var h = [[Double](repeating: 0, count: units)]
    for t in 1...x.count {
      var new = [Double](repeating: 0, count: units)
      for i in 0..<units {
        var sum = wx[i] * x[t - 1] + b[i]
        for j in 0..<units { sum += wh[i][j] * h[t - 1][j] }
        new[i] = tanh(sum)
      }
      h.append(new)
    }
    return h
  }

  func loss(_ x: [Double], _ target: Double) -> Double {
    let h = states(x)
    let y = zip(v, h[x.count]).reduce(0) { $0 + $1.0 * $1.1 }
    return (y - target) * (y - target) / 2
  }

  /// Back-propagation through time: the gradient of every parameter, and of every state.
  func backward(_ x: [Double], _ target: Double) -> (parameters: RNN, dh: [[Double]]) {
    let h = states(x)
    var d = RNN(
      wx: [Double](repeating: 0, count: units),
      wh: [[Double]](repeating: [Double](repeating: 0, count: units), count: units),
      b: [Double](repeating: 0, count: units), v: [Double](repeating: 0, count: units))
    var dh = [[Double]](repeating: [Double](repeating: 0, count: units), count: x.count + 1)
    let y = zip(v, h[x.count]).reduce(0) { $0 + $1.0 * $1.1 }
    for i in 0..<units {
      d.v[i] = (y - target) * h[x.count][i]
      dh[x.count][i] = (y - target) * v[i]
    }
    for t in (1...x.count).reversed() {
      for i in 0..<units {
        let a = dh[t][i] * (1 - h[t][i] * h[t][i])
        d.wx[i] += a * x[t - 1]
        d.b[i] += a
        for j in 0..<units {
          d.wh[i][j] += a * h[t - 1][j]
          dh[t - 1][j] += wh[i][j] * a
        }
      }
    }
    return (d, dh)
  }

  /// The parameters one after the other, with their names.
  var list: [(name: String, value: Double)] {
    let one = units == 1
    var list: [(String, Double)] = []
    for i in 0..<units { list.append((one ? "wx" : "wx[\(i)]", wx[i])) }
    for i in 0..<units {
      for j in 0..<units { list.append((one ? "wh" : "wh[\(i)][\(j)]", wh[i][j])) }
    }
    for i in 0..<units { list.append((one ? "b" : "b[\(i)]", b[i])) }
    return list
  }

  /// The same network with one of the parameters of `list` moved.
  func moved(_ place: Int, by step: Double) -> RNN {
    var copy = self
    let (H, HH) = (units, units * units)
    switch place {
    case 0..<H: copy.wx[place] += step
    case H..<(H + HH): copy.wh[(place - H) / H][(place - H) % H] += step
    default: copy.b[place - H - HH] += step
    }
    return copy
  }
}

let x = [1.0, 0.5, -1.0]
let target = 0.5
let small = RNN(wx: [0.5], wh: [[0.8]], b: [0.1], v: [1])
let pair = RNN(wx: [0.5, -0.3], wh: [[0.8, 0.2], [-0.4, 0.6]], b: [0.1, -0.2], v: [1, 0.7])

func rnn(_ network: RNN) {
  let h = network.states(x)
  let (gradient, dh) = network.backward(x, target)
  let y = zip(network.v, h[3]).reduce(0) { $0 + $1.0 * $1.1 }
  print("t    x_t  unit        h_t    dL/dh_t")
  for t in 0...3 {
    for i in 0..<network.units {
      let input = t == 0 ? "     –" : digits(x[t - 1], 1, 6)
      print("\(t) \(input)  \(pad("\(i)", -4)) \(digits(h[t][i], 6, 10)) \(digits(dh[t][i], 6, 10))")
    }
  }
  print("y = \(digits(y, 6, 0)), L = \(digits(network.loss(x, target), 6, 0))")
  print("parameter       by BPTT   by differences")
  for (place, entry) in gradient.list.enumerated() {
    let slope = difference { network.moved(place, by: $0).loss(x, target) }
    print(pad("dL/d\(entry.name)", -12), digits(entry.value, 8, 12), digits(slope, 8, 14))
  }
}

// MARK: - An LSTM of one unit

/// Four gates, each with a weight for the input, one for the state and a bias.
struct LSTM {
  struct Gate {
    var wx: Double
    var wh: Double
    var b: Double
    func callAsFunction(_ x: Double, _ h: Double) -> Double { wx * x + wh * h + b }
  }
  /// Input gate, forget gate, candidate, output gate.
  var i, f, g, o: Gate

  struct Step {
    var i = 0.0, f = 0.0, g = 0.0, o = 0.0, c = 0.0, h = 0.0
  }

  func steps(_ x: [Double]) -> [Step] {
    var all = [Step()]
    for t in 1...x.count {
      let before = all[t - 1]
      var s = Step()
      s.i = sigmoid(i(x[t - 1], before.h))
      s.f = sigmoid(f(x[t - 1], before.h))
      s.g = tanh(g(x[t - 1], before.h))
      s.o = sigmoid(o(x[t - 1], before.h))
      s.c = s.f * before.c + s.i * s.g
      s.h = s.o * tanh(s.c)
      all.append(s)
    }
    return all
  }

  func loss(_ x: [Double], _ target: Double) -> Double {
    let y = steps(x)[x.count].h
    return (y - target) * (y - target) / 2
  }

  func backward(_ x: [Double], _ target: Double) -> (parameters: LSTM, dh: [Double], dc: [Double]) {
    let s = steps(x)
    let zero = Gate(wx: 0, wh: 0, b: 0)
    var d = LSTM(i: zero, f: zero, g: zero, o: zero)
    var dh = [Double](repeating: 0, count: x.count + 1)
    var dc = dh
    dh[x.count] = s[x.count].h - target
    for t in (1...x.count).reversed() {
      let (n, p) = (s[t], s[t - 1])  // now and previous
      dc[t] += dh[t] * n.o * (1 - tanh(n.c) * tanh(n.c))
      let ai = dc[t] * n.g * n.i * (1 - n.i)
      let af = dc[t] * p.c * n.f * (1 - n.f)
      let ag = dc[t] * n.i * (1 - n.g * n.g)
      let ao = dh[t] * tanh(n.c) * n.o * (1 - n.o)
      dc[t - 1] += dc[t] * n.f
      dh[t - 1] += i.wh * ai + f.wh * af + g.wh * ag + o.wh * ao
      for (gate, a) in [(\LSTM.i, ai), (\LSTM.f, af), (\LSTM.g, ag), (\LSTM.o, ao)] {
        d[keyPath: gate].wx += a * x[t - 1]
        d[keyPath: gate].wh += a * p.h
        d[keyPath: gate].b += a
      }
    }
    return (d, dh, dc)
  }
}

func lstm() {
  let cell = LSTM(
    i: .init(wx: 0.5, wh: 0.4, b: 0), f: .init(wx: 0.3, wh: -0.2, b: 1),
    g: .init(wx: 0.9, wh: 0.5, b: 0.1), o: .init(wx: 0.6, wh: 0.1, b: 0.2))
  let s = cell.steps(x)
  let (gradient, dh, dc) = cell.backward(x, target)
  print("t    x_t         i         f         g         o         c         h   dL/dh_t   dL/dc_t")
  for t in 0...3 {
    let input = t == 0 ? "     –" : digits(x[t - 1], 1, 6)
    let values = [s[t].i, s[t].f, s[t].g, s[t].o, s[t].c, s[t].h, dh[t], dc[t]]
    print("\(t) \(input)", values.map { digits($0, 6, 9) }.joined(separator: " "))
  }
  print("parameter       by BPTT   by differences")
  let gates: [(String, WritableKeyPath<LSTM, LSTM.Gate>)] = [("i", \.i), ("f", \.f), ("g", \.g), ("o", \.o)]
  let parts: [(String, WritableKeyPath<LSTM.Gate, Double>)] = [("wx", \.wx), ("wh", \.wh), ("b", \.b)]
  for (part, number) in parts {
    for (gate, place) in gates {
      let path = place.appending(path: number)
      let slope = difference { step in
        var moved = cell
        moved[keyPath: path] += step
        return moved.loss(x, target)
      }
      print(pad("dL/d\(part)_\(gate)", -12), digits(gradient[keyPath: path], 8, 12), digits(slope, 8, 14))
    }
  }
}

// MARK: - What is left after many steps

/// ∂h_T/∂h_{T−l} of one unit that has seen an impulse, and ∂c_T/∂c_{T−l} = f^l of a cell state with a constant gate.
func vanish() {
  let lags = [1, 2, 5, 10, 20, 50, 100]
  func row(_ name: String, _ factor: (Int) -> Double) {
    var product = 1.0
    var cells: [String] = []
    for step in 1...100 {
      product *= factor(step)
      if lags.contains(step) { cells.append(pad(power(product), 9)) }
    }
    print(pad(name, -24), cells.joined(separator: " "))
  }
  print(pad("lag", -24), lags.map { pad("\($0)", 9) }.joined(separator: " "))
  for w in [0.5, 0.9, 1.0, 1.1, 1.5] {
    var h = 0.5
    row("tanh, wh = \(digits(w, 1, 0))") { _ in
      h = tanh(w * h)
      return w * (1 - h * h)
    }
  }
  for w in [0.9, 1.1] { row("ReLU, wh = \(digits(w, 1, 0))") { _ in w } }
  for bias in [0.0, 1.0, 3.0, 4.6] {
    row("LSTM, forget bias \(digits(bias, 1, 0))") { _ in sigmoid(bias) }
  }
}

// MARK: - Small tools

func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// The slope of a function at 0 by central differences; the error is of the order of the step's square.
func difference(_ loss: (Double) -> Double) -> Double {
  let step = 1e-5
  return (loss(step) - loss(-step)) / (2 * step)
}

/// A number with so many decimals, right-aligned.
func digits(_ value: Double, _ decimals: Int = 6, _ width: Int = 9) -> String {
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let whole = Int((abs(value) * scale).rounded())
  var text = "\(whole)"
  if decimals > 0 {
    while text.count <= decimals { text = "0" + text }
    text.insert(".", at: text.index(text.endIndex, offsetBy: -decimals))
  }
  return pad(value < 0 && whole > 0 ? "-" + text : text, width)
}

/// Two digits and a power of ten: `3.4e-5`; plain from 0.01 to 100.
func power(_ value: Double) -> String {
  if value >= 0.01, value < 100 { return digits(value, 3, 0) }
  var (mantissa, exponent) = (value, 0)
  while mantissa >= 9.95 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
  while mantissa < 0.995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
  return "\(digits(mantissa, 1, 0))e\(exponent)"
}

/// Right-aligned in a width, left-aligned in a negative one.
func pad(_ text: String, _ width: Int) -> String {
  let blanks = String(repeating: " ", count: max(0, abs(width) - text.count))
  return width < 0 ? text + blanks : blanks + text
}

switch CommandLine.arguments.dropFirst().first {
case "perceptron":
  perceptron("AND", [0, 0, 0, 1])
  perceptron("XOR", [0, 1, 1, 0])
case "neuron": neuron()
case "layers": layers()
case "rnn": rnn(CommandLine.arguments.count > 2 ? pair : small)
case "lstm": lstm()
case "vanish": vanish()
default: print("usage: lesson perceptron | neuron | layers | rnn [2] | lstm | vanish")
}
