"""Makes the golden models: python3 make_models.py FORETELL. Python 3.9 or newer, no packages.

FORETELL is the release whose models and forecasts are to be kept. Files that are there already stay as they are, so
that a later release adds cases and never replaces the models of an earlier one.
"""

import datetime
import json
import math
import pathlib
import struct
import subprocess
import sys

FORETELL = pathlib.Path(sys.argv[1]).resolve()
HERE = pathlib.Path(__file__).resolve().parent
SMALL = "--hidden-size 3 --epochs 2 --input-size 8 --windows-per-epoch 40 --quiet".split()


def write(name, header, rows):
    path = HERE / name
    if not path.exists():
        path.write_text("\n".join([header] + rows) + "\n")


def data():
    rows = [f"{1990 + i // 12}-{i % 12 + 1:02d},{round(50 + i + 9 * math.sin(i * math.pi / 6), 2)}" for i in range(72)]
    write("monthly.csv", "month,value", rows)
    write("signed.csv", "month,value", [f"{r.split(',')[0]},{round(5 * math.sin(n), 3)}" for n, r in enumerate(rows)])
    panel = []
    for number, unit in enumerate(["a", "b", "c"]):
        for i in range(48):
            gap = number == 1 and i in (20, 21) or number == 2 and i > 45
            value = "" if gap else round(20 + 7 * number + i % 7 + 0.1 * (i * i % 5), 2)
            panel.append(f"{unit},2024-{1 + i // 28:02d}-{1 + i % 28:02d},{value},{i % 4}")
    write("panel.csv", "unique_id,ds,y,price", panel)
    hours = [f"2024-01-{1 + i // 24:02d} {i % 24:02d}:00:00,{round(30 + 8 * math.sin(i * math.pi / 12) + i % 5, 2)}"
             for i in range(24 * 10)]
    write("hourly.csv", "hour,load", hours)
    write("nights.csv", "hour,load", [h for n, h in enumerate(hours) if 8 <= n % 24 < 18])
    write("minutes.csv", "minute,load",
          [f"2024-01-{1 + i // 96:02d} {i % 96 // 4:02d}:{i % 4 * 15:02d}:00,{round(40 + 9 * math.sin(i * math.pi / 48) + i % 3, 2)}"
           for i in range(96 * 5)])
    known = []
    for number, shop in enumerate(["a", "b"]):
        for i in range(64):
            value = round(30 + 9 * number + i % 7 + 6 * (i % 9 == 4), 2) if i < 56 else ""
            day = datetime.date(2024, 1, 1) + datetime.timedelta(days=i)
            known.append(f"{shop},{day},{value},{int(i % 9 == 4)},{'sun' if i % 3 else 'rain'},{i % 5 if i < 56 else ''},{['north', 'south'][number]}")
    write("known.csv", "shop,day,sales,promo,sky,visits,region", known)
    write("holidays.csv", "date,name", ["2024-01-10,Founders", "2024-02-10,Founders", "2024-03-02,Founders"])
    write("quarterly.csv", "quarter,value", [f"{1990 + i // 4}-Q{i % 4 + 1},{100 + 3 * i + i % 4 * 5}" for i in range(48)])
    write("yearly.csv", "year,value", [f"{1950 + i},{100 + i * 7 % 13 + i}" for i in range(48)])


CASES = {}


def case(name, csv, options="", predict=""):
    CASES[name] = (csv, options.split(), predict.split())


for cell in ["lstm", "gru", "rnn", "rnn-relu"]:
    case(cell, "monthly.csv", f"--model {cell}")
for loss in ["squared", "absolute", "huber"]:
    case(f"loss-{loss}", "monthly.csv", f"--loss {loss}")
for transform in ["none", "log", "box-cox"]:
    case(f"transform-{transform}", "monthly.csv", f"--transform {transform}")
for scaling in ["season", "standard", "robust", "last-value", "none"]:
    case(f"scaling-{scaling}", "signed.csv", f"--scaling {scaling}")
case("loss-gaussian", "panel.csv", "--loss gaussian", "--horizon 9")
for kind in ["layer", "batch"]:
    case(f"norm-{kind}", "monthly.csv", f"--norm {kind} --layers 2")
case("norm-mlp", "panel.csv", "--model mlp --norm batch --optimizer rmsprop --centered --momentum 0.5")
case("bf16", "monthly.csv", "--precision bf16")
case("layers", "monthly.csv", "--layers 2 --bidirectional --model gru")
case("bidirectional", "panel.csv", "--bidirectional")
case("no-calendar", "monthly.csv", "--no-calendar")
case("season", "monthly.csv", "--season 4")
case("no-season", "monthly.csv", "--season 1")
case("validation", "monthly.csv", "--validation-size 6 --patience 1")
case("long-horizon", "monthly.csv", "", "--horizon 11")
case("no-levels", "monthly.csv", "--level none")
case("bounds", "monthly.csv", "--lower-bound 40 --upper-bound 128")
case("panel", "panel.csv")
case("covariates", "panel.csv", "--covariates price")
case("linear-gaps", "panel.csv", "--gaps linear")
case("panel-squared", "panel.csv", "--loss squared --model gru")
case("hourly", "hourly.csv")
case("seasonal-differences", "minutes.csv")
case("closed-times", "nights.csv")
case("all-stamps", "nights.csv", "--all-stamps")
case("quarterly", "quarterly.csv")
case("yearly", "yearly.csv", "--optimizer nesterov --schedule constant")
# Since networks have an architecture, a head and a recipe.
for kind in ["mgu", "mlp"]:
    case(kind, "monthly.csv", f"--model {kind}")
case("slstm", "monthly.csv", "--model slstm --hidden-size 8")
case("origins", "monthly.csv", "--reading origins --segment 12 --deseasonalize")
case("origins-panel", "panel.csv", "--reading origins --segment 12 --no-deseasonalize --model gru --loss squared --covariates price --layers 2")
case("origins-signed", "signed.csv", "--reading origins --scaling level --model slstm --hidden-size 4")
KNOWN = "--id shop --time day --target sales --future promo,sky --static region --past visits"
case("known", "known.csv", KNOWN)
case("known-origins", "known.csv", KNOWN + " --reading origins --segment 12 --model gru")
case("known-mlp", "known.csv", KNOWN + " --model mlp --loss gaussian")
case("holidays", "known.csv", "--id shop --time day --target sales --holidays holidays.csv")
case("deepar", "panel.csv", "--model deepar --hidden-size 6 --layers 1 --samples 50")
case("deepar-known", "known.csv", KNOWN + " --model deepar --hidden-size 4 --cell gru --likelihood gaussian --samples 20 --validation-size 6")
case("auto", "panel.csv", "--reading auto --segment 6 --ensemble 2 --linear-path ridge --sampling series")
case("ridge", "panel.csv", "--model ridge", "--horizon 9")
case("zero", "panel.csv", "--model zero", "--horizon 9")
case("tuned", "monthly.csv", "--from zero --epochs 2", "--horizon 30")
case("combination", "hourly.csv", "--model auto", "--horizon 9")
case("combination-given", "monthly.csv", "--models ridge,ets,drift --combine greedy --intervals model")
# Files of reference methods, which the library writes (`UPDATE_GOLDEN=1 swift test --filter baselinesHaveGoldenFiles`).
BASELINES = sorted(HERE.glob("baseline-*.model"))


def run(words):
    done = subprocess.run([FORETELL] + words, cwd=HERE, capture_output=True)
    if done.returncode:
        sys.exit(f"{words}: {done.stderr.decode()}")
    return done.stdout


def older(source, target):
    """The model as releases wrote it that knew none of the later optional keys and tensors."""
    content = (HERE / source).read_bytes()
    size = struct.unpack("<Q", content[:8])[0]
    header, body = json.loads(content[8:8 + size]), content[8 + size:]
    metadata = header.pop("__metadata__")
    about = json.loads(metadata["description"])
    for key in ["forecastHorizon", "readsSeasonalDifferences", "closedTimes", "openHorizon", "warnings", "maskedEnds"]:
        about.pop(key, None)
    for key in ["precision", "bounds"]:
        about["configuration"].pop(key, None)
    metadata["description"] = json.dumps(about, separators=(",", ":"), sort_keys=True)
    left_out = {"state.observed", "state.minimum", "state.maximum", "state.spread", "calibration"}
    kept, data = {}, b""
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"][0]):
        if name not in left_out:
            start, end = entry["data_offsets"]
            kept[name] = dict(entry, data_offsets=[len(data), len(data) + end - start])
            data += body[start:end]
    metadata.pop("foretell.checksum", None)
    metadata["foretell.checksum"] = checksum(metadata, kept, data)
    text = json.dumps({"__metadata__": metadata, **kept}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (HERE / target).write_bytes(struct.pack("<Q", len(text)) + text + data)


def checksum(metadata, tensors, data):
    """FNV-1a, 64 bits, over the header without the checksum and the data."""
    entries = dict(sorted(metadata.items()))
    value = 0xCBF29CE484222325
    for byte in json.dumps({"__metadata__": entries, **tensors}, separators=(",", ":")).encode() + data:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"fnv1a64:{value:016x}"


def predictions(model, csv, more):
    # Where holidays belong to the model, a CSV needs the calendar again.
    calendar = ["--holidays", "holidays.csv"] if model == "holidays.model" else []
    lines = [["predict"] + words + more
             for words in ([model], [model, "--json"], [model, csv] + calendar, [model, csv, "--json"] + calendar)]
    return [{"arguments": words, "output": run(words).decode()} for words in lines]


def main():
    data()
    index_path = HERE / "models.json"
    index = json.loads(index_path.read_text()) if index_path.exists() else {}
    for name, (csv, options, predict) in CASES.items():
        model = f"{name}.model"
        if name in index:
            continue
        horizon = [] if "--horizon" in options else ["--horizon", "4"]
        small = SMALL[2:] if "--hidden-size" in options else ["--quiet"] if {"ridge", "zero", "auto", "--models"} & set(options) else SMALL
        run(["fit", csv, "--save", model] + horizon + small + options)
        index[name] = {"fit": options, "predictions": []}
        index[name]["predictions"] = predictions(model, csv, predict)
    for name in ["lstm", "loss-squared", "panel", "covariates", "bidirectional"]:
        if f"older-{name}" not in index:
            older(f"{name}.model", f"older-{name}.model")
            index[f"older-{name}"] = {
                "fit": None, "predictions": predictions(f"older-{name}.model", CASES[name][0], [])}
    for path in BASELINES:
        if path.stem not in index:
            index[path.stem] = {"fit": None, "predictions": predictions(path.name, "monthly.csv", [])}
    index_path.write_text(json.dumps(index, indent=1, sort_keys=True) + "\n")


main()
