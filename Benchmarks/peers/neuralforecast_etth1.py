"""NeuralForecast's LSTM on ETTh1, end to end: read, train 200 steps, forecast every test window; prints JSON.

    python neuralforecast_etth1.py PATH_OF_ETTh1.csv[.gz] [--steps 200]

Seven channels as seven series; look-back 96, horizon 96, hidden size 128, 128 windows a step. Standard split: rows [0, 8640) train, [8640, 11520)
validation (not used), [11520, 14400) test; 2785 windows a channel, each step a new origin, whose look-back may reach into the previous part. Each
channel is standardised with the mean and population standard deviation of its train rows; errors are in those units.
"""

import argparse
import json
import logging
import os
import resource
import time
import warnings

start = time.perf_counter()
warnings.filterwarnings("ignore")
logging.getLogger("lightning").setLevel(logging.ERROR)
logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)

import neuralforecast  # noqa: E402
import numpy  # noqa: E402
import pandas  # noqa: E402
import torch  # noqa: E402
from neuralforecast import NeuralForecast  # noqa: E402
from neuralforecast.losses.pytorch import MSE  # noqa: E402
from neuralforecast.models import LSTM  # noqa: E402

imported = time.perf_counter()

TRAIN, TEST, END = 8640, 11520, 14400
LOOK_BACK = HORIZON = 96


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    wide = pandas.read_csv(options.path, parse_dates=["date"]).iloc[:END]
    channels = [c for c in wide.columns if c != "date"]
    train = wide[channels].iloc[:TRAIN]
    wide[channels] = (wide[channels] - train.mean()) / train.std(ddof=0)
    long = wide.melt(id_vars="date", var_name="unique_id", value_name="y").rename(columns={"date": "ds"})
    model = LSTM(
        h=HORIZON,
        input_size=LOOK_BACK,
        encoder_n_layers=1,
        encoder_hidden_size=128,
        loss=MSE(),
        max_steps=options.steps,
        batch_size=len(channels),
        windows_batch_size=128,
        inference_windows_batch_size=512,
        random_seed=options.seed,
        scaler_type="identity",
        accelerator="cpu",
        enable_progress_bar=False,
        logger=False,
        enable_checkpointing=False,
        enable_model_summary=False,
    )
    forecaster = NeuralForecast(models=[model], freq="h")
    forecasts = forecaster.cross_validation(
        df=long, val_size=TEST - TRAIN, test_size=END - TEST, n_windows=None, step_size=1, refit=False
    )
    error = (forecasts["LSTM"] - forecasts["y"]).to_numpy(dtype=numpy.float64)
    done = time.perf_counter()
    print(
        json.dumps(
            {
                "neuralforecast": neuralforecast.__version__,
                "torch": torch.__version__,
                "steps": options.steps,
                "threads": options.threads,
                "seed": options.seed,
                "windows": len(error) // HORIZON,
                "mse": round(float((error**2).mean()), 5),
                "mae": round(float(numpy.abs(error).mean()), 5),
                "import_s": round(imported - start, 2),
                "work_s": round(done - imported, 2),
                "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    main()
