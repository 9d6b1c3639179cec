"""GeoPackages as the standard wants them (GeoPackage 1.2, with the schema, metadata and R-tree extensions): told column by column, whole or
not there at all, the same bytes for the same run."""
import json
import os
import resource
import signal
import sqlite3
import subprocess
import time

import program
import standard

SCORES = program.DEMO / "Leefbaarometer-scores grids 2014-2024.csv"
BORDERS = program.DEMO / "buurt 2024.gpkg"
DWELLINGS = program.DEMO / "cbs_vk100_2024_v1.zip"
DEMO_WIJKEN = program.DEMO / "wijk 2024.gpkg"
ODD = "Wijk \"Oost\"; 't Zand, Súdwest-Fryslân " + "x" * 160  # 200 characters


class GeoPackage(standard.Standard, program.Case):
    def scored(self, *arguments, name="out.gpkg"):
        out = self.path(name)
        self.good("score", "-q", "--overwrite", "-o", out, *arguments)
        return out

    def test_the_demo_town_with_everything_is_valid_and_told_column_by_column(self):
        for language in ("nl", "en"):
            self.check_standard(self.scored("--cells", "--statistics", "--from", "2018", "--against", "gemeente",
                                            "--min-weight", "100", "--all-class-shares", "--language", language))

    def test_odd_names_are_valid_too(self):
        self.check_standard(self.scored(SCORES, BORDERS, DWELLINGS, "--level", ODD))
        for taken, name in (("scores", "scores_areas"), ("GPKG_contents", "areas_GPKG_contents"), ("layer_styles", "layer_styles_areas"),
                            ("rtree_x", "areas_rtree_x"), ("sqlite_x", "areas_sqlite_x"), ("(a)", "a")):
            out = self.scored(SCORES, BORDERS, DWELLINGS, "--level", taken)
            self.check_standard(out)
            self.assertIn((name,), self.rows(out, "select table_name from gpkg_contents"))

    def test_titles_are_words_and_units_in_either_language(self):
        for language, title, unit, code in (("nl", "Woningvoorraad, 2024", "Eenheid: punten van de score.", "Uitstekend"),
                                            ("en", "Housing stock, 2024", "Unit: points of the score.", "Excellent")):
            out = self.scored("--language", language)
            row = self.rows(out, "select title, description from gpkg_data_columns where table_name = 'buurt' and "
                                 "column_name = 'won_2024'")[0]
            self.assertEqual(row[0], title)
            self.assertTrue(row[1].endswith(unit), row[1])
            codes = dict(self.rows(out, "select value, c.description from gpkg_data_column_constraints c join "
                                        "gpkg_data_columns d using (constraint_name) where table_name = 'buurt' and "
                                        "column_name = 'class_2024'"))
            self.assertEqual(codes["9"], code)

    def test_the_same_run_gives_the_same_bytes_where_the_clock_is_given(self):
        clock = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
        out = self.path("same.gpkg")
        files = []
        for _ in range(2):
            self.good("score", "-q", "--overwrite", "-o", out, "--statistics", "--from", "2018", env=clock)
            files.append(out.read_bytes())
        self.assertEqual(files[0], files[1])
        self.assertEqual({c for c, in self.rows(out, "select last_change from gpkg_contents")},
                         {"2023-11-14T22:13:20.000Z"})
        self.fails("score", "-q", "--overwrite", "-o", out, says=["SOURCE_DATE_EPOCH=soon", "seconds since 1970"],
                   env={**clock, "SOURCE_DATE_EPOCH": "soon"})
        self.assertEqual(out.read_bytes(), files[0])

    def test_an_output_of_ours_is_an_input_like_any_other(self):
        out = self.scored("--from", "2018")
        told = self.report("info", out)
        self.assertEqual([l["level"] for l in told["levels"]], ["buurt", "gemeente", "wijk", "focusgebieden"])
        again = self.scored(out, "--own-scores", name="again.gpkg")
        query = "select code, afw_2024, class_2024, won_2014 from buurt order by code"
        self.assertEqual(self.rows(again, query), self.rows(out, query))

    def test_a_score_of_an_output_of_ours_is_that_output(self):
        """Figures, kinds of no data and weights are those of the first run; nothing is told as not understood."""
        lines = SCORES.read_text(encoding="utf-8").splitlines()
        columns = sorted({line[:5] for line in lines[1:]})
        missing, withheld = columns[:len(columns) // 4], columns[-len(columns) // 4:]
        for i, line in enumerate(lines[1:], 1):
            word = "NA" if line[:5] in missing else "-99997" if line[:5] in withheld else None
            if word:
                lines[i] = ",".join([*line.split(",")[:3], *[word] * 7])
        scores = self.path("scores 2014-2024.csv", "\n".join(lines) + "\n")
        first = self.scored(scores, BORDERS, DEMO_WIJKEN, DWELLINGS, name="a.gpkg")
        kinds = {k for k, in self.rows(first, "select distinct no_data from scores")}
        self.assertEqual(kinds, {None, "missing", "uninhabited", "suppressed"})
        again = first
        for name in ("b.gpkg", "c.gpkg"):  # also an output of an output
            again_out = self.path(name)
            done = self.run_program("score", again, "-o", again_out)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn("not understood", done.stderr)
            self.assertEqual(done.stderr.count("made by leefbeeld"), 1, done.stderr)
            query = "select level, code, measurement, dimension, value, class, no_data from scores order by 1, 2, 3, 4"
            self.assertEqual(self.rows(again_out, query), self.rows(first, query))
            query = "select level, measurement, reference_year, model_version, edition, series_break, weight, weight_year from measurements"
            self.assertEqual(self.rows(again_out, query), self.rows(first, query))
            columns = [c[1] for c in self.rows(again_out, "pragma table_info(buurt)")]
            self.assertEqual([c for c in columns if c.endswith("_input")], [])
            query = "select code, weight_2018, n_2018, weight_2024, no_data_2024 from buurt order by code"
            self.assertEqual(self.rows(again_out, query), self.rows(first, query))
            self.check_standard(again_out)
            again = again_out
        self.assertNotIn("not understood", self.good("info", again))
        self.assertIn("the same: ", self.good("replay", again))

    def test_what_an_earlier_run_told_is_told_anew(self):
        """Changes, gaps and shares of another day do not stay under the names of today's, in whatever format."""
        asked = ("--from", "2018", "--statistics", "--against", "gemeente", "--min-weight", "100")
        first = self.scored(SCORES, BORDERS, DEMO_WIJKEN, DWELLINGS, "--dissolve", "gemeente", *asked, name="a.gpkg")
        columns = {c[1] for c in self.rows(first, "pragma table_info(buurt)")}
        told = {"change_2018_2024", "class_change_2018_2024", "share_up_to_4_2024", "gap_2024", "thin_2024"}
        self.assertLessEqual(told, columns)
        again = self.scored(first, "--from", "2018", "--against", "gemeente", name="b.gpkg")
        self.check_standard(again)
        names = [c[1] for c in self.rows(again, "pragma table_info(buurt)")]
        self.assertEqual(set(names) & told, {"change_2018_2024", "class_change_2018_2024", "gap_2024"})
        self.assertEqual([c for c in names if c.endswith("_input")], [])
        query = "select code, change_2018_2024, gap_2024 from buurt order by code"
        self.assertEqual(self.rows(again, query), self.rows(first, query))
        for ending in ("fgb", "geojson", "xlsx", "ods"):
            other = self.path("a." + ending)
            self.good("score", "-q", first, "--layer", "buurt", "--from", "2018", "-o", other)
            done = self.run_program("score", other, *([] if ending in ("fgb", "geojson") else [BORDERS]), "--from", "2018",
                                    "-o", self.path(f"{ending}.gpkg"))
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn("not understood", done.stderr)
            self.check_standard(self.path(f"{ending}.gpkg"))

    def test_an_attribute_called_as_a_column_of_ours_keeps_its_values_under_another_name(self):
        areas = [{"type": "Feature", "properties": {"code": code, "gap_2024": gap, "afw_2024": afw},
                  "geometry": {"type": "Polygon", "coordinates": [[[x, 52], [x + 0.01, 52], [x, 52.01], [x, 52]]]}}
                 for code, gap, afw, x in (("BU90010101", 7, 0.125, 5.0), ("BU90010102", 8, 0.25, 5.1))]
        source = self.path("buurt.geojson", json.dumps({"type": "FeatureCollection", "features": areas}))
        out = self.scored(source, "--against", "BU90010101", name="a.gpkg")
        self.check_standard(out)
        rows = self.rows(out, "select gap_2024_input, gap_2024 from buurt order by code")
        self.assertEqual(rows, [(7, 0), (8, 0.125)])

    def test_columns_that_were_named_come_back_without_being_named(self):
        source = self.path("values.csv", "code,rent,noise,jaar\nBU90010101,7,1,2020\nBU90010102,8,3,2020\nBU90010103,,2,2020\n")
        first = self.scored(source, BORDERS, "--value", "rent", "--value", "noise", name="a.gpkg")
        again = self.scored(first, name="b.gpkg")
        query = "select * from scores order by 1, 2, 3, 4"
        self.assertGreater(len(self.rows(first, query)), 0)
        self.assertEqual(self.rows(again, query), self.rows(first, query))

    def test_areas_of_an_output_of_ours_count_for_the_weight_they_were_made_by(self):
        cells = self.scored(SCORES, BORDERS, DWELLINGS, "--dissolve", "gemeente", name="cells.gpkg")
        buurten = self.path("buurten.gpkg")
        self.good("score", "-q", cells, "--layer", "buurt", "--dissolve", "gemeente", "-o", buurten)
        query = "select code, {0}_2024, class_2024, no_data_2024, weight_2024 from gemeente order by code"
        for dimension in ("afw", "won"):
            before, after = (self.rows(path, query.format(dimension)) for path in (cells, buurten))
            self.assertGreater(len(before), 0)
            for a, b in zip(before, after, strict=True):
                self.assertAlmostEqual(a[1], b[1], delta=1e-12)
                self.assertEqual((a[0], *a[2:]), (b[0], *b[2:]))

    def test_cells_of_an_output_of_ours_bring_their_weights_of_every_year(self):
        first = self.scored(SCORES, BORDERS, DWELLINGS, "--cells", name="a.gpkg")
        again = self.path("b.gpkg")
        self.good("score", "-q", first, "-o", again)
        query = "select level, code, measurement, dimension, value, class, no_data, weight, n from scores order by 1, 2, 3, 4"
        self.assertEqual(self.rows(again, query), self.rows(first, query))
        query = "select * from class_shares order by level, code, measurement, dimension, class"
        self.assertEqual(self.rows(again, query), self.rows(first, query))

    def test_reasons_come_back_from_every_format_that_holds_them(self):
        first = self.scored(SCORES, BORDERS, DWELLINGS, "--only", "buurt", name="a.gpkg")
        query = "select code, no_data_2024, class_2024 from buurt order by code"
        for ending in ("fgb", "geojson", "xlsx", "ods"):
            other = self.path("a." + ending)
            self.good("score", "-q", SCORES, BORDERS, DWELLINGS, "--only", "buurt", "-o", other)
            again = self.path(f"{ending}.gpkg")
            done = self.run_program("score", other, *([] if ending in ("fgb", "geojson") else [BORDERS]), "-o", again)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn("not understood", done.stderr)
            self.assertEqual(self.rows(again, query), self.rows(first, query), ending)

    def test_of_two_runs_with_one_name_the_first_has_it_and_nothing_is_lost(self):
        out = self.path("out.gpkg")
        runs = [subprocess.Popen([program.PROGRAM, "score", "-q", "-o", str(out), "--only", level], stderr=subprocess.PIPE, text=True)
                for level in ("buurt", "wijk")]
        said = [run.communicate()[1] for run in runs]
        self.assertEqual(sorted(run.returncode for run in runs), [0, 1], said)
        loser = next(text for run, text in zip(runs, said) if run.returncode == 1)
        self.assertIn(str(out), loser)
        self.assertIn("--overwrite", loser)
        if "out-2.gpkg" in loser:  # else it saw at once that the name was taken
            self.assertEqual({name for path in (out, self.path("out-2.gpkg")) for name, in self.rows(
                path, "select table_name from gpkg_contents where data_type = 'features'")}, {"buurt", "wijk"})

    def test_what_the_source_called_as_we_do_is_no_figure_of_ours(self):
        out = self.scored(SCORES, BORDERS, DWELLINGS)
        connection = sqlite3.connect(out)
        with connection:
            for trigger, in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
                connection.execute(f'drop trigger "{trigger}"')
            connection.execute("alter table buurt add column afw real default 1.5")
            connection.execute("alter table buurt add column year integer default 2011")
        connection.close()
        told = self.report("info", out)["levels"][0]["measurements"]
        self.assertEqual([m["label"] for m in told], ["2014", "2018", "2020", "2022", "2024"])

    def test_the_file_is_the_old_one_or_the_new_one_wherever_the_program_is_killed(self):
        out = self.scored(SCORES, BORDERS, DWELLINGS, "--only", "buurt")
        old = out.read_bytes()
        command = [program.PROGRAM, "score", "-q", "--overwrite", "-o", str(out), "--cells", "--statistics"]
        begin = time.monotonic()
        subprocess.run(command, check=True)
        took = time.monotonic() - begin
        replaced = 0
        tries = 40
        for i in range(tries):
            out.write_bytes(old)
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(took * 1.1 * (i + 1) / tries)
            process.send_signal(signal.SIGKILL)
            process.wait()
            if out.read_bytes() == old:
                continue
            replaced += 1
            self.assertEqual(self.rows(out, "pragma quick_check"), [("ok",)])
            self.assertEqual(len(self.rows(out, "select 1 from gpkg_metadata")), 1, "not whole")
        self.assertLess(replaced, tries, "it was never killed in time: the test says nothing")
        # What was left is removed by a later run, once nobody can be writing it any more.
        left = [p for p in self.folder.iterdir() if ".part" in p.name]
        self.assertGreater(len(left), 0, "nothing was killed while writing")
        for part in left:
            os.utime(part, (time.time() - 3600,) * 2)
        fresh = self.path(".out.999999999.part.gpkg", b"another machine's")
        self.good("score", "-q", "--overwrite", "-o", out)
        self.assertEqual([p for p in self.folder.iterdir() if ".part" in p.name], [fresh])

    def test_a_file_that_another_program_has_open_is_left_alone(self):
        out = self.scored("--only", "wijk")
        old = out.read_bytes()
        connection = sqlite3.connect(out, isolation_level=None)
        self.addCleanup(connection.close)
        connection.execute("pragma journal_mode = wal")  # as QGIS does
        connection.execute("create table mine (x)")
        said = self.fails("score", "-q", "--overwrite", "-o", out, says=["another program has it open", "another name"])
        self.assertIn(str(out), said)
        self.assertEqual(connection.execute("select count(*) from wijk").fetchone()[0], 12)
        connection.close()
        self.assertNotEqual(out.read_bytes(), old)  # it holds the other program's table, and nothing of ours
        connection = sqlite3.connect(out, isolation_level=None)
        connection.execute("pragma journal_mode = delete")
        connection.execute("begin exclusive")
        self.fails("score", "-q", "--overwrite", "-o", out, says=["another program has it open"])
        connection.execute("rollback")
        connection.close()
        self.good("score", "-q", "--overwrite", "-o", out)

    def test_a_set_of_areas_is_never_replaced_by_what_is_made_of_it(self):
        areas = self.path("areas.csv", (program.DEMO / "focusgebieden.csv").read_bytes())
        old = areas.read_bytes()
        files = [p for p in sorted(program.DEMO.iterdir()) if p.suffix in (".csv", ".gpkg", ".zip") and p.name != "focusgebieden.csv"]
        self.fails("score", "-q", *files, "--set", areas, "-o", areas, "--overwrite", says=["is an input"])
        self.assertEqual(areas.read_bytes(), old)

    def test_a_full_disk_and_a_folder_that_may_not_be_written_leave_the_old_file(self):
        out = self.scored("--only", "wijk")
        old = out.read_bytes()
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
        self.fails("score", "-q", "--overwrite", "-o", out, "--cells", says=[str(out)], preexec_fn=limit)
        self.assertEqual(out.read_bytes(), old)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["out.gpkg"])
        if os.geteuid() == 0:
            return  # root may write everywhere
        self.folder.chmod(0o500)
        self.addCleanup(self.folder.chmod, 0o700)
        self.fails("score", "-q", "--overwrite", "-o", out, says=[str(out)])


if __name__ == "__main__":
    program.main()
