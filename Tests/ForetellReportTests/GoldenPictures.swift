@testable import ForetellReport

/// One small chart and the exact output of every renderer for it.
enum GoldenPictures {
  static var chart: Chart {
    .forecast(
      ForecastPicture(
        series: "a & b", model: "LSTM", quantity: "kW", stamps: (2010...2021).map(String.init),
        history: [3, 4, 6, .nan, 7, 6, 8, 9], point: [9, 10, 10.5, 11],
        intervals: [.init(level: 80, lower: [8.5, 9, 9, 9], upper: [9.5, 11, 12, 13])]))
  }

  static let svg = #"""
    <svg xmlns="http://www.w3.org/2000/svg" class="foretell-chart" viewBox="0 0 320 267" width="320" height="267" role="img" aria-labelledby="g-t g-d" font-size="12">
    <title id="g-t">Forecast of a &amp; b</title>
    <desc id="g-d">Line chart of a &amp; b. 8 observations from 2010 to 2017, between 3 and 9. 1 gap. LSTM forecasts 9 for 2018 and 11 for 2021. The 80 % interval of the last step goes from 9 to 13.</desc>
    <defs><clipPath id="g-c0"><rect x="50.3" y="131" width="253.7" height="110"/></clipPath></defs>
    <rect class="paper" width="320" height="267"/>
    <text x="16" y="25.2" font-size="16" font-weight="600">Forecast of a &amp; b</text>
    <text x="16" y="41" class="q">LSTM, 4 steps ahead</text>
    <path class="l ink" d="M16 56H38" stroke-width="1.6"/><text x="44" y="60">observed</text>
    <path class="l s0" d="M115.9 56H137.9" stroke-width="2.2"/><text x="143.9" y="60">LSTM</text>
    <rect x="16" y="68" width="22" height="12" class="s0f band" stroke="none"/><text x="44" y="78">80 % interval</text>
    <g class="grid"><path d="M50.3 241H304"/><path d="M50.3 219H304"/><path d="M50.3 197H304"/><path d="M50.3 175H304"/><path d="M50.3 153H304"/><path d="M50.3 131H304"/></g>
    <g class="axis"><path d="M50.3 241H304"/><path d="M54 241v4"/><path d="M165.9 241v4"/><path d="M277.9 241v4"/></g>
    <g font-size="12" text-anchor="end"><text x="44.3" y="245">2.5</text><text x="44.3" y="223">5.0</text><text x="44.3" y="201">7.5</text><text x="44.3" y="179">10.0</text><text x="44.3" y="157">12.5</text><text x="44.3" y="135">15.0</text></g>
    <g font-size="12" text-anchor="middle"><text x="54" y="258">2010</text><text x="165.9" y="258">2015</text><text x="277.9" y="258">2020</text></g>
    <text x="16" y="104" class="q">kW</text>
    <g clip-path="url(#g-c0)">
    <path class="s0f band" stroke="none" d="M233.1 179.4L255.5 166.2 277.9 157.4 300.3 148.6L300.3 183.8L277.9 183.8L255.5 183.8L233.1 188.2z"/>
    <path class="l muted" d="M221.9 131V241" stroke-width="1.2" stroke-dasharray="5 4"/>
    <path class="l ink" d="M54 236.6L76.4 227.8 98.8 210.2M143.5 201.4L165.9 210.2 188.3 192.6 210.7 183.8" stroke-width="1.6"/>
    <path class="l s0" d="M233.1 183.8L255.5 175 277.9 170.6 300.3 166.2" stroke-width="2.2"/></g>
    <text x="169.8" y="127" font-size="11" class="halo">forecast from 2018</text>
    <text x="169.8" y="127" font-size="11" class="q">forecast from 2018</text>
    </svg>

    """#

  static let braille = #"""
    Forecast of a & b
    LSTM, 4 steps ahead
    ░░ 80 % interval   ⠒⠒ observed   ⠶⠶ LSTM
    kW
       │                           │         ░░░
       │                           │   ░░░⢀⣀⣀⣤⣤⠶
    10 ┤                        ⢀⡀ │⢀⣠⣤⠶⠛⠛⠋⠉⠉░░░
       │                    ⢀⡠⠔⠊⠁  │⠈⠁░
       │       ⡀      ⠈⠑⠢⢄⡠⠔⠁      │
     5 ┤    ⣀⠔⠉                    │
       │⣀⠤⠒⠉                       │
       └┬─────────────────┬────────────────┬────
      2010              2015             2020

    """#

  static let ascii = #"""
    Forecast of a & b
    LSTM, 4 steps ahead
    .. 80 % interval   ** observed   oo LSTM
    kW
       |                           |         ...
       |                           |   .......oo
    10 +                        ** |oooooooooo..
       |                    ****   |...
       |      **      ******       |
     5 +   ***                     |
       |***                        |
       ++-----------------+----------------+----
      2010              2015             2020

    """#
}
