/// The text above and below a drawing: title, subtitle and footer, broken into lines of its width.
struct SVGHeader {
  private var titleLines: [String]
  private var subtitleLines: [String]
  private var footerLines: [String]
  private var x: Double
  private var titleSize: Double
  /// The height of title and subtitle, including the space around them.
  private(set) var height: Double
  /// The height of the footer, including the space around it; 0 when there is none.
  private(set) var footerHeight: Double

  init(title: String, subtitle: String, footer: String, x: Double, width: Double, titleSize: Double) {
    titleLines = TextMeasure.lines(title, size: titleSize * 1.14, width: width)
    subtitleLines = TextMeasure.lines(subtitle, size: 12, width: width)
    footerLines = TextMeasure.lines(footer, size: 11, width: width)
    self.x = x
    self.titleSize = titleSize
    height = 10
    if !titleLines.isEmpty { height += Double(titleLines.count) * (titleSize + 4) }
    if !subtitleLines.isEmpty { height += Double(subtitleLines.count) * 16 + 2 }
    footerHeight = footerLines.isEmpty ? 0 : Double(footerLines.count) * 14 + 6
  }

  func write(to xml: inout XMLText, footerTop: Double) {
    var baseline = 10 + titleSize * 0.95
    for line in titleLines {
      xml.newLine()
      xml.element(
        "text",
        [
          ("x", number(x)), ("y", number(baseline)), ("font-size", number(titleSize)), ("font-weight", "600"),
        ], text: line)
      baseline += titleSize + 4
    }
    baseline = 10 + Double(titleLines.count) * (titleSize + 4) + (titleLines.isEmpty ? 10 : 11)
    for line in subtitleLines {
      xml.newLine()
      xml.element("text", [("x", number(x)), ("y", number(baseline)), ("class", "q")], text: line)
      baseline += 16
    }
    baseline = footerTop + 14
    for line in footerLines {
      xml.newLine()
      xml.element(
        "text", [("x", number(x)), ("y", number(baseline)), ("class", "q"), ("font-size", "11")], text: line)
      baseline += 14
    }
  }
}
