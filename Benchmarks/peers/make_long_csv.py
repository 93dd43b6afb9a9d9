"""Writes the long CSV of the reading benchmark: 2,000 hourly series of 1,000 points, 84 MB; the same bytes every time.

    python make_long_csv.py PATH [--series 2000] [--points 1000]
"""

import argparse
import datetime


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--series", type=int, default=2000)
    parser.add_argument("--points", type=int, default=1000)
    options = parser.parse_args()
    start = datetime.datetime(2019, 1, 1)
    stamps = [str(start + datetime.timedelta(hours=k)) for k in range(options.points)]
    state = 1
    with open(options.path, "w", newline="\n") as file:
        file.write("unique_id,ds,y\n")
        for series in range(options.series):
            lines = []
            for stamp in stamps:
                state = (state * 1664525 + 1013904223) % 2**32
                lines.append(f"item-{series:05d},{stamp},{state / 4294967.296:.6f}\n")
            file.write("".join(lines))


if __name__ == "__main__":
    main()
