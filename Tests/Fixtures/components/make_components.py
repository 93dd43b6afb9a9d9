"""Makes components.json with statsmodels' STL and NumPy, for Tests/ForetellTests/ComponentTests.swift.

Needs: pip install numpy==2.4.6 statsmodels==0.15.0
Run in this folder: python make_components.py

Seasons are removed one after another in two rounds, as in MSTL (Bandara, Hyndman and Bergmeir), each by an STL with a
seasonal window of 11, 15, ... and degree 0. Windows of more than 100 values jump by a tenth of the window, rounded up.
The features are computed from their formulas: strengths as in Forecasting: Principles and Practice, 3rd edition, section
4.3; linearity and curvature by a regression on orthonormal polynomials from a QR decomposition; spikiness from
variances that are computed anew without each value.
"""

import json
import math

import numpy as np
from statsmodels.tsa.seasonal import STL

EVERY = 7  # Of trend, seasons and remainder, every seventh number is kept.


def air():
    with open("../../../datasets/air-passengers/air-passengers.csv") as file:
        return np.array([float(line.split(",")[-1]) for line in list(file)[1:]])


def hourly():
    t = np.arange(24 * 7 * 5)
    day = 20 * np.sin(t * 2 * math.pi / 24)
    week = 9 * np.cos(t * 2 * math.pi / 168)
    return np.round(200 + 0.01 * t + 2 * np.sin(t * 0.003) + day + week + 4 * np.sin(t * t * 0.013), 2)


def odd(number):
    return number if number % 2 == 1 else number + 1


def jump(window):
    return -(-window // 10) if window > 100 else 1


def decompose(y, seasons, robust):
    rest, parts = y.copy(), {season: np.zeros(len(y)) for season in seasons}
    for _ in range(2 if len(seasons) > 1 else 1):
        for number, season in enumerate(seasons):
            rest = rest + parts[season]
            window = 11 + 4 * number
            trend_window = odd(int(1.5 * season / (1 - 1.5 / window)) + 1)
            low = odd(season + 1)
            stl = STL(
                rest, season, seasonal=window, seasonal_deg=0, trend=trend_window, low_pass=low, robust=robust,
                trend_jump=jump(trend_window), low_pass_jump=jump(low),
            )
            fit = stl.fit(inner_iter=2 if robust else 5, outer_iter=15 if robust else 0)
            parts[season], trend = fit.seasonal, fit.trend
            rest = rest - parts[season]
    return trend, parts, rest - trend


def features(trend, parts, rest):
    def strength(part):
        return max(0.0, 1 - np.var(rest, ddof=1) / np.var(part + rest, ddof=1))

    n = len(trend)
    basis, _ = np.linalg.qr(np.vander(np.arange(n) - (n - 1) / 2, 3, increasing=True))
    basis = basis * np.sign([basis[-1, 0], basis[-1, 1], basis[-1, 2]])
    _, linearity, curvature = basis.T @ trend
    without = [np.var(np.delete(rest, place), ddof=1) for place in range(n)]
    centred = rest - rest.mean()
    return {
        "trend": strength(trend),
        "seasons": [strength(part) for part in parts.values()],
        "linearity": linearity,
        "curvature": curvature,
        "spikiness": np.var(without, ddof=1),
        "autocorrelation": (centred[1:] * centred[:-1]).sum() / (centred**2).sum(),
        "peaks": [int(np.argmax([part[s::p].mean() for s in range(p)])) for p, part in parts.items()],
        "troughs": [int(np.argmin([part[s::p].mean() for s in range(p)])) for p, part in parts.items()],
    }


def case(name, values, seasons, robust=False, logarithms=False):
    y = np.log(values) if logarithms else values
    trend, parts, rest = decompose(y, seasons, robust)
    found = {key: np.asarray(value).tolist() for key, value in features(trend, parts, rest).items()}
    return {
        "name": name, "values": values.tolist(), "seasons": seasons, "robust": robust, "logarithms": logarithms,
        "every": EVERY, "features": found, "trend": trend[::EVERY].tolist(),
        "parts": [part[::EVERY].tolist() for part in parts.values()], "remainder": rest[::EVERY].tolist(),
    }


with open("components.json", "w") as file:
    json.dump(
        [
            case("air", air(), [12]),
            case("logarithms of air", air(), [12], logarithms=True),
            case("air robust", air(), [12], robust=True),
            case("hourly", hourly(), [24, 168]),
        ],
        file,
    )
    file.write("\n")
