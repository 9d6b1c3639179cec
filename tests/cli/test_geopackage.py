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

SCORES = program.DEMO / "Leefbaarometer-scores grids 2014-2024.csv"
BORDERS = program.DEMO / "buurt 2024.gpkg"
DWELLINGS = program.DEMO / "cbs_vk100_2024_v1.zip"
ODD = "Wijk \"Oost\"; 't Zand, Súdwest-Fryslân " + "x" * 160  # 200 characters
VALIDATOR = "/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py"


class GeoPackage(program.Case):
    def scored(self, *arguments, name="out.gpkg"):
        out = self.path(name)
        self.good("score", "-q", "--overwrite", "-o", out, *arguments)
        return out

    def check_standard(self, path):
        """What the standard asks of the tables that this program writes, by its requirement numbers."""
        rows = lambda sql: self.rows(path, sql)
        self.assertEqual(rows("pragma integrity_check"), [("ok",)])  # 6
        self.assertEqual(rows("pragma foreign_key_check"), [])  # 7
        self.assertEqual(rows("pragma application_id"), [(0x47504B47,)])  # 2
        tables = {name for name, in rows("select name from sqlite_master where type = 'table'")}
        srs = {i for i, in rows("select srs_id from gpkg_spatial_ref_sys")}
        self.assertTrue({-1, 0, 4326} <= srs)  # 11
        identifiers = [i for i, in rows("select identifier from gpkg_contents")]
        self.assertEqual(len(set(identifiers)), len(identifiers))
        for name, kind, change, x0, y0, x1, y1, where in rows(
                "select table_name, data_type, last_change, min_x, min_y, max_x, max_y, srs_id from gpkg_contents"):
            self.assertIn(name, tables)  # 14
            self.assertRegex(change, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")  # 15
            quoted = '"' + name.replace('"', '""') + '"'
            columns = [c[1:6] for c in rows(f"pragma table_info({quoted})")]
            keys = [c for c in columns if c[4] == 1]
            self.assertEqual([c[1] for c in keys], ["INTEGER"], name)  # 29, 119: an integer primary key
            count = rows(f"select count(*) from {quoted}")[0][0]
            if name != "layer_styles":
                self.assertEqual(rows(f"select feature_count from gpkg_ogr_contents where table_name = "
                                      f"'{name.replace(chr(39), chr(39) * 2)}'"), [(count,)])
            for column, kind_of_column, *_ in columns:
                self.assertIn(kind_of_column.split("(")[0],
                              {"INTEGER", "REAL", "TEXT", "MULTIPOLYGON", "BOOLEAN", "DATETIME"}, f"{name}.{column}")  # 5
            if kind != "features":
                continue
            self.assertIn(where, srs)  # 16
            blobs = [g for g, in rows(f"select geom from {quoted} where geom is not null")]
            self.assertTrue(all(b[:2] == b"GP" for b in blobs))  # 19
            index = f'"rtree_{name.replace(chr(34), chr(34) * 2)}_geom"'
            self.assertEqual(rows(f"select count(*) from {index}"), [(len(blobs),)])  # 77
            if blobs:
                found = rows(f"select min(minx), min(miny), max(maxx), max(maxy) from {index}")[0]
                for a, b in zip(found, (x0, y0, x1, y1)):
                    self.assertAlmostEqual(a, b, delta=0.1)
            self.assertEqual(rows(f"select extension_name from gpkg_extensions where table_name = "
                                  f"'{name.replace(chr(39), chr(39) * 2)}'"), [("gpkg_rtree_index",)])
        for table in ("gpkg_data_columns", "gpkg_data_column_constraints", "gpkg_metadata", "gpkg_metadata_reference"):
            self.assertIn(table, tables)
            self.assertEqual(len(rows(f"select 1 from gpkg_extensions where table_name = '{table}'")), 1)  # 58, 64
        lists = {}
        for name, kind, value, least, most in rows(
                "select constraint_name, constraint_type, value, min, max from gpkg_data_column_constraints"):
            self.assertEqual((kind, least, most), ("enum", None, None))  # 108, 110
            self.assertEqual(name, name.lower())
            lists.setdefault(name, set()).add(value)
        told = {}
        for table, column, title, description, codes in rows(
                "select table_name, column_name, title, description, constraint_name from gpkg_data_columns"):
            self.assertIn(table, tables)  # 103
            told.setdefault(table, set()).add(column)
            self.assertTrue(title and description, f"{table}.{column}")
            self.assertNotRegex(title + description, r"[{}]", f"{table}.{column}: a word is not filled in")
            if codes is None:
                continue
            self.assertIn(codes, lists)  # 105
            quoted = '"' + table.replace('"', '""') + '"'
            found = {str(v) for v, in rows(f'select distinct "{column}" from {quoted} where "{column}" is not null')}
            self.assertLessEqual(found, lists[codes], f"{table}.{column}")
        for table, in rows("select table_name from gpkg_contents where table_name <> 'layer_styles'"):
            quoted = '"' + table.replace('"', '""') + '"'
            columns = {c[1] for c in rows(f"pragma table_info({quoted})")} - {"fid", "geom"}
            self.assertEqual(told[table], columns, f"{table}: columns that nothing is told of")
        for scope, kind, uri, text in rows("select md_scope, mime_type, md_standard_uri, metadata from gpkg_metadata"):
            self.assertEqual((scope, kind, uri), ("dataset", "application/json", "urn:leefbeeld:provenance:1"))
            json.loads(text)
        self.assertEqual(rows("select reference_scope, table_name, column_name, row_id_value, md_file_id, md_parent_id "
                              "from gpkg_metadata_reference"), [("geopackage", None, None, None, 1, None)])  # 71-75
        for table, in rows("select f_table_name from layer_styles"):
            self.assertEqual(rows(f"select sum(useAsDefault) from layer_styles where f_table_name = "
                                  f"'{table.replace(chr(39), chr(39) * 2)}'"), [(1,)], "exactly one style opens")
        if os.path.exists(VALIDATOR):
            done = subprocess.run(["/usr/bin/python3", VALIDATOR, str(path)], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        done = subprocess.run(["ogrinfo", "-q", "-al", "-so", str(path)], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_demo_town_with_everything_is_valid_and_told_column_by_column(self):
        for language in ("nl", "en"):
            self.check_standard(self.scored("--cells", "--statistics", "--from", "2018", "--against", "gemeente",
                                            "--min-weight", "100", "--all-class-shares", "--language", language))

    def test_odd_names_are_valid_too(self):
        self.check_standard(self.scored(SCORES, BORDERS, DWELLINGS, "--level", ODD))
        for taken in ("scores", "GPKG_contents", "layer_styles", "rtree_x"):
            out = self.scored(SCORES, BORDERS, DWELLINGS, "--level", taken)
            self.check_standard(out)
            self.assertIn((taken + "_areas",), self.rows(out, "select table_name from gpkg_contents"))

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
