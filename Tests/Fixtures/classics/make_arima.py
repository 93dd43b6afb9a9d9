"""Makes arima.json with statsmodels and StatsForecast, for ArimaTests and MSTLForecasterTests.

Needs: pip install numpy==2.4.6 statsforecast==2.1.1 statsmodels==0.15.0
Run in this folder: python make_arima.py

The series are those of make_classics.py and of `datasets`. "given" has log-likelihoods (of the differences, at the most
likely variance) and forecasts at given coefficients; "estimated" the greatest log-likelihood that statsmodels finds for an
order, from several starts; "automatic" the order that StatsForecast's AutoARIMA finds, with the AICc of its coefficients; "seasons" its MSTL.
"""

import csv
import json
import pathlib

import numpy as np
from scipy.optimize import minimize_scalar
from statsforecast.arima import auto_arima_f
from statsforecast.models import MSTL, AutoETS
from statsmodels.tsa.statespace.sarimax import SARIMAX

HERE = pathlib.Path(__file__).resolve().parent
DATASETS = HERE.parent.parent.parent / "datasets"
HORIZON = 12


def numbers(values):
    return [None if np.isnan(v) else float(v) for v in values]


def column(folder):
    path = next((DATASETS / folder).glob("*.csv"))
    with open(path) as file:
        rows = list(csv.reader(file))[1:]
    return np.array([float(row[-1]) for row in rows])


def series():
    kept = json.loads((HERE / "classics.json").read_text())["series"]
    found = {name: (np.array(one["values"]), one["season"]) for name, one in kept.items()}
    found["logair"] = (np.log(found["air"][0]), 12)
    # In percent: the filter of statsmodels ends its updates at a variance that is small in absolute terms.
    found["gdp"] = (100 * np.log(column("us-gdp")), 4)
    found["sunspots"] = (column("sunspots"), 1)
    return found


SERIES = series()

# Series, order, seasonal order, whether there is a constant, coefficients, the constant last.
GIVEN = [
    ("air", (0, 1, 1), (0, 1, 1), False, [-0.3, -0.5]),
    ("logair", (2, 1, 1), (1, 1, 1), False, [0.3, 0.2, -0.4, 0.25, -0.6]),
    ("nile", (1, 0, 1), (0, 0, 0), True, [0.8, -0.4, 900.0]),
    ("quarterly", (2, 0, 1), (1, 0, 1), True, [0.5, -0.2, 0.3, 0.7, -0.2, 100.0]),
    ("nile", (2, 1, 3), (0, 0, 0), True, [0.5, -0.2, 0.3, 0.1, 0.1, -2.0]),
    ("quarterly", (5, 1, 0), (0, 1, 1), False, [0.1, 0.1, 0.1, -0.2, 0.2, -0.5]),
    ("air", (1, 0, 0), (0, 1, 0), True, [0.7, 30.0]),
    ("flat", (0, 0, 3), (0, 0, 0), True, [0.2, -0.3, 0.1, 50.0]),
    ("gdp", (0, 2, 2), (0, 0, 0), False, [-0.6, -0.2]),
    ("air", (0, 1, 0), (0, 0, 0), False, []),
]
ESTIMATED = [
    ("air", (0, 1, 1), (0, 1, 1), False), ("logair", (0, 1, 1), (0, 1, 1), False), ("logair", (2, 1, 1), (0, 1, 1), False),
    ("logair", (1, 1, 0), (2, 1, 0), False), ("logair", (1, 0, 1), (0, 1, 1), True), ("nile", (1, 0, 1), (0, 0, 0), True),
    ("nile", (1, 1, 1), (0, 0, 0), False), ("quarterly", (1, 0, 0), (0, 1, 1), True),
    ("quarterly", (2, 1, 0), (1, 0, 0), True), ("flat", (1, 0, 1), (0, 0, 0), True), ("gdp", (1, 1, 1), (0, 0, 0), True),
    ("gdp", (0, 2, 2), (0, 0, 0), False), ("sunspots", (3, 0, 0), (0, 0, 0), True), ("sunspots", (2, 0, 2), (0, 0, 0), True),
]


def line(count, order, seasonal, season):
    """What a constant of 1 adds to the values: a level, or a line whose differences are 1."""
    if order[1] + seasonal[1] == 0:
        return np.ones(count)
    return np.arange(count) / (season if seasonal[1] else 1)


def model(y, order, seasonal, season, **options):
    return SARIMAX(y, order=order, seasonal_order=(*seasonal, season) if season > 1 else (0, 0, 0, 0), **options)


def given():
    for name, order, seasonal, has_constant, values in GIVEN:
        whole, season = SERIES[name]
        holes = whole.copy()
        holes[len(whole) // 2:len(whole) // 2 + 2] = np.nan
        holes[len(whole) - 4] = np.nan
        for y in [whole, holes]:
            lost = order[1] + season * seasonal[1]
            coefficients = np.array(values[:-1] if has_constant else values)
            steps = line(len(y) + HORIZON, order, seasonal, season) * (values[-1] if has_constant else 0)
            # The exact diffuse start leaves the first values out, but for a constant.
            exact = model(y - steps[:len(y)], order, seasonal, season, use_exact_diffuse=True)
            spread = np.log(np.nanvar(np.diff(y)))
            best = minimize_scalar(
                lambda size: -exact.loglike(np.r_[coefficients, np.exp(size)]), bracket=(spread - 2, spread), tol=1e-13)
            at = exact.smooth(np.r_[coefficients, np.exp(best.x)]).get_forecast(HORIZON)
            yield {
                "series": name, "values": numbers(y), "season": season, "order": [*order, *seasonal],
                "constant": values[-1] if has_constant else None, "coefficients": list(map(float, coefficients)),
                "likelihood": float(-best.fun + lost / 2 * np.log(2 * np.pi)),
                "point": numbers(at.predicted_mean + steps[len(y):]),
                "spread": numbers(at.se_mean / np.exp(best.x / 2)),
            }


def estimated():
    for name, order, seasonal, has_constant in ESTIMATED:
        y, season = SERIES[name]
        w = y
        for _ in range(seasonal[1]):
            w = w[season:] - w[:-season]
        for _ in range(order[1]):
            w = np.diff(w)
        stationary = model(
            w, (order[0], 0, order[2]), (seasonal[0], 0, seasonal[2]), season, trend="c" if has_constant else "n")
        starts = [None] + [np.random.default_rng(seed).normal(0, 0.2, stationary.k_params) for seed in range(3)]
        fits = []
        for start in starts:
            first = stationary.start_params if start is None else np.r_[start[:-1], np.var(w)]
            try:
                fits.append(stationary.fit(start_params=first, disp=0, maxiter=300, method="lbfgs").llf)
            except Exception:  # A start that isn't stationary.
                pass
        yield {
            "series": name, "season": season, "order": [*order, *seasonal], "constant": has_constant,
            "likelihood": float(max(fits)),
        }


def automatic():
    for name, (y, season) in SERIES.items():
        fit = auto_arima_f(y, period=season)
        p, q, seasonal_p, seasonal_q, _, d, seasonal_d = map(int, fit["arma"])
        order, seasonal = (p, d, q), (seasonal_p, seasonal_d, seasonal_q)
        constant = sum(float(fit["coef"].get(key, 0)) for key in ["intercept", "drift"])
        has_constant = constant != 0
        lost = d + season * seasonal_d
        coefficients = np.array([v for key, v in fit["coef"].items() if key not in ("intercept", "drift")])
        # Its own likelihood is approximate near a root of 1, so it is computed anew.
        steps = line(len(y), order, seasonal, 1) * constant
        exact = model(y - steps, order, seasonal, season, simple_differencing=True)
        spread = np.log(fit["sigma2"])
        best = minimize_scalar(
            lambda size: -exact.loglike(np.r_[coefficients, np.exp(size)]), bracket=(spread - 1, spread), tol=1e-13)
        number = len(coefficients) + has_constant + 1
        yield {
            "series": name, "season": season, "order": [*order, *seasonal], "constant": has_constant,
            "aicc": float(2 * best.fun + 2 * number + 2 * number * (number + 1) / (len(y) - lost - number - 1)),
        }


def seasons():
    y = column("hourly-load")
    fit = MSTL(season_length=[24, 168], trend_forecaster=AutoETS(model="ZZN")).forecast(y, h=72)
    return {"values": numbers(y), "point": numbers(fit["mean"])}


cases = {
    "series": {name: {"values": numbers(y), "season": season} for name, (y, season) in SERIES.items()},
    "given": list(given()), "estimated": list(estimated()), "automatic": list(automatic()), "seasons": seasons(),
}
(HERE / "arima.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
