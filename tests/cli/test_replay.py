"""A GeoPackage says how it was made, in words and for a machine; `replay` makes it again and tells what differs and why."""
import csv
import hashlib
import json
import os
import shutil
import sqlite3

import program
import standard

FILES = ["Leefbaarometer-scores grids 2014-2024.csv", "buurt 2024.gpkg", "cbs_vk100_2024_v1.zip"]


class Replay(standard.Standard, program.Case):
    def setUp(self):
        super().setUp()
        self.inputs = self.folder / "my inputs"
        self.inputs.mkdir()
        for name in FILES:
            shutil.copy(program.DEMO / name, self.inputs)
        self.out = self.path("out.gpkg")

    def score(self, *arguments, **options):
        self.good("score", "-q", "--overwrite", "-o", self.out, *(self.inputs / name for name in FILES), *arguments, **options)

    def metadata(self, path=None):
        return json.loads(self.rows(path or self.out, "select metadata from gpkg_metadata")[0][0])

    def change_metadata(self, change, sign=False):
        """Changes the document as a hand would, or as a program that can sign it."""
        document = self.metadata()
        change(document)
        if sign:
            document.pop("sha256", None)
            document["sha256"] = hashlib.sha256(json.dumps(document, indent=1, ensure_ascii=False).encode()).hexdigest()
        self.write_metadata(json.dumps(document, indent=1, ensure_ascii=False))

    def write_metadata(self, text):
        connection = sqlite3.connect(self.out)
        with connection:
            connection.execute("update gpkg_metadata set metadata = ?", (text,))
        connection.close()

    def differs(self, *arguments):
        """What a replay that finds a difference says: stdout and the sentence on stderr."""
        done = self.run_program("replay", self.out, *arguments)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("the repeat differs", done.stderr)
        return done.stdout, done.stderr

    def test_the_metadata_tell_the_run_and_are_of_the_form_that_the_schema_tells(self):
        self.score("--from", "2018", "--against", "all", "--where", "bu_code <> 'BU90010101'", "--language", "nl")
        told = self.metadata()
        self.assertEqual((told["format"], told["version"]), ("leefbeeld provenance", 1))
        self.assertEqual(told["command"][:3], ["leefbeeld", "score", "-q"])
        self.assertEqual(told["run"]["inputs"], [str(self.inputs / name) for name in FILES])
        self.assertEqual((told["run"]["from"], told["run"]["against"], told["run"]["language"]), ("2018", "all", "nl"))
        self.assertEqual(told["run"]["reading"], {"where": "bu_code <> 'BU90010101'"})
        for record, name in zip(told["inputs"], FILES):
            content = (self.inputs / name).read_bytes()
            self.assertEqual(record["files"][0]["sha256"], hashlib.sha256(content).hexdigest())
            self.assertEqual(record["files"][0]["bytes"], len(content))
        self.assertEqual(told["measurements"][-1]["weight"], "dwellings")
        self.assertEqual(told["measurements"][-1]["weight_year"], 2024)
        self.assertTrue(any(note["kind"] == "checked" for note in told["report"]))
        self.assertEqual({c["scheme"] for c in told["class_tables"]}, {"judgement", "deviation"})
        self.check_provenance(told)

    def test_a_repeat_is_the_same_wherever_it_is_run_from_and_can_be_kept(self):
        self.score("--statistics", "--from", "2018", "--against", "gemeente", "--cells", "--membership", "share",
                   "--set", program.DEMO / "focusgebieden.csv", "--dissolve", "gemeente")
        self.assertIn("the same: ", self.good("replay", self.out, cwd="/", env={**os.environ, "LC_ALL": "nl_NL.UTF-8"}))
        again = self.path("again.gpkg")
        self.assertTrue(self.report("replay", self.out, "-o", again, "-q", "--threads", "1")["same"])
        self.assertEqual(self.metadata(again)["run"], self.metadata()["run"])
        self.out = again
        self.assertIn("the same: ", self.good("replay", again))

    def test_the_demo_town_can_be_repeated_anywhere(self):
        self.good("score", "-q", "-o", self.out)
        self.assertIn("the same: ", self.good("replay", self.out, cwd="/"))

    def test_folders_and_shapefiles_are_inputs_too(self):
        shutil.rmtree(self.inputs / "cbs", ignore_errors=True)
        self.good("score", "-q", "-o", self.out, self.inputs)
        self.assertEqual(len(self.metadata()["inputs"][0]["files"]), 3)
        self.assertIn("the same: ", self.good("replay", self.out))
        moved = self.folder / "moved"
        self.inputs.rename(moved)
        self.fails("replay", self.out, says=["my inputs", "--inputs DIR"])
        self.assertIn("the same: ", self.good("replay", self.out, "--inputs", moved))

    def test_what_came_into_an_input_folder_since_is_no_part_of_the_run(self):
        self.out = self.inputs / "scored.gpkg"
        self.good("score", "-q", "-o", self.out, self.inputs)
        shutil.copy(program.DEMO / "gemeente 2024.gpkg", self.inputs)
        (self.inputs / ".scored.4711.part.gpkg").write_bytes(self.out.read_bytes())
        self.assertIn("the same: ", self.good("replay", self.out))
        self.out.unlink()
        (self.inputs / "gemeente 2024.gpkg").unlink()
        self.good("score", "-q", "-o", self.path("again.gpkg"), self.inputs)  # what a killed program left is no input
        self.assertEqual(len(self.metadata(self.path("again.gpkg"))["inputs"][0]["files"]), 3)

    def test_inputs_that_moved_are_found_beside_the_file_or_in_the_folder_named(self):
        self.score()
        moved = self.folder / "moved"
        self.inputs.rename(moved)
        said = self.fails("replay", self.out, says=["are not there", "--inputs DIR"])
        for name in FILES:
            self.assertIn(name, said)
        self.assertIn("the same: ", self.good("replay", self.out, "--inputs", moved))
        for name in FILES:
            shutil.move(moved / name, self.folder)
        self.assertIn("the same: ", self.good("replay", self.out))

    def test_an_input_that_changed_is_named_with_what_it_changed(self):
        self.score()
        scores = self.inputs / FILES[0]
        with open(scores, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in [r for r in rows if r["jaar"] == "2024" and r["afw"] not in ("", "NA")][:300]:
            row["afw"] = repr(float(row["afw"]) + 0.25)
        with open(scores, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        out, said = self.differs()
        self.assertIn(f"input {FILES[0]}: another file", out)
        self.assertNotIn(f"input {FILES[1]}", out)
        self.assertIn("  scores: value: ", out)
        self.assertIn("buurt: afw_2024: ", out)
        self.assertNotIn("afw_2018", out)
        told = json.loads(self.run_program("replay", self.out, "--json").stdout)
        self.assertFalse(told["same"])
        self.assertEqual([line for line in told["not_as_it_was"] if line.startswith("input ")], told["not_as_it_was"][:1])

    def test_rows_and_columns_of_one_only_are_told_as_such(self):
        self.score("--where", "bu_code <> 'BU90010101'")
        self.change_metadata(lambda d: d["run"]["reading"].pop("where"), sign=True)
        out, said = self.differs()
        self.assertIn("buurt: 1 rows of the repeat only", out)
        self.assertNotIn("afw_2024:", out)  # the others are compared by what they are about
        connection = sqlite3.connect(self.out)
        with connection:
            connection.execute("alter table buurt add column mine text")
        connection.close()
        self.assertIn("columns of out.gpkg only: mine", self.differs()[0])

    def test_a_changed_value_border_style_or_word_is_found(self):
        self.score()
        for statement, told in (
                ("update buurt set won_2024 = won_2024 + 1e-12 where code = 'BU90010102'", "buurt: won_2024: 1 value"),
                ("update scores set class = 3 where fid = 5", "scores: class: 1 value"),
                ("update buurt set name = 'Elders' where code = 'BU90010102'", "BU90010102: "),
                ("update layer_styles set styleQML = replace(styleQML, '255', '254') where id = 1", "layer_styles: styleQML"),
                ("update gpkg_data_columns set title = 'x' where column_name = 'afw_2024'", "gpkg_data_columns: title"),
                ("update gpkg_spatial_ref_sys set definition = replace(definition, '5.38763888888889', '5.4') where srs_id = 28992",
                 "gpkg_spatial_ref_sys: definition: 1 value"),
                ("update gpkg_metadata_reference set md_parent_id = 1", "gpkg_metadata_reference: md_parent_id: 1 value"),
                ("delete from class_shares where fid = 1", "class_shares: 1 rows of the repeat only")):
            self.score()
            connection = sqlite3.connect(self.out)
            with connection:
                for trigger, in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
                    connection.execute(f'drop trigger "{trigger}"')  # they call functions of spatial databases
                connection.execute(statement)
            connection.close()
            self.assertIn(told, self.differs()[0], statement)

    def test_other_versions_and_limits_are_told_with_what_they_changed(self):
        self.score()

        def change(document):
            document["program"]["version"] = "0.0.7"
            document["libraries"]["GDAL"] = "3.0.0"
            next(c for c in document["class_tables"] if c["dimension"] == "afw")["limits"][0] = -0.5

        self.change_metadata(change, sign=True)
        said = self.good("replay", self.out)  # the values are the same all the same
        self.assertIn("the same: ", said)
        for told in ("program: leefbeeld", "was 0.0.7", "library GDAL: ", "class limits of afw (buurt)"):
            self.assertIn(told, said)
        self.assertNotIn("by hand", said)

    def test_metadata_changed_by_hand_are_told_so_and_never_guessed_at(self):
        self.score()
        self.change_metadata(lambda d: d["command"].append("--mine"))
        self.assertIn("metadata: changed by hand", self.good("replay", self.out))
        self.assertIn("THESE METADATA WERE CHANGED", self.good("info", self.out))
        for change, says in (
                (lambda d: d["run"].update(turbo=True), "unknown 'turbo'"),
                (lambda d: d["run"]["reading"].update(turbo=True), "'turbo' in 'reading'"),
                (lambda d: d["run"].pop("levels"), "no 'levels'"),
                (lambda d: d["run"].update(cells="yes"), "'cells' of the wrong kind"),
                (lambda d: d["run"].update(quantiles=[7]), "'quantiles'"),
                (lambda d: d["run"].update(verb="delete"), "'delete'"),
                (lambda d: d["run"].update(language="fr"), "'fr'"),
                (lambda d: d.update(version=2), "newer version"),
                (lambda d: d.update(mine=1), "unknown 'mine'"),
                (lambda d: d["run"]["reading"].update(bbox=[1, 2, 3]), "'bbox'"),
                (lambda d: d["run"]["reading"].update(where="a in (with recursive t(x) as (select 1) Select x from t)"), "a query in it"),
                (lambda d: d["run"].update(quantiles=[0.5] * 100000), "'quantiles'"),
                (lambda d: d["run"].update(threshold=1e30), "'threshold'"),
                (lambda d: d.update(format="other"), "'other'"),
                (lambda d: d["run"]["reading"].update(classes=-4), "'reading'")):
            self.score()
            self.change_metadata(change, sign=True)
            self.fails("replay", self.out, says=[str(self.out), says])
        self.write_metadata('{"format": ')
        self.fails("replay", self.out, says=["no JSON", "by hand"])

    def test_what_the_metadata_say_of_the_run_is_compared_too(self):
        for change, told in ((lambda d: d["crs"].update(id="EPSG:4326"), "CRS: EPSG:28992, was EPSG:4326"),
                             (lambda d: d["measurements"][0].update(weight="inhabitants"), "was 3.0, 2024, inhabitants 2024"),
                             (lambda d: d.update(report=[]), "report: ")):
            self.score()
            self.change_metadata(change, sign=True)
            done = self.run_program("replay", self.out)
            self.assertIn(told, done.stdout + done.stderr)

    def test_an_input_that_the_metadata_only_name_is_told_as_such_though_the_file_is_there(self):
        self.score()
        self.change_metadata(lambda d: d["inputs"].pop(), sign=True)
        said = self.fails("replay", self.out, says=["cannot be repeated", FILES[2], "do not tell of its files"])
        self.assertNotIn("not there", said)
        self.score()
        self.change_metadata(lambda d: d["inputs"][2].update(files=[]), sign=True)
        said = self.fails("replay", self.out, says=["cannot be repeated", FILES[2], "was no file", "no service or database"])
        self.assertNotIn("not there", said)

    def test_nothing_is_run_or_fetched_because_metadata_say_so(self):
        for name in ("/vsicurl/http://127.0.0.1:9/x.gpkg", "PG:host=127.0.0.1", "$(touch pwned)", "; touch pwned",
                     "/dev/zero", "<VRTDataset/>", "--overwrite"):
            self.score()

            def change(document, told=False):
                document["run"]["inputs"][0] = name
                if told:
                    document["inputs"][0]["name"] = name

            self.change_metadata(change, sign=True)
            self.fails("replay", self.out, says=["cannot be repeated", name, "do not tell of its files"])
            self.score()
            self.change_metadata(lambda document: change(document, True), sign=True)
            self.fails("replay", self.out, says=["cannot be repeated", "--inputs DIR"])
        self.assertEqual([p.name for p in self.folder.iterdir() if "pwned" in p.name], [])

    def test_what_cannot_be_repeated_says_so(self):
        self.fails("replay", self.path("none.gpkg"), says=["none.gpkg", "no such file"])
        self.fails("replay", self.path("text.gpkg", "hello"), says=["text.gpkg", "not a GeoPackage"])
        self.fails("replay", self.inputs / FILES[1], says=["says nothing of how it was made"])
        self.fails("replay", self.inputs, says=["not a plain file"])
        self.score()
        self.fails("replay", self.out, "-o", self.inputs / FILES[1], "--overwrite", says=["is an input"])
        self.fails("replay", self.out, "-o", self.out, "--overwrite", says=["is an input"])
        self.fails("replay", self.out, "-o", self.path("x.csv"), says=["x.csv", ".gpkg"])
        self.fails("replay", self.out, says=["TMPDIR"], env={**os.environ, "TMPDIR": "/none/there"})
        os.truncate(self.out, 20000)
        self.assertEqual(self.run_program("replay", self.out).returncode, 1)

    def test_a_broken_input_is_told_with_what_changed(self):
        self.score()
        (self.inputs / FILES[1]).write_bytes(b"x" * 100)
        self.fails("replay", self.out, says=["cannot be repeated", FILES[1], "another file"])

    def test_folders_are_left_out_where_that_is_asked_for(self):
        self.score("--redact-paths", "--set", program.DEMO / "focusgebieden.csv", cwd=self.folder)
        text = json.dumps(self.metadata(), ensure_ascii=False)
        for secret in (str(self.folder), "my inputs", str(program.DEMO), "assets/demo"):
            self.assertNotIn(secret, text)
        for name in FILES:
            self.assertIn(name, text)
        shutil.copy(program.DEMO / "focusgebieden.csv", self.inputs)
        self.fails("replay", self.out, says=["--inputs DIR"])
        self.assertIn("the same: ", self.good("replay", self.out, "--inputs", self.inputs))

    def test_info_tells_it_in_words(self):
        self.score("--from", "2018")
        said = self.good("info", self.out)
        for words in ("was made:", "by leefbeeld ", "command: leefbeeld score -q", "SHA-256 ", "weighted by dwellings 2024",
                      "judgement of the 2024 edition", "seeds: none"):
            self.assertIn(words, said)
        self.assertEqual(self.report("info", self.out)["made"][str(self.out)], self.metadata())


if __name__ == "__main__":
    program.main()
