#!/usr/bin/env bash
# Draws how the error of forecasts depends on the length of the history.
#
# From the series of us-employment, the last N months before each of four dates are kept, a year is forecast, and the mean
# sMAPE over series and dates is printed for each model and N. The picture has one line per model.
#
# usage: history-length.sh CSV PICTURE.svg
set -euo pipefail
csv=$1 picture=$2
models=(zero lstm lstm+from=none ets theta)
names=("zero" "lstm" "lstm, random weights" "ets" "theta")
lengths=(12 18 24 36 60 96 144)
part=$(mktemp)
trap 'rm -f "$part"' EXIT

# The last $1 months and a year, $2 years before the end, of every series.
cut_table() {
  awk -F, -v length_="$1" -v years="$2" '
    NR == 1 { print; next }
    { if ($1 != id) { id = $1; series++ } rows[series, ++count[series]] = $0 }
    END {
      for (s = 1; s <= series; s++) {
        end = count[s] - 12 * years
        for (r = end - 12 - length_ + 1; r <= end; r++) if (r > 0) print rows[s, r]
      }
    }' "$csv"
}

table=""
for length in "${lengths[@]}"; do
  line=$length
  for model in "${models[@]}"; do
    sum=0
    for years in 0 2 4 6; do
      cut_table "$length" "$years" > "$part"
      score=$(foretell backtest "$part" --horizon 12 --windows 1 --models "$model" 2> /dev/null |
        awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "smape") c = i } NR == 2 { print $c }')
      sum=$(awk -v a="$sum" -v b="$score" 'BEGIN { print a + b }')
    done
    line="$line $(awk -v s="$sum" 'BEGIN { printf "%.3f", s / 4 }')"
  done
  table="$table$line"$'\n'
done
printf '%-7s' months
printf '%22s' "${names[@]}"
echo
printf '%s' "$table" | while read -r length scores; do
  printf '%-7s' "$length"
  # shellcheck disable=SC2086
  printf '%22s' $scores
  echo
done
printf '%s' "$table" | awk -v names="$(IFS='|'; echo "${names[*]}")" '
  BEGIN { split(names, name, "|"); split("#1f77b4 #d62728 #ff9896 #2ca02c #9467bd", color, " ") }
  { x[NR] = $1; for (i = 2; i <= NF; i++) { y[NR, i - 1] = $i; if ($i > top) top = $i } models = NF - 1 }
  function across(v) { return 60 + 520 * (log(v) - log(x[1])) / (log(x[NR]) - log(x[1])) }
  function down(v) { return 300 - 260 * v / top }
  END {
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 350\" font-family=\"sans-serif\" font-size=\"13\">"
    print "<rect width=\"760\" height=\"350\" fill=\"white\"/>"
    print "<text x=\"60\" y=\"22\">sMAPE of a year ahead, by months of history</text>"
    for (i = 1; i <= NR; i++)
      printf "<text x=\"%.1f\" y=\"322\" text-anchor=\"middle\">%s</text>\n", across(x[i]), x[i]
    for (v = 0; v <= top; v += top / 4)
      printf "<line x1=\"60\" x2=\"580\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/><text x=\"52\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>\n", down(v), down(v), down(v) + 4, v
    for (m = 1; m <= models; m++) {
      printf "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"", color[m]
      for (i = 1; i <= NR; i++) printf "%.1f,%.1f ", across(x[i]), down(y[i, m])
      print "\"/>"
      printf "<line x1=\"600\" x2=\"620\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"/>", 50 + 22 * m, 50 + 22 * m, color[m]
      printf "<text x=\"626\" y=\"%d\">%s</text>\n", 54 + 22 * m, name[m]
    }
    print "</svg>"
  }' > "$picture"
