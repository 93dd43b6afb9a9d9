"""Makes classics.json with StatsForecast and statsmodels, for the tests of Sources/ForetellClassics.

Needs: pip install numpy==2.4.6 statsforecast==2.1.1 statsmodels==0.15.0
Run in this folder: python make_classics.py

The series: monthly airline passengers and the yearly flow of the Nile, which the packages contain; and series computed
here. For each method the file has what the packages found: parameters, sum of squares or log-likelihood, and forecasts.
Methods whose parameters are searched for can find better ones, so the tests ask for a sum of squares that isn't larger
and for forecasts at given parameters.
"""

import json
import math

import numpy as np
from statsforecast import ces as ces_module
from statsforecast.ets import ets_f, forecast_ets
from statsforecast.models import ADIDA, IMAPA, TSB, CrostonClassic, CrostonSBA
from statsforecast.mstl import mstl
from statsforecast.theta import _theta, auto_theta, forecast_theta
from statsforecast.utils import AirPassengers
from statsmodels.datasets import nile
from statsmodels.tsa.seasonal import STL

HORIZON = 12


def numbers(values):
    return [float(v) for v in values]


def quarterly():
    t = np.arange(44)
    return np.round(80 + 1.5 * t + 12 * np.sin(t * math.pi / 2 + 0.4) + 7 * np.sin(t * t * 0.37), 2)


def hourly():
    t = np.arange(24 * 7 * 5)
    day = 20 * np.sin(t * 2 * math.pi / 24)
    week = 9 * np.cos(t * 2 * math.pi / 168)
    return np.round(200 + 0.01 * t + day + week + 4 * np.sin(t * t * 0.013), 2)


def sparse(seed):
    numbers_of = np.random.default_rng(seed)
    return np.where(numbers_of.random(60) < 0.25, numbers_of.integers(1, 9, 60), 0).astype(float)


SERIES = {
    "air": (np.array(AirPassengers, dtype=float), 12),
    "nile": (nile.load().data["volume"].to_numpy(dtype=float), 1),
    "quarterly": (quarterly(), 4),
    "flat": (np.round(50 + 9 * np.sin(np.arange(30) ** 2 * 0.7), 3), 1),
}


def thetas():
    for name, (y, season) in SERIES.items():
        for form in ["STM", "OTM", "DOTM"]:
            fit = auto_theta(y, season, model=form)
            yield {
                "series": name, "form": form, "alpha": float(fit["par"]["alpha"]),
                "level": float(fit["par"]["initial_smoothed"]), "theta": float(fit["par"]["theta"]),
                # The objective is the sum of squares without the first three errors, over the mean size of the values.
                "squares": float(inner_squares(fit, y)), "point": numbers(forecast_theta(fit, HORIZON)["mean"]),
            }


def inner_squares(fit, y):
    """The sum of squares of the adjusted series: its residuals are kept multiplied by the season."""
    errors = np.array(fit["residuals"], dtype=float)
    if fit.get("decompose"):
        season = np.tile(np.array(fit["seas_forecast"]["mean"]), len(y) // fit["m"] + 1)
        # The first index belongs to the step after the end of the series.
        season = np.roll(season[: fit["m"]], len(y) % fit["m"])
        season = np.tile(season, len(y) // fit["m"] + 1)[: len(y)]
        errors = errors / season if fit["decomposition_type"] == "multiplicative" else errors - season
    return np.sum(errors[3:] ** 2)


def smoothings():
    for name, (y, season) in SERIES.items():
        for error in "AM":
            for trend, damped in [("N", False), ("A", False), ("A", True)]:
                for part in "NAM":
                    if part != "N" and season == 1 or error == "A" and part == "M":
                        continue
                    fit = ets_f(y, season, error + trend + part, damped=damped)
                    alpha, beta, gamma, phi = fit["par"][:4]
                    beta = 0 if trend == "N" else beta
                    gamma = 0 if part == "N" else gamma
                    yield {
                        "series": name, "form": f"ETS({error},{trend}{'d' if damped else ''},{part})",
                        "likelihood": float(fit["loglik"]), "aicc": float(fit["aicc"]),
                        # Its search doesn't keep the slope's parameter below the level's, nor the sum of the other two
                        # below 1.
                        "usual": bool(beta <= alpha and gamma <= 1 - alpha), "alpha": float(alpha),
                        "point": numbers(forecast_ets(fit, HORIZON)["mean"]),
                    }


def complexes():
    for name, (y, season) in SERIES.items():
        # Of this series the sum of squares has several minima, between which searches differ.
        if name == "flat":
            continue
        for form in "NSPF" if season > 1 else "N":
            fit = ces_module.auto_ces(y, season, form)
            given = [1.3, 1.0, 1.2 if form == "F" else 0.1, 1.0]
            lag = 1 if form == "N" else season
            start = ces_module.initstate(y, lag, form)
            _, errors, _, _ = ces_module.pegelsresid_ces(y, lag, start, start.shape[1], form, *given, 3)
            yield {
                "series": name, "form": form, "squares": float(math.exp(-2 * fit["loglik"] / len(y))),
                "aicc": float(fit["aicc"]), "given": given[: {"N": 2, "S": 2, "P": 3, "F": 4}[form]],
                "errors": numbers(errors),
            }


def decompositions():
    for name, robust, window, degree in [
        ("air", False, 7, 1), ("air", True, 7, 1), ("air", False, 13, 0), ("quarterly", True, 9, 1),
    ]:
        y, season = SERIES[name]
        fit = STL(y, period=season, seasonal=window, seasonal_deg=degree, robust=robust).fit()
        yield {
            "series": name, "robust": robust, "window": window, "degree": degree, "trend": numbers(fit.trend),
            "seasonal": numbers(fit.seasonal), "weights": numbers(fit.weights),
        }


def multiple():
    y = hourly()
    fit = mstl(y, [24, 168])
    part = slice(0, None, 40)
    return {
        "values": numbers(y), "trend": numbers(fit["trend"][part]), "day": numbers(fit["seasonal24"][part]),
        "week": numbers(fit["seasonal168"][part]),
    }


def demands():
    models = {
        "croston": CrostonClassic(), "sba": CrostonSBA(), "tsb": TSB(0.1, 0.1), "adida": ADIDA(), "imapa": IMAPA(),
    }
    for seed in [1, 2, 3]:
        y = sparse(seed)
        rates = {name: float(model.forecast(y, h=1)["mean"][0]) for name, model in models.items()}
        yield {"values": numbers(y), "rates": rates}


cases = {
    "series": {name: {"values": numbers(y), "season": season} for name, (y, season) in SERIES.items()},
    "theta": list(thetas()), "smoothing": list(smoothings()), "complex": list(complexes()),
    "decomposition": list(decompositions()), "multiple": multiple(), "demand": list(demands()),
}
with open("classics.json", "w") as file:
    json.dump(cases, file, separators=(",", ":"))
    file.write("\n")
