"""Runs every measurement and prints one line for each: our figure, the other's, their ratio and what the ratio should be. See scripts/bench.sh.
Whole processes on files in the page cache, in turn; a ratio is the median of pairs that ran next to each other. Nothing fails for being slow."""
import argparse
import json
import os
import pathlib
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile

import whole_process

SCORES = "Leefbaarometer-scores grids 2014-2024.csv"
BORDERS = "buurt 2024.gpkg"
DWELLINGS = "cbs_vk100_2024.gpkg"
SQUARES = "grid 2024.gpkg"
SIZES = [10_000, 100_000, 380_000, 1_000_000, 3_000_000]
QUICK_SIZES = [10_000, 100_000, 380_000]
DUCKDB_REMEMBERED = "1.54 s"  # ../shared/tools/peers/BASELINE.md: table work only, no geometry; measured once, on another day


def line(what, own="", other="", ratio="", target=""):
    print(f"{what:58} {own:>12} {other:>12} {ratio:>9}  {target}", flush=True)


def heading(title, own="leefbeeld", other="other", ratio="ratio", target="target"):
    print()
    line(title, own, other, ratio, target)
    print("-" * 110)


def installed_peers():
    """Jobs of run_peers.sh that can run here, and why the others cannot."""
    can, cannot = [], []
    sf = shutil.which("Rscript") and subprocess.run(["Rscript", "-e", "library(sf); library(data.table)"], capture_output=True).returncode == 0
    (can if sf else cannot).append("a.sf")
    postgis = os.path.exists("/usr/bin/pg_createcluster") and shutil.which("psql") and shutil.which("ogr2ogr") and os.geteuid() == 0
    (can if postgis else cannot).append("a.postgis")
    return can, cannot


def peer_table(output):
    """{job: (median s, peak, ratio)} of the table that run_peers.sh prints; peak as text, for PostGIS has only a client's."""
    out = {}
    for text in output.splitlines():
        cells = [cell.strip() for cell in text.strip("|").split("|")]
        if text.startswith("| ") and len(cells) == 8 and re.fullmatch(r"[\d.]+", cells[1]):
            out[cells[0]] = (float(cells[1]), cells[5] + " MB", cells[7])
    return out


def compare_with_peers(program, national, peers, runs):
    """The same files to the same figures, in a GeoPackage; a ratio above 1 says how many times as long the peer takes."""
    heading(f"Scores + buurt + dwellings -> GeoPackage ({runs} runs)", target="ratio should be")
    jobs, absent = installed_peers()
    for job in absent:
        line(f"{job}: not installed here (see {peers.name}/run_peers.sh), left out")
    with tempfile.TemporaryDirectory(prefix="leefbeeld-bench-") as folder:
        def score(name, *files):
            paths = [str(national / file) for file in files]
            return f"{name}=" + shlex.join([str(program), "score", "-q", "--overwrite", *paths, "-o", f"{folder}/{name}.gpkg"])
        command = [peers / "run_peers.sh", "-n", str(runs), "-x", score("leefbeeld", SCORES, BORDERS, DWELLINGS),
                   "-x", score("leefbeeld+grid", SCORES, BORDERS, DWELLINGS, SQUARES), *(jobs or ["e.ogrinfo-version"])]
        environment = {**os.environ, "LB_DATA": str(national), "LB_NO_APT": "1"}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    found = peer_table(done.stdout)
    if "leefbeeld" not in found:
        print(done.stdout)
        return
    own, own_peak, _ = found["leefbeeld"]
    grid, grid_peak, grid_ratio = found["leefbeeld+grid"]
    for job, name in (("a.sf", "R sf"), ("a.postgis", "PostGIS including load")):
        if job in found:
            seconds, peak, ratio = found[job]
            line(f"{name}: time", f"{own:.2f} s", f"{seconds:.2f} s", ratio, "> 1")
            line(f"{name}: peak memory" + (" (client only, not the server)" if "postgis" in job else ""), own_peak, peak)
        elif job in jobs:
            line(f"{name}: failed; run_peers.sh said:")
            print(done.stdout)
    line("with the grid squares as a fourth file: time", f"{grid:.2f} s", f"{own:.2f} s", grid_ratio, "about 1")
    line("with the grid squares as a fourth file: peak memory", grid_peak, own_peak)
    line("DuckDB, table work without geometry, as remembered", f"{own:.2f} s", DUCKDB_REMEMBERED, "-", "not from this sitting")
    if "a.postgis" in jobs:
        subprocess.run(["pg_ctlcluster", "15", "lbpeers", "stop"], capture_output=True)


SF_EXACT_REMEMBERED = 29.86  # seconds of job b.sf in ../shared/tools/peers/BASELINE.md, and of exactextract there
EXACTEXTRACT_REMEMBERED = 0.74


def compare_exact_shares(program, national, peers, runs):
    """Exact shares of 380,000 cells in 12,147 areas and their means: R sf intersects the squares for one dimension of one year and writes a CSV;
    we give all dimensions of all years, and classes and shares, in a GeoPackage. exactextract, which cannot be installed here, is scaled by how
    long sf takes today against then."""
    heading(f"Exact shares and means, from files ({runs} runs)", target="ratio should be")
    if "a.sf" not in installed_peers()[0]:
        line("R sf: not installed here, left out")
        return
    with tempfile.TemporaryDirectory(prefix="leefbeeld-bench-") as folder:
        files = [str(national / file) for file in (SCORES, BORDERS, DWELLINGS)]
        score = [str(program), "score", "-q", "--overwrite", "--membership", "share", *files, "-o", f"{folder}/shares.gpkg"]
        command = [peers / "run_peers.sh", "-n", str(runs), "-x", "leefbeeld=" + shlex.join(score), "b.sf"]
        environment = {**os.environ, "LB_DATA": str(national), "LB_NO_APT": "1"}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    found = peer_table(done.stdout)
    if "leefbeeld" not in found or "b.sf" not in found:
        print(done.stdout)
        return
    own, sf = found["leefbeeld"][0], found["b.sf"][0]
    line("R sf: time", f"{own:.2f} s", f"{sf:.2f} s", found["b.sf"][2], ">= 15")
    scaled = EXACTEXTRACT_REMEMBERED * sf / SF_EXACT_REMEMBERED
    line("exactextract's whole process, scaled by sf", f"{own:.2f} s", f"{scaled:.2f} s", f"{own / scaled:.2f}", "see overlay_by_share: membership alone <= 2")


MAP_PEERS = {  # job of run_peers.sh without its layer: name, how to see whether it is installed, how many times our time it should take
    "d.mapserver": ("MapServer", ["map2img", "-v"], {"buurt": "> 1", "cells": "-"}),
    "d.mapnik": ("Mapnik", ["/usr/bin/python3", "-c", "import mapnik"], {"buurt": "-", "cells": ">= 2"}),
    "d.qgis": ("QGIS without a window", ["/usr/bin/python3", "-c", "import qgis.core"], {"buurt": ">= 2.5", "cells": "-"}),
}


def runs_here(command):
    return shutil.which(command[0]) is not None and subprocess.run(command, capture_output=True).returncode == 0


def compare_maps(program, national, peers, runs):
    """The same files to a map of nine classes, 1920x1080, nothing but the areas or the cells; whole processes."""
    heading(f"A map as PNG, 1920x1080 ({runs} runs)", target="ratio should be")
    here = [job for job, (_, check, _) in MAP_PEERS.items() if runs_here(check)]
    for job in MAP_PEERS.keys() - here:
        line(f"{MAP_PEERS[job][0]}: not installed here (see {peers.name}/run_peers.sh), left out")
    made = pathlib.Path(os.environ.get("LB_OUT", pathlib.Path(tempfile.gettempdir(), "peers_out")))  # run_peers.sh writes the layers there
    for layer, what in (("buurt", "12,147 neighbourhoods"), ("cells", "380,000 cells")):
        render = [str(program), "render", "--bare", "-q", "--overwrite", "--measurement", "2024", "--size", "1920x1080", str(made / f"{layer}_afw.gpkg"),
                  "-o", str(made / f"d_leefbeeld_{layer}.png")]
        command = [peers / "run_peers.sh", "-n", str(runs), "-x", "leefbeeld=" + shlex.join(render), *([f"{job}-{layer}" for job in here] or ["e.ogrinfo-version"])]
        environment = {**os.environ, "LB_DATA": str(national), "LB_OUT": str(made), "LB_NO_APT": "1"}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        found = peer_table(done.stdout)
        if "leefbeeld" not in found:
            print(done.stdout)
            continue
        own, own_peak, _ = found["leefbeeld"]
        line(f"{what}: peak memory of leefbeeld", own_peak)
        for job in here:
            name, _, targets = MAP_PEERS[job]
            if f"{job}-{layer}" in found:
                seconds, _, ratio = found[f"{job}-{layer}"]
                line(f"{what}: {name}", f"{own:.2f} s", f"{seconds:.2f} s", ratio, targets[layer])
            else:
                line(f"{what}: {name} failed; run_peers.sh said:")
                print(done.stdout)


def compare_sizes(program, sizes, runs):
    """Noise in a square lattice; the same 3,600 areas, so that only the cells grow. The smallest is mostly the areas' own cost: the growth is
    linear where every further million cells costs the same. In processor seconds, which a busy machine stretches least."""
    heading(f"Growth with the number of cells, 4 years ({runs} runs)", "time", "peak", "CPU s", "CPU s per further million cells; over that of the line above (about 1)")
    with tempfile.TemporaryDirectory(prefix="leefbeeld-bench-") as folder:
        commands = {}
        for cells in sizes:
            # A process of its own: a child's peak memory is at least what the process that starts it held.
            subprocess.run([sys.executable, pathlib.Path(__file__).with_name("make_scaling.py"), str(cells), f"{folder}/{cells}"], check=True)
            files = sorted(pathlib.Path(folder, str(cells)).iterdir())
            commands[cells] = [program, "score", "-q", "--overwrite", *files, "-o", f"{folder}/{cells}.gpkg"]
        found = whole_process.measure(commands, runs)
    before = None
    cost = None
    for cells, each in found.items():
        cpu = statistics.median(each.cpu_seconds)
        further = ""
        if before:
            previous, cost = cost, (cpu - before[1]) * 1e6 / (cells - before[0])
            further = f"{cost:.2f} s" + (f"; {cost / previous:.2f}" if previous else "")
        line(f"{cells:,} cells: {each.median * 1e6 / cells:.2f} s a million", f"{each.median:.2f} s", f"{max(each.peak_mb):.0f} MB", f"{cpu:.2f}", further)
        before = cells, cpu


def compare_start(program, runs):
    heading(f"Start ({runs} runs)", other="ogrinfo", target="ratio should be")
    found = whole_process.measure({"own": [program, "--help"], "ogrinfo": ["ogrinfo", "--version"]}, runs)
    own, other = found["own"], found["ogrinfo"]
    line("leefbeeld --help against ogrinfo --version", f"{own.median * 1000:.0f} ms", f"{other.median * 1000:.0f} ms",
         f"{whole_process.paired_ratio(own, other):.2f}", "< 1")


def compare_with_memory(micro, seconds):
    """Inside one process: work of the library against reading the same bytes once, and membership by share against that by centroid."""
    heading("Inside the library, 380,000 cells, 12,000 areas", other="streaming", target="ratio should be")
    done = subprocess.run([micro, "--benchmark_format=json", f"--benchmark_min_time={seconds}"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    for found in json.loads(done.stdout)["benchmarks"]:
        name, *rest = found["name"].removesuffix("/manual_time").split("/")
        threads = f", {rest[0]} thread{'s' if rest[0] != '1' else ''}" if rest else ""
        speed = f", {found['bytes_per_second'] / 1e6:.0f} MB/s" if "bytes_per_second" in found else ""
        other = {"overlay_by_share": " (other: by centroid)", "drawn_area": " (other: by aggregate)"}.get(name, "")
        target = {"aggregate": "<= 2", "new_weights": "<= 16.7 ms", "drawn_area": "<= 2 ms"}.get(name, "-")
        line(f"{name}{threads}{speed}{other}", f"{found['real_time']:.1f} ms", f"{found['other_ms']:.1f} ms", f"{found['ratio']:.1f}", target)


def compare_meshes(micro, seconds):
    """Triangles of a synthetic country of 14,000 areas; GEOS is given a tenth of it."""
    heading("Triangles, 14,000 areas, 2.4 million points", other="GEOS", target="ratio, or time, should be")
    done = subprocess.run([micro, "--benchmark_format=json", f"--benchmark_min_time={seconds}"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    targets = {"triangulate": "<= 0.050", "triangulate_ring": "<= 1000 ms"}
    for found in json.loads(done.stdout)["benchmarks"]:
        name, *rest = found["name"].removesuffix("/manual_time").split("/")
        what = {"triangulate": "triangulate, a tenth of it", "triangulate_ring": "triangulate one ring"}.get(name, name)
        if rest:
            what += f", {int(rest[0]):,} points" if name == "triangulate_ring" else f", {rest[0]} thread{'s' if rest[0] != '1' else ''}"
        if found.get("error_occurred"):
            line(what, found["error_message"])
            continue
        other = f"{found['other_ms']:.0f} ms" if "other_ms" in found else ""
        line(what, f"{found['real_time']:.0f} ms", other, f"{found['ratio']:.3f}" if other else "", targets.get(name, "-"))


def compare_drawing(micro):
    """Frames of a synthetic country at 1080p, 296 metres to a pixel, as the Netherlands are seen whole. The ratio of cells is that of a whole
    frame of moved cells to a colour pass."""
    heading("Frames, 14,000 areas, 2.4 million points, 380,000 cells", other="full mesh", target="times cheaper should be")
    done = subprocess.run([micro, "--benchmark_format=json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if done.returncode != 0:
        print("no OpenGL off-screen here: left out")
        return
    measured = json.loads(done.stdout)
    print(f"by {measured['context'].get('renderer', 'an unknown renderer')}")
    names = {"recolour": ("another measurement", ">= 8"), "hover": ("another area under the cursor", ">= 8"),
             "levels_of_detail": ("moved, with levels of detail", ">= 3"), "cells_drawn": ("cells moved, in colour passes", "<= 2"),
             "recolour_under_borders": ("another measurement under all borders (other: without)", "-"),
             "borders_drawn": ("moved, all borders drawn anew (other: areas)", "-")}
    for found in measured["benchmarks"]:
        name, *rest = found["name"].split("/manual_time")[0].split("/iterations")[0].split("/")
        what, target = names[name]
        if rest:
            what += f", {296 / int(rest[0]):g} m to a pixel"
        line(what, f"{found['real_time']:.1f} ms", f"{found['other_ms']:.1f} ms", f"{found['ratio']:.1f}", target)


def tell_interactions(program, national):
    """Tables of the program's own, printed as they are: every kind of action, and the search box and the list of areas."""
    for what, bench in (("Actions, 12,147 areas and 380,000 cells", program.with_name("interaction_bench")),
                        ("Search and the list of areas", program.with_name("finder_bench"))):
        print(f"\n{what}; load {os.getloadavg()[0]:.1f}", flush=True)
        if not bench.exists():
            print(f"no {bench.name}: left out")
        elif subprocess.run([bench, national]).returncode != 0:
            print(f"{bench.name} failed: left out")


def tell_indices(program):
    """The table of composite_bench as it is: seconds on one core, targets, and the ratio to a sort of the same moment."""
    bench = program.with_name("composite_bench")
    print(f"\nOwn indices; load {os.getloadavg()[0]:.1f}", flush=True)
    if not bench.exists():
        print("no composite_bench: left out")
    elif subprocess.run([bench]).returncode != 0:
        print("composite_bench failed: left out")


def told(command):
    """{what: value} of a process that prints them as JSON lines."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return {found["what"]: found["value"] for found in map(json.loads, done.stdout.splitlines())}


def compare_hotspots(program, bench, national, runs, cells):
    """The steps of hotspots on one thread against spdep's in R, both inside their processes and without reading; the same links.
    Ours draws without replacement, spdep with it. 2 threads of ours stand beside, as libgeoda's look-up table would be met by them."""
    heading(f"Hotspots, 12,147 areas and 380,000 cells ({runs} runs)", other="spdep", target="ratio should be")
    if not bench.exists():
        line("no hotspot_bench: left out")
        return
    spdep = shutil.which("Rscript") and subprocess.run(["Rscript", "-e", "library(sf); library(spdep)"], capture_output=True).returncode == 0
    if not spdep:
        line("spdep: not installed here, left out")
    with tempfile.TemporaryDirectory(prefix="leefbeeld-bench-") as folder:
        scored = f"{folder}/scored.gpkg"
        grid = [str(national / file) for file in (SCORES, BORDERS, DWELLINGS)]
        subprocess.run([program, "score", "-q", "--cells", *grid, "-o", scored], check=True)
        areas = f"{folder}/areas.gpkg"
        subprocess.run([program, "score", "-q", *grid, "-o", areas], check=True)
        ours, theirs = [], []
        script = pathlib.Path(__file__).with_name("spdep.R")
        for run in range(runs):
            ours.append(told([bench, areas, *grid]))
            if spdep:
                theirs.append(told(["Rscript", script, scored, "1", *(["cells"] if cells and run == 0 else [])]))
    own = {what: statistics.median(each[what] for each in ours) for what in ours[0]}

    def compared(what, steps, target):
        mine = sum(own[step] for step in steps)
        pairs = [(sum(o[s] for s in steps), sum(t[s] for s in steps)) for o, t in zip(ours, theirs) if all(s in t for s in steps)]
        if not pairs:
            line(what, f"{mine * 1000:.1f} ms", "-", "-", target)
            return
        line(what, f"{mine * 1000:.1f} ms", f"{statistics.median(t for _, t in pairs) * 1000:.0f} ms", f"{statistics.median(t / o for o, t in pairs):.0f}", target)
    compared("queen contiguity", ["queen"], ">= 12")
    compared("local Moran, 999 complete draws, 1 thread", ["moran_999_1"], ">= 20")
    for band, what in (("142", "cells that touch"), ("500", "cells within 500 m")):
        steps = [f"cells_{band}_{step}" for step in ("neighbours", "weights", "gi_star")]
        compared(f"Gi* analytical, {what}, with weights", steps, ">= 50")
        compared(f"Gi* analytical, {what}, alone", steps[2:], ">= 50")
    if theirs:
        same = all(own[f"{what}_links"] == theirs[0].get(f"{what}_links", own[f"{what}_links"]) for what in ("queen", "cells_142", "cells_500"))
        line("links: " + ("the same" if same else "NOT THE SAME"), f"{own['queen_links']:.0f}", f"{theirs[0]['queen_links']:.0f}")
    line("the same on 2 threads (look-up table remembered: 70 ms)", f"{own['moran_999_2'] * 1000:.1f} ms")
    for fewer, more in ((499, 999), (999, 1999), (1999, 3999)):
        line(f"{more} draws against {fewer}", f"{own[f'moran_{more}_1'] * 1000:.1f} ms", f"{own[f'moran_{fewer}_1'] * 1000:.1f} ms",
             f"{own[f'moran_{more}_1'] / own[f'moran_{fewer}_1']:.2f}", "about 2")
    line("all areas against half of them, 999 draws", f"{own['moran_999_1'] * 1000:.1f} ms", f"{own['moran_half_999_1'] * 1000:.1f} ms",
         f"{own['moran_999_1'] / own['moran_half_999_1']:.2f}", "about 2")
    line("memory beside the cells, band of 500 m", f"{own['cells_500_memory']:.0f} MB", target="< 500 MB")


def compare_writing(program, bench, national, runs):
    """A scored GeoPackage with styles, tables and metadata against ogr2ogr copying its layers and tables; a repeat against run, writing and
    comparison. Hashing the inputs is apart."""
    heading(f"National GeoPackage ({runs} runs)", other="other", target="ratio should be")
    if not bench.exists():
        line("no write_bench: left out")
        return
    inputs = [str(national / file) for file in (SCORES, BORDERS, DWELLINGS)]
    writes, copies, digests, repeats = [], [], [], []
    with tempfile.TemporaryDirectory(prefix="leefbeeld-bench-") as folder:
        out, copy = f"{folder}/out.gpkg", f"{folder}/copy.gpkg"
        for _ in range(runs):
            took = json.loads(subprocess.run([bench, out, *inputs], stdout=subprocess.PIPE, check=True).stdout)
            pathlib.Path(copy).unlink(missing_ok=True)
            writes.append(took["write_s"])
            copies.append(whole_process.run_once(["ogr2ogr", "-q", "-f", "GPKG", copy, out])[0])
            digests.append(took["digest_s"])
        subprocess.run([program, "score", "-q", "--overwrite", *inputs, "-o", out], check=True)
        found = whole_process.measure({"replay": [program, "replay", out], "score": [program, "score", "-q", "--overwrite", *inputs, "-o", copy]}, runs)
        repeats = (found["replay"].median, found["score"].median + took["compare_s"])
    ratio = statistics.median(w / c for w, c in zip(writes, copies))
    line("written, against ogr2ogr copying it", f"{statistics.median(writes):.2f} s", f"{statistics.median(copies):.2f} s", f"{ratio:.2f}", "<= 2")
    line("SHA-256 of the inputs, apart", f"{statistics.median(digests):.2f} s")
    line("replay, against score and the comparison", f"{repeats[0]:.2f} s", f"{repeats[1]:.2f} s", f"{repeats[0] / repeats[1]:.2f}", "<= 1.1")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--micro", type=pathlib.Path, required=True, help="aggregate_bench")
    parser.add_argument("--meshes", type=pathlib.Path, required=True, help="mesh_bench")
    parser.add_argument("--drawing", type=pathlib.Path, required=True, help="render_bench")
    parser.add_argument("--national", type=pathlib.Path, required=True, help="folder of make_national_grid.py")
    parser.add_argument("--peers", type=pathlib.Path, required=True, help="folder of run_peers.sh")
    parser.add_argument("--quick", action="store_true", help="fewer runs, no more than 380,000 cells")
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start; a busy machine stretches times more than ratios")
    compare_start(arguments.program, 7 if arguments.quick else 21)
    compare_with_memory(arguments.micro, 0.5 if arguments.quick else 3)
    compare_meshes(arguments.meshes, 0.5 if arguments.quick else 3)
    compare_drawing(arguments.drawing)
    compare_writing(arguments.program, arguments.drawing.with_name("write_bench"), arguments.national, 3 if arguments.quick else 9)
    tell_interactions(arguments.drawing, arguments.national)
    tell_indices(arguments.drawing)
    compare_hotspots(arguments.program, arguments.drawing.with_name("hotspot_bench"), arguments.national, 1 if arguments.quick else 5, True)
    compare_sizes(arguments.program, QUICK_SIZES if arguments.quick else SIZES, 2 if arguments.quick else 3)
    if (arguments.peers / "run_peers.sh").exists():
        compare_maps(arguments.program, arguments.national, arguments.peers, 3 if arguments.quick else 9)
        compare_exact_shares(arguments.program, arguments.national, arguments.peers, 1 if arguments.quick else 3)
        compare_with_peers(arguments.program, arguments.national, arguments.peers, 1 if arguments.quick else 5)
    else:
        print(f"\nno {arguments.peers / 'run_peers.sh'}: no peers to compare with")


if __name__ == "__main__":
    main()
