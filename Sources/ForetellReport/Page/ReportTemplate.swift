/// The template and the style sheet of reports.
enum ReportTemplate {
  /// The page; `{{…}}` inserts escaped text, `{{{…}}}` inserts pictures and the style sheet unchanged.
  static let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="{{colorScheme}}">
    <title>{{title}}</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <main>
    <header>
    <h1>{{title}}</h1>
    {{#verdict}}
    <p class="verdict">{{.}}</p>
    {{/verdict}}
    {{#facts}}
    <dl>
    {{#items}}
    <div><dt>{{name}}</dt><dd>{{value}}</dd></div>
    {{/items}}
    </dl>
    {{/facts}}
    </header>
    {{#contents}}
    <nav aria-label="Contents"><ul>
    {{#items}}
    <li><a href="#{{id}}">{{heading}}</a></li>
    {{/items}}
    </ul></nav>
    {{/contents}}
    {{#sections}}
    <section id="{{id}}">
    <h2>{{heading}}</h2>
    {{#blocks}}
    {{#text}}
    <p>{{.}}</p>
    {{/text}}
    {{#code}}
    <pre><code>{{.}}</code></pre>
    {{/code}}
    {{#table}}
    {{> table}}
    {{/table}}
    {{#picture}}
    <figure>
    <div class="{{wideClass}}">{{{wide}}}</div>
    {{#narrow}}
    <div class="narrow">{{{.}}}</div>
    {{/narrow}}
    <details><summary>Data behind this picture</summary>
    {{#tables}}
    {{> table}}
    {{/tables}}
    </details>
    </figure>
    {{/picture}}
    {{/blocks}}
    </section>
    {{/sections}}
    {{#footer}}
    <footer><p>{{.}}</p></footer>
    {{/footer}}
    </main>
    </body>
    </html>

    """

  /// A table that scrolls on its own when it is wider than the page.
  static let table = """
    <div class="scroll" role="region" aria-label="{{label}}" tabindex="0">
    <table>
    {{#caption}}
    <caption>{{.}}</caption>
    {{/caption}}
    <thead><tr>{{#head}}<th scope="col"{{#numeric}} class="n"{{/numeric}}>{{text}}</th>{{/head}}</tr></thead>
    <tbody>
    {{#rows}}
    <tr>{{#cells}}<td{{#numeric}} class="n"{{/numeric}}>{{text}}</td>{{/cells}}</tr>
    {{/rows}}
    </tbody>
    </table>
    </div>
    {{#note}}
    <p class="note">{{.}}</p>
    {{/note}}

    """

  /// The style sheet of the page, without that of the pictures.
  static func style(_ theme: SVGRenderer.Theme) -> String {
    let colors: String
    switch theme {
    case .light: colors = variables(.light)
    case .dark: colors = variables(.dark)
    case .automatic:
      colors =
        variables(.light)
        + "@media screen and (prefers-color-scheme:dark){\(variables(.dark))}"
        + "@media screen{\(variables(.light, scope: ":root.light"))\(variables(.dark, scope: ":root.dark"))}"
    }
    return colors + layout
  }

  private static func variables(_ palette: Palette, scope: String = ":root") -> String {
    "\(scope){--paper:\(palette.paper);--ink:\(palette.ink);--muted:\(palette.muted);--line:\(palette.grid);"
      + "--link:\(palette.series[0])}"
  }

  private static let layout = """
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",\
    "Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
    main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem}
    h1{font-size:1.7rem;line-height:1.25;margin:.5rem 0 .75rem}
    h2{font-size:1.25rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line)}
    p{margin:.75rem 0;max-width:46rem}
    .verdict{font-size:1.15rem;border-left:4px solid var(--link);padding:.25rem 0 .25rem .9rem}
    dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.5rem 1.25rem;margin:1rem 0}
    dt{color:var(--muted);font-size:.85rem}
    dd{margin:0}
    nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:1rem 0}
    a{color:var(--link)}
    figure{margin:1.25rem -1rem}
    figure svg{display:block;width:100%;height:auto}
    .narrow{display:none}
    @media (max-width:600px){.wide{display:none}.narrow{display:block}}
    @media print{.wide{display:block}.narrow{display:none}figure{break-inside:avoid}}
    details{margin:.25rem 1rem;color:var(--muted)}
    summary{cursor:pointer;font-size:.9rem}
    .scroll{overflow-x:auto;max-height:28rem;margin:.75rem 0}
    table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;color:var(--ink)}
    caption{text-align:left;font-weight:600;padding:.25rem 0 .4rem}
    th,td{text-align:left;padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--line);white-space:nowrap}
    th{color:var(--muted);font-weight:600}
    .n{text-align:right}
    .note{font-size:.85rem;color:var(--muted)}
    pre{overflow-x:auto;font-size:.85rem;padding:.75rem 1rem;border:1px solid var(--line);border-radius:4px}
    footer{margin-top:3rem;color:var(--muted);font-size:.85rem}

    """
}
