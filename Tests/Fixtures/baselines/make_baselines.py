"""Makes baselines.json with NumPy, for the tests of Sources/Foretell/Baselines.

Needs: pip install numpy==2.4.6
Run in this folder: python make_baselines.py

Source of the formulas: R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 5.2 and
5.5, unless a function says otherwise. Points are taken out of a series as NaN, written as null; a residual that bridges
d steps, or seasons, counts as d steps of a random walk. Each case: method, options, season, horizon, values, point,
deviations.
"""

import json
import math

import numpy as np


def observed(y):
    t = np.flatnonzero(~np.isnan(y))
    return t, y[t]


def naive(y, season, horizon):
    t, v = observed(y)
    gaps = np.diff(t)
    sigma = np.sqrt(np.mean(np.diff(v) ** 2 / gaps))
    ahead = len(y) - 1 + np.arange(1, horizon + 1) - t[-1]
    return np.repeat(v[-1], horizon), sigma * np.sqrt(ahead)


def seasonal_naive(y, season, horizon):
    squares = []
    for phase in range(season):
        part = y[phase::season]
        t, v = observed(part)
        squares += list(np.diff(v) ** 2 / np.diff(t))
    point, deviations = [], []
    for step in range(len(y), len(y) + horizon):
        t, v = observed(y[step % season :: season])
        point.append(v[-1])
        deviations.append(math.sqrt(np.mean(squares) * (step // season - t[-1])))
    return np.array(point), np.array(deviations)


def drift(y, season, horizon):
    t, v = observed(y)
    slope = (v[-1] - v[0]) / (t[-1] - t[0])
    gaps = np.diff(t)
    residuals = (np.diff(v) - gaps * slope) / np.sqrt(gaps)
    sigma = np.sqrt(np.sum(residuals**2) / (len(residuals) - 1))
    ahead = len(y) - 1 + np.arange(1, horizon + 1) - t[-1]
    return v[-1] + slope * ahead, sigma * np.sqrt(ahead * (1 + ahead / (t[-1] - t[0])))


def mean(y, season, horizon):
    _, v = observed(y)
    return np.repeat(v.mean(), horizon), np.repeat(v.std(ddof=1) * np.sqrt(1 + 1 / len(v)), horizon)


def window_average(y, season, horizon, **options):
    """Deviations: those of simple exponential smoothing (8.7) whose weights have the mean age of the window's values."""
    t, v = observed(y)
    size = options.get("window-size", season if season > 1 else 4)
    size = max(min(size, len(v) - 2), 1)
    alpha = 2 / (size + 1)
    errors = [
        (v[i] - v[i - size : i].mean()) / math.sqrt(1 + alpha**2 * (t[i] - t[i - 1] - 1)) for i in range(size, len(v))
    ]
    sigma = math.sqrt(np.mean(np.square(errors)))
    ahead = len(y) - 1 + np.arange(1, horizon + 1) - t[-1]
    return np.repeat(v[-size:].mean(), horizon), sigma * np.sqrt(1 + alpha**2 * (ahead - 1))


METHODS = {
    "naive": naive, "seasonal-naive": seasonal_naive, "drift": drift, "mean": mean, "window-average": window_average
}
OPTIONS = {"window-average": [{}, {"window-size": 3}, {"window-size": 1}]}


def series():
    random = np.random.default_rng(7)
    plain = np.round(50 + np.cumsum(random.normal(0.4, 2, 30)), 2)
    season = np.round(20 + 5 * np.sin(np.arange(31) * math.pi / 2) + random.normal(0, 1, 31), 2)
    gaps = season.copy()
    gaps[[3, 9, 10, 17]] = np.nan
    ending = plain.copy()
    ending[-2:] = np.nan
    return [(plain, 1), (season, 4), (gaps, 4), (ending, 1), (plain[:5], 1), (np.array([2.0, 9.0, 4.0, 5.0]), 1)]


def number(x):
    return None if math.isnan(x) else float(x)


cases = []
for name, method in METHODS.items():
    for options in OPTIONS.get(name, [{}]):
        for y, season in series():
            point, deviations = method(y, season, 7, **options)
            cases.append(
                {
                    "method": name, "options": options, "season": season, "horizon": 7,
                    "values": [number(x) for x in y], "point": [number(x) for x in point],
                    "deviations": [number(x) for x in deviations],
                }
            )
with open("baselines.json", "w") as file:
    json.dump(cases, file, indent=0)
    file.write("\n")
