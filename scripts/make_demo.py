#!/usr/bin/env python3
"""Make the demo town: invented neighbourhoods and scores in the file layouts of the official open data.

The town of Varrevoort and its neighbour Elzerloo do not exist; names, codes, borders and figures are invented.
Everything follows from the tables below and from hashed noise, so two runs with one GDAL give the same bytes.
"""
import argparse
import collections
import csv
import os
import tempfile
import zipfile

import numpy as np
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()
gdal.SetConfigOption("OGR_CURRENT_DATE", "2024-06-01T00:00:00.000Z")      # the date GeoPackage writes as last change

YEARS = [2014, 2018, 2020, 2022, 2024]
PROGRESS = dict(zip(YEARS, [0.0, 0.35, 0.5, 0.8, 1.0]))                   # how far the change from 2014 to 2024 has come
DIMENSIONS = ["fys", "onv", "soc", "vrz", "won"]
CONSTANT = 4045600                                                        # lbm - afw, in millionths
LIMITS = [-0.428, -0.3538, -0.2815, -0.1640, -0.1030, 0.01015, 0.08955, 0.16796]
SUPPRESSED = -99997
SCORES = "Leefbaarometer-scores grids 2014-2024.csv"
X0, Y0, CELL, CELLS = 150000, 440000, 100, 120                            # the lattice of 100 m cells
PIXEL = 20                                                                # borders are drawn on a finer raster
CENTRE = (62, 66)                                                         # the market place, in 100 m from X0, Y0

GEMEENTEN = {"GM9001": "Varrevoort", "GM9002": "Elzerloo"}
# A wijk per line: code, name, then its buurten in the order of their codes: name, kind, seed points in 100 m from X0, Y0.
# Ground belongs to the nearest seed on its side of the water.  A water part named like the buurt before it shares its code.
TOWN = """
WK900100 Centrum| Marktkwartier: centre 62,66| Kloosterhof: centre 57.5,63.5| Vissersbuurt: centre 66.5,63|
  Stadhuisbuurt: centre 66.5,67.5| Oude Wal: centre 57.5,68| Nieuwe Gracht: centre 62,70| Stationskwartier: centre 67,72|
  Eiland-Oost: centre 73,55| Eiland-West: centre 61,56.5
WK900101 Noorderkwartier| Molenkwartier: inner 54,73| Schoolbuurt: inner 60,76| Bleekveld: inner 67,78|
  Spoorbuurt: inner 73,75| Lijnbaan: inner 51.5,67
WK900102 Oosterwal| Poortbuurt: inner 72.5,68| Oosterpark: suburb 79,71| Haven Noord: harbour 73,62.5| Havenhoofd: harbour 80,63
WK900103 Zuidoever| Kadebuurt: inner 60,48| Veerkwartier: inner 68,46.5| Tramkwartier: inner 64,41|
  Scheepswerf: harbour 53,47.5| Kapelbuurt: suburb 56,40
WK900104 Muziekkwartier| Vioolbuurt: postwar 50,61| Cellobuurt: postwar 43.5,63| Harpbuurt: postwar 46,54.5|
  Trompetbuurt: postwar 37.5,57| Hoornbuurt: postwar 39.5,51
WK900105 De Hoven| Merelhof: hoven 76,45| Lijsterhof: hoven 83,47| Kievithof: hoven 73.5,37.5| Wulphof: hoven 80.5,39|
  Reigerhof: hoven 88,41
WK900106 Hoogveld| Lindenhorst: leafy 57,86| Beukenhorst: leafy 66,87| Eikenhorst: leafy 75,83| Hoogveld-Noord: leafy 64,94|
  Sterrenbos: nature 77,94
WK900107 Zonneveld| Zonnebloem: suburb 45,76| Morgenzon: suburb 38,70| Middagzon: suburb 37,79| Avondzon: suburb 31,74|
  Zonneveld-Noord: suburb 46,85
WK900108 Buitengebied Varrevoort| Noorderheide: rural 52,105| Noorderbroek: rural 29,92| Westerbeemd: rural 17,72|
  Varrewaarden: nature 26,58 19,50| Broekgaarden: rural 18,29| Kleiakkers: rural 38,15| Zuidpolder: rural 63,19|
  Hoge Akkers: rural 88,25| Oosterakkers: rural 104,39| Oosterwiel: rural 103,58| Bedrijvenpark De Sluis: business 93,51|
  Varre: water
WK9001AB Waterrijk| Rietoever: new 46,41| Lisdodde: new 38.5,39.5| Waterlelie: new 48,34| Kalmoes: new 40,32
WK900200 Elzerloo-Dorp| Dorpskern: village 94,91| Kerkeind: village 98,96| Nieuweind: village 91,97| Molenhoek: village 97,85
WK900201 Buitengebied Elzerloo| Elzerveen: rural 104,108| Heidekant: rural 84,107| Elzermeer: rural 109,95| Elzermeer: water|
  Oosterveld: rural 107,80| Elzerbroek: rural
"""
BORDER = [(50, 116), (66, 112), (80, 117), (97, 113), (109, 118), (118, 107), (115, 95), (118, 83), (112, 74), (117, 62), (113, 50),
          (117, 38), (107, 25), (98, 22), (93, 12), (80, 9), (70, 12), (58, 4), (44, 9), (30, 5), (21, 12), (8, 15), (9, 30),
          (3, 42), (6, 56), (2, 69), (11, 80), (13, 92), (24, 104), (37, 106)]
RIVER = [(126, 73), (113, 66), (104, 71), (96, 73), (89, 67), (85, 58), (77, 51.5), (68, 51), (59, 53.5), (52, 53),
         (45, 47), (37, 44.5), (29, 49), (23, 56), (14, 57), (6, 51), (-6, 50)]
SIDE_ARM = [(85, 58), (77, 58.5), (69, 59), (61, 60.5), (55, 58.5), (52, 53)]               # from RIVER[5] to RIVER[9]
DOCK = [(84, 58), (80.5, 60.5), (78.5, 63)]
BLOBS = {"Elzermeer": (108.5, 95, 3.4), "Elzerbroek": (21, 24, 5)}                          # lake and exclave: centre, radius
ROADS = [[(44, 70), (30, 70), (16, 74), (20, 84), (27, 93), (42, 97), (52, 105), (68, 109), (84, 108), (93, 98)],
         [(95, 90), (101, 80), (110, 76)], [(97, 96), (103, 106), (110, 111)], [(60, 40), (61, 21), (46, 14), (32, 12), (14, 22)],
         [(61, 21), (74, 18), (91, 24), (100, 33), (107, 45), (103, 58), (108, 63)], [(14, 22), (12, 36), (10, 44)]]

# kind: dwellings per cell, share of cells with dwellings, (fys, onv, soc, won) in 2014 and in 2024; vrz follows from distance
KINDS = {
    "centre":  (78, 0.96, (-0.010, -0.155, -0.060, 0.050), (-0.010, -0.165, -0.055, 0.060)),
    "inner":   (46, 0.95, (-0.035, -0.070, -0.045, -0.015), (-0.025, -0.065, -0.035, 0.000)),
    "harbour": (40, 0.62, (-0.080, -0.080, -0.070, -0.030), (-0.050, -0.070, -0.040, 0.040)),
    "postwar": (40, 0.90, (-0.045, -0.145, -0.090, -0.105), (-0.010, -0.080, -0.045, -0.025)),
    "hoven":   (30, 0.88, (0.015, -0.025, -0.010, -0.010), (-0.010, -0.105, -0.065, -0.045)),
    "suburb":  (28, 0.90, (0.020, 0.010, 0.030, 0.025), (0.020, 0.010, 0.025, 0.030)),
    "leafy":   (16, 0.84, (0.050, 0.055, 0.050, 0.115), (0.055, 0.060, 0.055, 0.120)),
    "new":     (30, 0.88, (0.010, 0.045, 0.020, 0.075), (0.020, 0.050, 0.045, 0.080)),
    "village": (22, 0.85, (0.040, 0.050, 0.075, 0.020), (0.040, 0.050, 0.070, 0.025)),
    "rural":   (7, 0.03, (0.060, 0.065, 0.060, 0.020), (0.060, 0.070, 0.060, 0.025))}
# centre and radius of the rural villages
VILLAGES = [(103, 58, 4.5), (16, 74, 3.5), (61, 21, 4), (91, 24, 3.5), (27, 93, 3.5), (103, 106, 3), (21, 24, 1.5)]
TEXTS = {
    "focusgebieden.csv": "area_id,name,member_code,member_level,share\nvarrevoort-west,Varrevoort-West,WK900104,wijk,1\n"
                         + "".join("varrevoort-zuidoost,Varrevoort-Zuidoost,BU9001050%d,buurt,1\n" % i for i in range(1, 6)),
    "README.txt": "Varrevoort and Elzerloo do not exist: this town, its borders, names, codes and figures are invented.\n"
                  "The files imitate the layouts of the Leefbaarometer and CBS open data; scripts/make_demo.py made them.\n"
                  "Licence: CC0 1.0 (no rights reserved).\n"}

Buurt = collections.namedtuple("Buurt", "code name kind seeds")
Cells = collections.namedtuple("Cells", "col row buurt kind first last")                     # one array each


# ---------------------------------------------------------------- noise
def noise(*keys):
    """Hash integers (arrays or numbers) to a value from -1 to 1."""
    h = np.uint32(2166136261)
    with np.errstate(over="ignore"):
        for key in keys:
            h = (h ^ np.asarray(key).astype(np.int64).astype(np.uint32)) * np.uint32(0x9E3779B1)
            h = (h ^ (h >> np.uint32(16))) * np.uint32(0x7FEB352D)
            h = (h ^ (h >> np.uint32(15))) * np.uint32(0x846CA68B)
            h = h ^ (h >> np.uint32(16))
    return h / 2.0 ** 31 - 1.0


def field(x, y, wave, channel):
    """Smooth noise from -1 to 1 over the plane, with the given wavelength."""
    i, j = np.floor(x / wave), np.floor(y / wave)
    s, t = x / wave - i, y / wave - j
    s, t = s * s * (3 - 2 * s), t * t * (3 - 2 * t)
    low = noise(i, j, channel) * (1 - s) + noise(i + 1, j, channel) * s
    high = noise(i, j + 1, channel) * (1 - s) + noise(i + 1, j + 1, channel) * s
    return low * (1 - t) + high * t


# ---------------------------------------------------------------- borders
def read_town():
    """The names of the wijken, and the neighbourhoods with an entry per polygon feature."""
    wijken, buurten = {}, []
    for line in TOWN.replace("|\n", "|").strip().split("\n"):
        head, *items = line.split("|")
        wijk, number = head[:8], 0
        wijken[wijk] = head[9:]
        for item in items:
            name, tail = item.strip().split(": ")
            kind, *seeds = tail.split()
            number += not (buurten and buurten[-1].name == name)
            buurten.append(Buurt("BU%s%02d" % (wijk[2:], number), name, kind, [tuple(map(float, s.split(","))) for s in seeds]))
    return wijken, buurten


def curve(points, steps=24):
    """A Catmull-Rom curve through points, steps vertices per segment."""
    p = np.array([points[0]] + list(points) + [points[-1]], float)
    t = (np.arange(steps) / steps)[:, None]
    parts = [0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2 + (3 * b - a - 3 * c + d) * t ** 3)
             for a, b, c, d in zip(p, p[1:], p[2:], p[3:])]
    return np.vstack(parts + [p[-1:]])


def distance_and_side(line, x, y):
    """Distance of every pixel to a curve, and whether it lies to the right of it (north, when drawn westward)."""
    along = np.gradient(line, axis=0)
    distance, right = np.empty(x.shape), np.empty(x.shape, bool)
    for r in range(x.shape[0]):
        dx, dy = x[r][:, None] - line[:, 0], y[r][:, None] - line[:, 1]
        near = (dx * dx + dy * dy).argmin(axis=1)
        k = np.arange(len(near))
        distance[r] = np.hypot(dx[k, near], dy[k, near])
        right[r] = along[near, 0] * dy[k, near] - along[near, 1] * dx[k, near] < 0
    return distance, right


def inside(ring, x, y):
    """Which points lie inside a ring (even-odd rule)."""
    odd = np.zeros(x.shape, bool)
    for (xa, ya), (xb, yb) in zip(ring, np.roll(ring, -1, axis=0)):
        if ya != yb:
            odd ^= ((ya > y) != (yb > y)) & (x < xa + (y - ya) * (xb - xa) / (yb - ya))
    return odd


def draw_labels(buurten):
    """Raster with the index of the neighbourhood of every pixel, -1 outside; row 0 lies in the south."""
    n = CELLS * CELL // PIXEL
    centre = (np.arange(n) + 0.5) * PIXEL / 100
    x, y = np.meshgrid(centre, centre)
    river, arm = curve(RIVER), curve(SIDE_ARM)
    to_river, north = distance_and_side(river, x, y)
    island = inside(np.vstack([river[5 * 24:9 * 24 + 1], arm[::-1]]), x, y)
    zone = np.where(island, 2, north)
    # Bend the plane before looking for the nearest seed: little in the centre, more in the countryside.
    bend = np.clip(np.hypot(x - CENTRE[0], y - CENTRE[1]) / 28, 0.3, 1.0)
    u = x + bend * (1.9 * field(x, y, 11, 1) + 0.8 * field(x, y, 3.7, 2) + 0.25 * field(x, y, 1.3, 5))
    v = y + bend * (1.9 * field(x, y, 11, 3) + 0.8 * field(x, y, 3.7, 4) + 0.25 * field(x, y, 1.3, 6))
    label, best = np.full(x.shape, -1, np.int32), np.full(x.shape, np.inf)
    for i, buurt in enumerate(buurten):
        for sx, sy in buurt.seeds:
            here = zone[int(sy * 100 / PIXEL), int(sx * 100 / PIXEL)]
            d = np.where(zone == here, (u - sx) ** 2 + (v - sy) ** 2, np.inf)
            label[d < best], best = i, np.minimum(d, best)
    index = {b.name: i for i, b in enumerate(buurten)}
    for name, (cx, cy, radius) in BLOBS.items():
        label[np.hypot((u - cx) * 0.8, v - cy) < radius * (1 + 0.25 * field(x, y, 4, 9))] = index[name]
    label[to_river < 0.85 + 0.2 * field(x, y, 8, 10)] = index["Varre"]
    for line, half in ((arm, 0.36), (curve(DOCK), 0.55)):
        label[distance_and_side(line, x, y)[0] < half] = index["Varre"]
    label[~inside(np.array(BORDER, float), u, v)] = -1
    raster = gdal.GetDriverByName("MEM").Create("", n, n, 1, gdal.GDT_Int32)
    band = raster.GetRasterBand(1)
    band.WriteArray(label)
    gdal.SieveFilter(band, None, band, 150, 4)                # no crumbs smaller than 6 ha
    return band.ReadAsArray()


def trace_arcs(label):
    """The borders between labels as chains of raster corners (column, row), cut where three or more labels meet."""
    grid = np.pad(label, 1, constant_values=-1)
    links = collections.defaultdict(list)
    for across, (dc, dr) in ((grid[1:, 1:] != grid[:-1, 1:], (1, 0)), (grid[1:, 1:] != grid[1:, :-1], (0, 1))):
        for r, c in np.argwhere(across).tolist():
            links[c, r].append((c + dc, r + dr))
            links[c + dc, r + dr].append((c, r))
    nodes = sorted(p for p in links if len(links[p]) != 2)
    arcs, done = [], set()
    for start in nodes + sorted(links):                       # the second part finds the rings without a node
        for nxt in links[start]:
            if frozenset((start, nxt)) in done:
                continue
            chain = [start, nxt]
            done.add(frozenset(chain))
            while chain[-1] != start and len(links[chain[-1]]) == 2:
                a, b = links[chain[-1]]
                chain.append(a if b == chain[-2] else b)
                done.add(frozenset(chain[-2:]))
            arcs.append(chain)
    return arcs


def linestring(points):
    """A line through points, rounded to 0.1 m."""
    return ogr.CreateGeometryFromWkt("LINESTRING(%s)" % ",".join("%.1f %.1f" % (x, y) for x, y, *_ in points))


def soften(chain):
    """Turn a staircase of raster corners into a natural line with its ends in place; coordinates in 0.1 m."""
    p = np.array(chain, float)
    closed = chain[0] == chain[-1]
    for _ in range(8):
        q = np.vstack([p[-2], p, p[1]]) if closed else np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
        p = 0.25 * q[:-2] + 0.5 * q[1:-1] + 0.25 * q[2:]
        if not closed:
            p[0], p[-1] = chain[0], chain[-1]
    return linestring(linestring(p * PIXEL + (X0, Y0)).Simplify(3.0).GetPoints())


def draw_polygons(buurten):
    """One MultiPolygon per neighbourhood feature; neighbours share their vertices."""
    label = draw_labels(buurten)
    lines = ogr.Geometry(ogr.wkbMultiLineString)
    for chain in trace_arcs(label):
        lines.AddGeometry(soften(chain))
    shapes = [ogr.Geometry(ogr.wkbMultiPolygon) for _ in buurten]
    for face in lines.Polygonize():
        point = face.PointOnSurface()
        i = label[int((point.GetY() - Y0) / PIXEL), int((point.GetX() - X0) / PIXEL)]
        if i >= 0:
            shapes[i].AddGeometry(face)
    return shapes


def union(shapes):
    """The union of shapes as a MultiPolygon."""
    parts = ogr.Geometry(ogr.wkbMultiPolygon)
    for shape in shapes:
        for part in shape:
            parts.AddGeometry(part)
    return ogr.ForceToMultiPolygon(parts.UnionCascaded())


# ---------------------------------------------------------------- cells
def square(col, row):
    """The polygon of a 100 m cell."""
    x, y = X0 + CELL * col, Y0 + CELL * row
    return ogr.CreateGeometryFromWkt("POLYGON((%d %d,%d %d,%d %d,%d %d,%d %d))" % (
        x, y, x + CELL, y, x + CELL, y + CELL, x, y + CELL, x, y))


def place_cells(buurten, shapes):
    """The inhabited cells: where they are, their kind, and their first and last measurement."""
    row, col = np.mgrid[0:CELLS, 0:CELLS]
    px, py = X0 + CELL * (col + 0.5), Y0 + CELL * (row + 0.5)
    home = np.full(col.shape, -1)
    for i, shape in enumerate(shapes):
        within = np.zeros(col.shape, bool)
        for polygon in shape:
            for ring in polygon:
                within ^= inside(np.array(ring.GetPoints())[:-1, :2], px, py)
        home[within] = i

    share = np.array([KINDS[b.kind][1] if b.kind in KINDS else 0.0 for b in buurten] + [0.0])[home]
    x, y = col + 0.5, row + 0.5
    rural = np.isin(home, [i for i, b in enumerate(buurten) if b.kind == "rural"])
    ribbon = np.min([distance_and_side(curve(road), x, y)[0] for road in ROADS], axis=0) < 0.8
    core = sum(np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (r * r)) for cx, cy, r in VILLAGES)
    share = np.where(rural, share + 0.45 * ribbon + 1.2 * core, share)
    share[(field(x, y, 5, 22) > 0.62) & ~rural] *= 0.15                                         # parks and sports fields
    chosen = (0.5 + 0.5 * noise(col, row, 23)) < share

    empty = union([s for s, b in zip(shapes, buurten) if b.kind in ("nature", "business")])
    for r, c in np.argwhere(chosen):
        chosen[r, c] = not square(c, r).Intersects(empty)
    everything = union(shapes)
    strays = [(r, c) for r, c in np.argwhere(home < 0) if 0 < everything.Distance(square(c, r)) < 60]
    for r, c in strays[::len(strays) // 5]:                                                     # just over the border
        chosen[r, c] = True

    row, col = np.argwhere(chosen).T
    home = home[row, col]
    kind = np.array([buurten[i].kind if i >= 0 else "rural" for i in home])
    first, last = np.full(len(col), YEARS[0]), np.full(len(col), YEARS[-1])
    phase = noise(home, 25) * 0.3 + field(col, row, 6, 26) + 0.3                                # 2016-2021, patch by patch
    first[kind == "new"] = np.select([phase < 0.05, phase < 0.45], [2018, 2020], 2022)[kind == "new"]
    first[(kind == "harbour") & (field(col, row, 5, 27) > 0.35)] = 2020
    first[(kind == "suburb") & (noise(col, row, 28) > 0.97)] = 2018
    gone = (kind == "postwar") & (field(col, row, 3, 29) > 0.55)
    last[gone] = np.where(noise(col, row, 30) > 0, 2018, 2014)[gone]
    return Cells(col, row, home, kind, first, last)


def cell_id(col, row):
    """The name of a cell: its lower left corner in hundreds of metres."""
    return "E%04dN%04d" % (X0 // CELL + col, Y0 // CELL + row)


def score_cells(cells):
    """The five dimensions, in whole millionths: year -> array of cells by dimension."""
    x, y = cells.col + 0.5, cells.row + 0.5
    far = np.hypot(x - CENTRE[0], y - CENTRE[1])
    village = np.hypot(x - 95, y - 90)
    amenities = (0.30 * np.exp(-(far / 11) ** 2) + 0.21 * np.exp(-(far / 26) ** 2) + 0.13 * np.exp(-(village / 8) ** 2)
                 - 0.105 - 0.0013 * far)
    ends = np.zeros((2, len(x), 5))
    for kind, (_, _, *states) in KINDS.items():
        ends[:, cells.kind == kind, :] = np.insert(np.array(states), 3, 0.0, axis=1)[:, None, :]
    ends += np.stack([0.022 * noise(cells.buurt, 40 + d) for d in range(5)], axis=1)
    for _ in range(2):                                        # neighbourhoods blend into each other
        ends = blend(ends, cells)
    ends[:, :, 3] += amenities
    scale = [0.030, 0.040, 0.030, 0.025, 0.045]
    rough = np.stack([s * (field(x, y, 4.5, 50 + d) + 0.5 * field(x, y, 1.7, 60 + d) + 0.3 * noise(cells.col, cells.row, 70 + d))
                      for d, s in enumerate(scale)], axis=1)
    out = {}
    for year in YEARS:
        t = PROGRESS[year] * (1 + 0.35 * field(x, y, 7, 80))[:, None]          # not every street changes as fast
        wobble = np.stack([0.007 * field(x, y, 9, 90 + 5 * year + d) + 0.004 * noise(cells.col, cells.row, year, d)
                           for d in range(5)], axis=1)
        value = (1 - t) * ends[0] + t * ends[1] + rough + wobble
        value[:, 1] = np.minimum(value[:, 1], 0.150)          # nuisance is never far better than the reference
        out[year] = np.rint(value * 1e6).astype(np.int64)
    return out


def blend(values, cells):
    """Mean over the 3 by 3 cells around each cell, inhabited cells only."""
    grid = np.zeros((CELLS + 2, CELLS + 2, 11))
    grid[cells.row + 1, cells.col + 1] = np.concatenate([values[0], values[1], np.ones((len(cells.col), 1))], axis=1)
    total = sum(grid[cells.row + r, cells.col + c] for r in range(3) for c in range(3))
    mean = total[:, :10] / total[:, 10:]
    return np.stack([mean[:, :5], mean[:, 5:]])


def count_dwellings(cells):
    """Dwellings per cell and year, rounded to 5 as CBS does; 0 where the cell is not (or no longer) built."""
    base = np.array([KINDS[k][0] for k in cells.kind]) * (1 + 0.30 * noise(cells.col, cells.row, 100)
                                                          + 0.25 * field(cells.col, cells.row, 6, 101))
    pace = np.array([{"centre": 0.07, "inner": 0.05, "harbour": 0.25, "postwar": -0.04}.get(k, 0.02) for k in cells.kind])
    out = {}
    for year in YEARS:
        number = np.maximum(5, 5 * np.rint(base * (1 + pace * PROGRESS[year]) / 5)).astype(int)
        out[year] = np.where((cells.first <= year) & (year <= cells.last), number, 0)
    return out


# ---------------------------------------------------------------- files
def write_gpkg(path, layer_name, geometry_type, columns, rows, options=()):
    """Write one layer; rows are (geometry, values); counts are whole numbers, all else is text."""
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(28992)
    if os.path.exists(path):
        os.remove(path)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    layer = source.CreateLayer(layer_name, srs, geometry_type, ["GEOMETRY_NAME=geom"] + list(options))
    for name in columns:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTInteger if name.startswith("aantal_") else ogr.OFTString))
    source.StartTransaction()
    for geometry, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(geometry)
        for k, value in enumerate(values):
            feature.SetField(k, value)
        layer.CreateFeature(feature)
    source.CommitTransaction()


def write_areas(folder, wijken, buurten, shapes):
    """The three geometry files: wijken are unions of land buurten, gemeenten unions of wijken."""
    def up(code):
        wijk, gemeente = "WK" + code[2:8], "GM" + code[2:6]
        return [wijk, wijken[wijk], gemeente, GEMEENTEN[gemeente]]

    wijk_shapes = {w: union([s for b, s in zip(buurten, shapes) if b.kind != "water" and b.code[2:8] == w[2:]]) for w in wijken}
    gemeente_shapes = {g: union([s for w, s in wijk_shapes.items() if w[2:6] == g[2:]]) for g in GEMEENTEN}
    buurt_rows = [(s, [b.code, b.name, *up(b.code), "JA" if b.kind == "water" else "NEE"]) for b, s in zip(buurten, shapes)]
    every = ["bu_code", "bu_naam", "wk_code", "wk_naam", "gm_code", "gm_naam", "water"]
    for name, columns, rows in (("buurt 2024", every, buurt_rows),
                                ("wijk 2024", every[2:6], [(s, up(w)) for w, s in wijk_shapes.items()]),
                                ("gemeente 2024", every[4:6], [(s, [g, GEMEENTEN[g]]) for g, s in gemeente_shapes.items()])):
        write_gpkg(os.path.join(folder, name + ".gpkg"), name, ogr.wkbMultiPolygon, columns, rows)


def write_scores(path, cells, scores):
    """The scores, a row per cell and measurement."""
    with open(path, "w", newline="", encoding="utf-8") as handle:
        out = csv.writer(handle, lineterminator="\n")
        out.writerow(["grid_id", "versie", "jaar", "lbm", "afw"] + DIMENSIONS)
        for k, (col, row) in enumerate(zip(cells.col, cells.row)):
            if noise(col, row, 110) > 0.99:                                # inhabited, without a score
                continue
            lottery = int(50000 * (1 + noise(col, row, 111)))              # 0 .. 99999, one draw per cell
            for n, year in enumerate(YEARS):
                if not cells.first[k] <= year <= cells.last[k] or lottery // 200 == n:
                    continue
                dims = scores[year][k]
                total = int(dims.sum())
                values = ["%.6f" % (v / 1e6) for v in (total + CONSTANT, total, *dims)]
                if (lottery - 2000) // 50 == n:
                    values = ["NA"] * 7
                out.writerow([cell_id(col, row), "Leefbaarometer 3.0", year] + values)


def write_squares(folder, cells, dwellings):
    """The CBS squares of every measurement, each a GeoPackage in a zip."""
    columns = ["crs28992res100m", "aantal_inwoners", "aantal_part_huishoudens", "aantal_woningen"]
    for year in YEARS:
        rows = []
        for k, (col, row) in enumerate(zip(cells.col, cells.row)):
            number = int(dwellings[year][k])
            if not number or noise(col, row, 120) > 0.992:
                continue
            people = max(5, 5 * round(number * (2.1 + 0.3 * noise(col, row, 121)) / 5))
            households = max(5, 5 * round(number * 0.97 / 5))
            lottery = noise(col, row, 122)
            if lottery > 0.98:
                number = households = SUPPRESSED
            elif lottery < -0.995:
                number = households = 0
            rows.append((square(col, row), [cell_id(col, row), people, households, number]))
        stem = "cbs_vk100_%d_v1" % year
        with tempfile.TemporaryDirectory() as work:
            path = os.path.join(work, stem + ".gpkg")
            write_gpkg(path, "vierkant_100m_%d" % year, ogr.wkbPolygon, columns, rows, ["SPATIAL_INDEX=NO"])
            with open(path, "rb") as handle, zipfile.ZipFile(os.path.join(folder, stem + ".zip"), "w") as archive:
                member = zipfile.ZipInfo(stem + ".gpkg", (2024, 6, 1, 0, 0, 0))
                member.external_attr = 0o644 << 16
                archive.writestr(member, handle.read(), zipfile.ZIP_DEFLATED, 9)


# ---------------------------------------------------------------- checks
def read_layer(path):
    """Attributes and geometry of every feature of the first layer."""
    source = gdal.OpenEx(path)
    return [(feature.items(), feature.GetGeometryRef().Clone()) for feature in source.GetLayer(0)]


def outline(shapes):
    """The segments that occur once among shapes: their outer border if neighbours share all vertices."""
    count = collections.Counter()
    for shape in shapes:
        for polygon in shape:
            for ring in polygon:
                points = ring.GetPoints()
                count.update(frozenset(segment) for segment in zip(points, points[1:]))
    assert max(count.values()) <= 2
    return {segment for segment, times in count.items() if times == 1}


def check_areas(folder):
    """Assert that the areas are a partition, that levels nest exactly, and that the special cases are there."""
    buurt, wijk, gemeente = (read_layer(os.path.join(folder, name + " 2024.gpkg")) for name in ("buurt", "wijk", "gemeente"))
    assert (len(wijk), len(gemeente)) == (12, 2)
    assert all(g.IsValid() and g.GetGeometryName() == "MULTIPOLYGON" for _, g in buurt + wijk + gemeente)
    whole = union([g for _, g in buurt])
    assert whole.GetGeometryCount() == whole.GetGeometryRef(0).GetGeometryCount() == 1, "a gap between neighbourhoods"
    assert abs(sum(g.Area() for _, g in buurt) / whole.Area() - 1) < 1e-6, "neighbourhoods overlap"
    assert outline([whole]) == outline([g for _, g in buurt])
    for upper, lower, key in ((wijk, [b for b in buurt if b[0]["water"] == "NEE"], "wk_code"), (gemeente, wijk, "gm_code")):
        for values, shape in upper:
            assert outline([shape]) == outline([g for v, g in lower if v[key] == values[key]]), values
    times = collections.Counter(v["bu_code"] for v, _ in buurt)
    assert [c for c, n in times.items() if n > 1] == ["BU90020103"], "one code with a land and a water part"
    assert len({(v["bu_code"], v["water"]) for v, _ in buurt}) == len(buurt)
    assert [v["bu_naam"] for v, g in buurt if any(p.GetGeometryCount() > 1 for p in g)] == ["Broekgaarden", "Varre", "Elzermeer"]
    assert [v["bu_naam"] for v, g in buurt if g.GetGeometryCount() > 1] == ["Varrewaarden"]
    exclave, rest = sorted(gemeente[1][1], key=lambda part: part.Area())
    abroad = outline([gemeente[0][1]])
    assert outline([[exclave]]) < abroad and not outline([[rest]]) < abroad, "an exclave within the other gemeente"
    print("%d buurt polygons with %d codes, 12 wijken, 2 gemeenten, %.1f km2" % (len(buurt), len(times), whole.Area() / 1e6))


def check_cells(folder, buurten, cells, dwellings):
    """Assert the identities of the scores, the spread of classes, and that cells and squares belong together."""
    afw = {year: {} for year in YEARS}
    with open(os.path.join(folder, SCORES), encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            value = {name: None if row[name] == "NA" else int(row[name].replace(".", "")) for name in ["lbm", "afw"] + DIMENSIONS}
            afw[int(row["jaar"])][row["grid_id"]] = value["afw"]
            assert value["afw"] is None or value["afw"] == sum(value[d] for d in DIMENSIONS) == value["lbm"] - CONSTANT
    score = np.array([afw[2024].get(cell_id(c, r)) for c, r in zip(cells.col, cells.row)], float) / 1e6
    known = ~np.isnan(score) & (cells.buurt >= 0)
    assert len(np.unique(np.digitize(score[known], LIMITS))) == 9
    weight = np.where(known, dwellings[2024], 0)
    total = np.bincount(cells.buurt[known], (score * weight)[known])
    mean = total[total != 0] / np.bincount(cells.buurt[known], weight[known])[total != 0]
    assert len(np.unique(np.digitize(mean, LIMITS))) >= 6
    assert not {"water", "nature", "business"} & {buurten[i].kind for i in cells.buurt if i >= 0}
    assert 5 <= (cells.buurt < 0).sum() <= 7
    print("year  scored  NA  squares  dwellings  inhabitants  suppressed  no score  no square")
    for year in YEARS:
        stem = "cbs_vk100_%d_v1" % year
        squares = {}
        for values, shape in read_layer("/vsizip/%s/%s.gpkg" % (os.path.join(os.path.abspath(folder), stem + ".zip"), stem)):
            x, _, y, _ = shape.GetEnvelope()
            assert values["crs28992res100m"] == "E%04dN%04d" % (x / 100, y / 100) and shape.Area() == 10000
            squares[values["crs28992res100m"]] = values
        hidden = [i for i, v in squares.items() if v["aantal_woningen"] == SUPPRESSED]
        counts = (len(afw[year]), sum(v is None for v in afw[year].values()), len(squares),
                  sum(max(0, v["aantal_woningen"]) for v in squares.values()), sum(v["aantal_inwoners"] for v in squares.values()),
                  len(hidden), len(squares.keys() - afw[year].keys()), len(afw[year].keys() - squares.keys()))
        assert 3500 < counts[0] < 4500 and counts[1] < 9 and all(0 < n < 99 for n in counts[5:])
        print("%d  %6d  %2d  %7d  %9d  %11d  %10d  %8d  %9d" % (year, *counts))
    size = sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))
    assert size < 5e6
    print("%.2f MB in %s" % (size / 1e6, folder))


def main():
    """Write all files, then check them."""
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out_dir", nargs="?", default=os.path.join(os.path.dirname(here), "assets", "demo"),
                        metavar="OUT_DIR", help="folder to write (default: assets/demo of this project)")
    folder = parser.parse_args().out_dir
    os.makedirs(folder, exist_ok=True)
    wijken, buurten = read_town()
    shapes = draw_polygons(buurten)
    cells = place_cells(buurten, shapes)
    dwellings = count_dwellings(cells)
    write_areas(folder, wijken, buurten, shapes)
    write_scores(os.path.join(folder, SCORES), cells, score_cells(cells))
    write_squares(folder, cells, dwellings)
    for name, text in TEXTS.items():
        with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as handle:
            handle.write(text)
    check_areas(folder)
    check_cells(folder, buurten, cells, dwellings)


if __name__ == "__main__":
    main()
