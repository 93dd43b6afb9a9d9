/// A grid of terminal cells on which dots are drawn: eight per cell with braille characters, one per cell in
/// ASCII.
struct DotCanvas {
  /// A colour as the parameter of an ANSI escape sequence, `nil` for the terminal's own.
  typealias Color = String?

  private struct Cell {
    var dots: UInt8 = 0
    var mark: Character?
    var color: Color = nil
    var shade: Character?
    var shadeColor: Color = nil
  }

  let columns: Int
  let rows: Int
  let usesDots: Bool
  private var cells: [Cell]

  init(columns: Int, rows: Int, usesDots: Bool) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    self.usesDots = usesDots
    cells = Array(repeating: Cell(), count: self.columns * self.rows)
  }

  /// The number of dots from left to right.
  var dotColumns: Int { usesDots ? columns * 2 : columns }
  /// The number of dots from top to bottom.
  var dotRows: Int { usesDots ? rows * 4 : rows }

  /// Sets one dot; outside the canvas it does nothing.
  mutating func dot(_ x: Int, _ y: Int, mark: Character, color: Color) {
    guard x >= 0, y >= 0, x < dotColumns, y < dotRows else { return }
    let index = usesDots ? (y / 4) * columns + x / 2 : y * columns + x
    if usesDots {
      // Unicode, chapter 21.1: dots 1–3 and 7 in the left column, 4–6 and 8 in the right, as bits from the lowest.
      let left: [UInt8] = [0x01, 0x02, 0x04, 0x40]
      let right: [UInt8] = [0x08, 0x10, 0x20, 0x80]
      cells[index].dots |= (x % 2 == 0 ? left : right)[y % 4]
    } else {
      cells[index].mark = mark
    }
    cells[index].color = color
  }

  /// The look of a line of dots, which distinguishes lines without colour; in ASCII their marks do.
  struct Stroke {
    /// Whether the line is two dots thick.
    var isThick = false
    /// Whether the line is dashed.
    var isDashed = false
    /// The number of dots drawn so far, so that dashes continue from one segment to the next.
    fileprivate var length = 0

    /// The stroke of the n-th line of a chart.
    init(_ index: Int = 0) {
      isThick = index % 2 == 1
      isDashed = index % 4 >= 2
    }

    /// The symbol of the stroke in a legend.
    var swatch: String {
      isDashed ? (isThick ? "⠰⠆" : "⠐⠂") : (isThick ? "⠶⠶" : "⠒⠒")
    }

    fileprivate mutating func isOn() -> Bool {
      defer { length += 1 }
      return !isDashed || length % 7 < 4
    }
  }

  /// Draws a straight line of dots.
  mutating func line(from: (x: Int, y: Int), to: (x: Int, y: Int), mark: Character, color: Color) {
    var stroke = Stroke()
    line(from: from, to: to, stroke: &stroke, mark: mark, color: color)
  }

  /// Draws a straight line of dots as part of a longer stroke.
  ///
  /// Source: J. E. Bresenham, IBM Systems Journal 4(1), 1965.
  mutating func line(
    from: (x: Int, y: Int), to: (x: Int, y: Int), stroke: inout Stroke, mark: Character, color: Color
  ) {
    let reach = 4 * max(dotColumns, dotRows)
    var (x, y) = (min(max(from.x, -reach), reach), min(max(from.y, -reach), reach))
    let (endX, endY) = (min(max(to.x, -reach), reach), min(max(to.y, -reach), reach))
    let (width, height) = ((endX - x).magnitude, (endY - y).magnitude)
    let (stepX, stepY) = (x < endX ? 1 : -1, y < endY ? 1 : -1)
    var error = Int(width) - Int(height)
    while true {
      if !usesDots || stroke.isOn() {
        dot(x, y, mark: mark, color: color)
        // The second dot is placed beside the first where the line is steep, and below it elsewhere.
        if usesDots, stroke.isThick {
          let isSteep = height > width
          dot(
            isSteep ? x + (x < dotColumns - 1 ? 1 : -1) : x, isSteep ? y : y + (y < dotRows - 1 ? 1 : -1),
            mark: mark, color: color)
        }
      }
      if x == endX && y == endY { return }
      let doubled = 2 * error
      if doubled > -Int(height) {
        error -= Int(height)
        x += stepX
      }
      if doubled < Int(width) {
        error += Int(width)
        y += stepY
      }
    }
  }

  /// Puts a character behind the dots of a cell; it is visible if the cell has none.
  mutating func shade(column: Int, row: Int, _ character: Character, color: Color) {
    guard column >= 0, row >= 0, column < columns, row < rows else { return }
    cells[row * columns + column].shade = character
    cells[row * columns + column].shadeColor = color
  }

  /// The rows as text, coloured if the style allows it.
  func lines(style: TerminalStyle) -> [String] {
    (0..<rows).map { row in
      var text = ""
      var run = ""
      var runColor: Color = nil
      for column in 0..<columns {
        let cell = cells[row * columns + column]
        let (character, color) = look(of: cell)
        if color != runColor {
          text += style.colored(run, runColor)
          run = ""
          runColor = color
        }
        run.append(character)
      }
      return text + style.colored(run, runColor)
    }
  }

  private func look(of cell: Cell) -> (Character, Color) {
    if cell.dots != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(cell.dots)) {
      return (Character(scalar), cell.color)
    }
    if let mark = cell.mark { return (mark, cell.color) }
    if let shade = cell.shade { return (shade, cell.shadeColor) }
    return (" ", nil)
  }
}
