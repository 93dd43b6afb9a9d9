"""Makes metrics.json with NumPy, for the measures of backtests over parts (Sources/Foretell/Metrics, MeasureList).

Needs: pip install numpy==2.4.6
Run in this folder: python make_metrics.py

Sources of the formulas: MASE and RMSSE: Hyndman and Koehler (2006); sMAPE, OWA and MSIS: Makridakis, Spiliotis and
Assimakopoulos (2020, M4); interval score: Gneiting and Raftery (2007), eq. 43; quantile loss and CRPS from quantiles:
Gneiting and Ranjan (2011); ND and NRMSE: Salinas et al. (2020). A window's measure is undefined where its formula divides by
zero or nothing was observed; averages leave such windows out, and count them. Windows of a series are averaged first, then
series; ND, NRMSE and WQL are ratios of totals. Of one step ahead, RMSE is the root of the mean squared error averaged like
the others, and RMSSE the mean over series of the root of the mean of squared scaled errors.

The file: season, levels, and windows with series, window, history, actual, and forecasts of the models `model`, `seasonal`
and `Naive2` (point, and bounds for the first); then the expected values by part and measure: null where undefined, and
the number of windows left out.
"""

import json
import math

import numpy as np

SEASON, HORIZON, LEVELS = 4, 3, [80, 95]
random = np.random.default_rng(20261126)


def nothing(x):
    return None if x is None or not math.isfinite(x) else float(x)


def history(kind):
    t = np.arange(20)
    if kind == "short":
        return 5 + random.normal(size=3)
    if kind == "flat":
        return np.tile([3.0, 5, 4, 6], 5)
    y = 20 + 4 * np.sin(2 * np.pi * t / SEASON) + random.normal(size=20)
    if kind == "gap":
        y[[3, 11]] = np.nan
    return y


def make(series, kind):
    windows = []
    for window in range(2):
        past = history(kind)
        actual = np.nanmean(past) + 3 * random.normal(size=HORIZON)
        if kind == "zero":
            actual = np.zeros(HORIZON)
            if window == 1:
                actual[1] = 2.5
        if kind == "gap":
            actual[window] = np.nan
        if kind == "empty" and window == 0:
            actual[:] = np.nan
        point = np.nan_to_num(actual, nan=4.0) + random.normal(size=HORIZON) * 2
        width = [1.5 + random.random(HORIZON), 3 + random.random(HORIZON)]
        windows.append(
            dict(
                series=series, window=window, history=past, actual=actual, point=point,
                lower=[point - w for w in width], upper=[point + 1.2 * w for w in width],
                seasonal=point + random.normal(size=HORIZON) * 3,
                naive2=point + random.normal(size=HORIZON) * 2,
            )
        )
    return windows


def scales(past):
    difference = past[SEASON:] - past[:-SEASON] if len(past) > SEASON else np.array([])
    difference = difference[~np.isnan(difference)]
    if len(difference) == 0 or not np.any(difference):
        return None, None
    return np.abs(difference).mean(), (difference**2).mean()


def pinball(y, f, q):
    return np.where(y >= f, q * (y - f), (1 - q) * (f - y))


def measures(w, point, bounds, steps):
    """The measures of one window at the given steps, None where undefined, and what ratios of totals need."""
    y, f = w["actual"][steps], point[steps]
    seen = ~np.isnan(y)
    absolute, squared = scales(w["history"])
    names = ["mae", "mse", "rmse", "bias", "mape", "smape", "mase", "rmsse", "nd", "nrmse"]
    if bounds:
        names += ["wql", "crps"] + [f"{m}-{l}" for l in LEVELS for m in ("interval-score", "msis", "coverage")]
    result = {name: None for name in names}
    if not seen.any():
        return result, None
    y, f = y[seen], f[seen]
    e = y - f
    result["mae"], result["mse"], result["bias"] = np.abs(e).mean(), (e**2).mean(), (f - y).mean()
    result["rmse"] = np.sqrt(result["mse"])
    if not np.any(y == 0):
        result["mape"] = 100 * np.abs(e / y).mean()
    result["smape"] = (200 * np.abs(e) / (np.abs(y) + np.abs(f))).mean()
    if absolute is not None:
        result["mase"] = np.abs(e).mean() / absolute
        result["rmsse"] = np.sqrt((e**2).mean() / squared)
    total = dict(n=len(y), size=np.abs(y).sum(), error=np.abs(e).sum(), square=(e**2).sum(), loss=0.0)
    if total["size"] > 0:
        result["nd"] = total["error"] / total["size"]
        result["nrmse"] = np.sqrt(total["square"] / len(y)) / (total["size"] / len(y))
    if bounds:
        quantiles = {0.5: f}
        for place, level in enumerate(LEVELS):
            lower, upper = w["lower"][place][steps][seen], w["upper"][place][steps][seen]
            alpha = 1 - level / 100
            quantiles[alpha / 2], quantiles[1 - alpha / 2] = lower, upper
            score = (upper - lower) + 2 / alpha * (lower - y) * (y < lower) + 2 / alpha * (y - upper) * (y > upper)
            result[f"interval-score-{level}"] = score.mean()
            if absolute is not None:
                result[f"msis-{level}"] = score.mean() / absolute
            result[f"coverage-{level}"] = ((lower <= y) & (y <= upper)).mean()
        losses = [2 * pinball(y, forecast, q).sum() for q, forecast in quantiles.items()]
        total["loss"] = np.mean(losses)
        result["crps"] = total["loss"] / len(y)
        if total["size"] > 0:
            result["wql"] = total["loss"] / total["size"]
    return result, total


def average(windows, key, bounds, steps):
    """The averages over windows of the forecasts under `key`."""
    single = [(w["series"], *measures(w, w[key], bounds, steps)) for w in windows]
    names = list(single[0][1])
    values, gone = {}, {}
    one = len(steps) == 1
    for name in names:
        gone[name] = sum(result[name] is None for _, result, _ in single)
        if name in ("nd", "nrmse", "wql"):
            totals = [total for _, _, total in single if total]
            size, n = sum(t["size"] for t in totals), sum(t["n"] for t in totals)
            if not size:
                values[name] = None
            elif name == "nd":
                values[name] = sum(t["error"] for t in totals) / size
            elif name == "wql":
                values[name] = sum(t["loss"] for t in totals) / size
            else:
                values[name] = math.sqrt(sum(t["square"] for t in totals) / n) / (size / n)
            # Zeros don't leave a window out of the totals.
            if size:
                gone[name] = len(single) - len(totals)
            continue
        base = "mse" if one and name == "rmse" else name
        groups = {}
        for series, result, _ in single:
            if result[base] is not None:
                groups.setdefault(series, []).append(result[base] ** 2 if one and name == "rmsse" else result[base])
        means = [np.mean(group) for group in groups.values()]
        if one and name == "rmsse":
            means = [math.sqrt(m) for m in means]
        values[name] = np.mean(means) if means else None
        if one and name == "rmse" and means:
            values[name] = math.sqrt(values[name])
    return values, gone


def whole(windows, steps):
    values, gone = average(windows, "point", True, steps)
    seasonal, _ = average(windows, "seasonal", False, steps)
    naive2, _ = average(windows, "naive2", False, steps)
    values["skill"] = None
    if values["mase"] is not None and seasonal["mase"]:
        values["skill"] = 1 - values["mase"] / seasonal["mase"]
    values["owa"] = None
    if None not in (values["smape"], values["mase"]) and naive2["smape"] and naive2["mase"]:
        values["owa"] = (values["smape"] / naive2["smape"] + values["mase"] / naive2["mase"]) / 2
    return dict(values={k: nothing(v) for k, v in values.items()}, undefined=gone)


KINDS = {"a": "plain", "b": "gap", "c": "short", "d": "flat", "e": "zero", "f": "empty", "g": "plain"}
windows = [w for series, kind in KINDS.items() for w in make(series, kind)]
everything = np.arange(HORIZON)


def listed(x):
    return [nothing(v) for v in x]


document = dict(
    season=SEASON, levels=LEVELS,
    windows=[
        dict(
            series=w["series"], window=w["window"], history=listed(w["history"]), actual=listed(w["actual"]),
            point=listed(w["point"]), lower=[listed(x) for x in w["lower"]],
            upper=[listed(x) for x in w["upper"]], seasonal=listed(w["seasonal"]), naive2=listed(w["naive2"]),
        )
        for w in windows
    ],
    all=whole(windows, everything),
    series={s: whole([w for w in windows if w["series"] == s], everything) for s in KINDS},
    window=[whole([w for w in windows if w["window"] == n], everything) for n in range(2)],
    step=[whole(windows, np.array([n])) for n in range(HORIZON)],
)
with open("metrics.json", "w") as file:
    json.dump(document, file, indent=1)
    file.write("\n")
