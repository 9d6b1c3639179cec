"""Writes score CSV, dwellings CSV and borders of any number of cells, in the official layout, to see how time and memory grow.
Made of noise: a square lattice in 3,600 square areas. Needs NumPy.
usage: make_scaling.py CELLS FOLDER"""
import json
import math
import pathlib
import sys

import numpy as np

YEARS = (2014, 2018, 2020, 2024)
DIMENSIONS = ("lbm", "afw", "fys", "onv", "soc", "vrz", "won")
AREAS_A_SIDE = 60
DECIMALS = 15           # as long as the published figures
FIRST_HECTOMETRE = 1000  # of columns and of rows; at most 8,999 may follow
CHUNK = 200_000         # cells written at once
CONSTANT = 4.0456       # lbm - afw of the 2024 edition


def side_of(cells):
    return math.ceil(math.sqrt(cells))


def put_digits(out, numbers, width):
    """Writes numbers [rows] as `width` ASCII digits into out [rows][width]."""
    for column in range(width - 1, -1, -1):
        numbers, digit = np.divmod(numbers, 10)
        out[:, column] = digit + ord("0")


def ids(index, side):
    """[rows][10] "E1234N5678" of cells that are numbered column by column."""
    out = np.empty((len(index), 10), np.uint8)
    out[:, 0], out[:, 5] = ord("E"), ord("N")
    put_digits(out[:, 1:5], FIRST_HECTOMETRE + index // side, 4)
    put_digits(out[:, 6:10], FIRST_HECTOMETRE + index % side, 4)
    return out


def figures(values):
    """[rows][DECIMALS + 4] ",-0.123" or ",00.123" (one width is quick to write); values in units of the last decimal, below 10."""
    out = np.empty((len(values), DECIMALS + 4), np.uint8)
    out[:, 0] = ord(",")
    out[:, 1] = np.where(values < 0, ord("-"), ord("0"))
    put_digits(out[:, 2:3], np.abs(values) // 10**DECIMALS, 1)
    out[:, 3] = ord(".")
    put_digits(out[:, 4:], np.abs(values) % 10**DECIMALS, DECIMALS)
    return out


def score_rows(index, side, random):
    """CSV rows of some cells, all years of a cell together."""
    rows = len(index) * len(YEARS)
    parts = random.integers(-10**(DECIMALS - 1), 10**(DECIMALS - 1), (5, rows))
    total = parts.sum(axis=0)
    year = np.frombuffer("".join(f",{y}" for y in YEARS).encode(), np.uint8).reshape(len(YEARS), 5)
    columns = [np.repeat(ids(index, side), len(YEARS), axis=0), np.tile(year, (len(index), 1))]
    columns += [figures(values) for values in (total + round(CONSTANT * 10**DECIMALS), total, *parts)]
    return np.concatenate([*columns, np.full((rows, 1), ord("\n"), np.uint8)], axis=1).tobytes()


def weight_rows(index, side, random):
    """CSV rows with 1 .. 199 dwellings."""
    dwellings = np.empty((len(index), 4), np.uint8)
    dwellings[:, 0] = ord(",")
    put_digits(dwellings[:, 1:], random.integers(1, 200, len(index)), 3)
    return np.concatenate([ids(index, side), dwellings, np.full((len(index), 1), ord("\n"), np.uint8)], axis=1).tobytes()


def write_areas(path, side):
    """AREAS_A_SIDE x AREAS_A_SIDE squares that cover the lattice."""
    first = FIRST_HECTOMETRE * 100
    limits = [first + 100 * round(k * side / AREAS_A_SIDE) for k in range(AREAS_A_SIDE + 1)]
    features = []
    for column in range(AREAS_A_SIDE):
        for row in range(AREAS_A_SIDE):
            west, east, south, north = limits[column], limits[column + 1], limits[row], limits[row + 1]
            code = f"BU{column:04}{row:04}"
            ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
            features.append({"type": "Feature", "properties": {"bu_code": code, "bu_naam": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")


def make(cells, folder):
    """Writes scores, dwellings and borders into the folder, made if absent, and nothing else."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    side = side_of(cells)
    random = np.random.default_rng(1)
    scores = folder / f"Leefbaarometer-scores grids {YEARS[0]}-{YEARS[-1]}.csv"
    weights = folder / "cbs_vk100_2024.csv"
    with open(scores, "wb") as score_file, open(weights, "wb") as weight_file:
        score_file.write(("grid_id,jaar," + ",".join(DIMENSIONS) + "\n").encode())
        weight_file.write(b"crs28992res100m,aantal_woningen\n")
        for start in range(0, cells, CHUNK):
            index = np.arange(start, min(cells, start + CHUNK))
            score_file.write(score_rows(index, side, random))
            weight_file.write(weight_rows(index, side, random))
    write_areas(folder / "buurt 2024.geojson", side)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    make(int(sys.argv[1]), sys.argv[2])
