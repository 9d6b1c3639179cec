"""Sessions as files, and errands without a window: what a recorded session saves, exports, copies and draws."""
import csv
import io
import json
import os
import shutil
import subprocess

import program
import standard
from program import DEMO


def lines(*actions):
    return "\n".join(json.dumps(action) for action in actions) + "\n"


def errand(kind, path=""):
    return {"do": "errand", "errand": kind, "path": str(path)}


class Sessions(standard.Standard, program.Case):
    def replay(self, *actions, inputs=(), **options):
        return json.loads(self.good("view", *inputs, "--replay", self.path("actions.jsonl", lines(*actions)), "--json", **options))

    def saved(self, *actions, inputs=(DEMO,), name="town.leefbeeld"):
        """A session file of these actions."""
        file = self.path(name)
        self.replay(*actions, errand("save_session", file), inputs=inputs)
        return file

    def test_a_session_comes_back_as_it_was(self):
        chosen = ({"do": "level", "level": "wijk"}, {"do": "measurement", "label": "2018"}, {"do": "dimension", "code": "won"},
                  {"do": "select", "code": "WK900101"}, {"do": "reference", "against": "all"})
        file = self.saved(*chosen)
        end = self.replay(errand("open_session", file))
        self.assertEqual((end["level"], end["measurement"], end["dimension"], end["selected"], end["reference"]),
                         ("wijk", "2018", "won", ["WK900101"], "all"))
        self.assertEqual(end["notices"], [])
        again = self.path("again.leefbeeld")
        self.replay(errand("open_session", file), errand("save_session", again))
        self.assertEqual(json.loads(file.read_text()), json.loads(again.read_text()))

    def test_a_session_file_opens_in_the_place_of_inputs(self):
        file = self.saved({"do": "measurement", "label": "2018"})
        picture = self.path("p.png")
        self.good("view", file, "--screenshot", picture, "--size", "800x600")
        self.assertEqual(picture.read_bytes()[:4], b"\x89PNG")
        end = json.loads(self.good("view", file, "--replay", self.path("none.jsonl", "\n"), "--json"))
        self.assertEqual(end["measurement"], "2018")
        self.fails("view", file, DEMO, "--screenshot", self.path("q.png"), says=["session", "alone"])
        self.fails("view", file, "--weight", "cells", "--screenshot", self.path("q.png"), says=["town.leefbeeld", "options"])

    def test_it_holds_how_the_files_were_read(self):
        plain = self.saved(inputs=(DEMO,), name="plain.leefbeeld")
        other = self.path("other.leefbeeld")
        self.good("view", DEMO, "--weight", "cells", "--membership", "share", "--dissolve", "all", "--replay",
                  self.path("a.jsonl", lines(errand("save_session", other))))
        self.assertEqual(json.loads(plain.read_text())["reading"], {})
        self.assertEqual(json.loads(other.read_text())["reading"], {"dissolve": ["all"], "weight": "cells", "membership": "share"})
        # The figures are those of then, whatever the program was started with.
        rows = []
        for number, session in enumerate((plain, other)):
            out = self.path(f"{number}.csv")
            self.replay(errand("open_session", session), errand("export_rows", out))
            rows.append(out.read_text())
        self.assertNotEqual(rows[0], rows[1])
        direct = self.path("direct.csv")
        self.good("view", DEMO, "--weight", "cells", "--membership", "share", "--dissolve", "all", "--replay",
                  self.path("b.jsonl", lines(errand("export_rows", direct))))
        self.assertEqual(rows[1], direct.read_text())

    def test_files_are_named_relative_to_it_and_move_with_it(self):
        town = self.folder / "here" / "town"
        shutil.copytree(DEMO, town)
        file = self.saved({"do": "select", "code": "BU90010101"}, inputs=(town,), name="here/s.leefbeeld")
        self.assertEqual(json.loads(file.read_text())["inputs"], ["town"])
        (self.folder / "here").rename(self.folder / "there")
        end = self.replay(errand("open_session", self.folder / "there" / "s.leefbeeld"))
        self.assertEqual(end["selected"], ["BU90010101"])

    def test_a_file_that_is_gone_is_named_and_the_map_stays(self):
        town = self.folder / "town"
        shutil.copytree(DEMO, town)
        file = self.saved(inputs=(town,))
        town.rename(self.folder / "elsewhere")
        self.fails("view", file, "--screenshot", self.path("p.png"), says=["town.leefbeeld", str(town), "nothing was opened"])
        self.fails("view", "--replay", self.path("a.jsonl", lines(errand("open_session", file))), says=[str(town)])

    def test_what_another_data_set_lacks_is_said(self):
        file = self.saved({"do": "select", "code": "BU90010101"}, {"do": "measurement", "label": "2018"})
        session = json.loads(file.read_text())
        session["choices"]["selected"] = ["BU12345678"]
        session["data"]["measurements"].append("1999")
        session["data"]["levels"][0]["rows"] = 7
        file.write_text(json.dumps(session))
        end = self.replay(errand("open_session", file))
        said = " ".join(end["notices"])
        for part in ("1999", "BU12345678", "7"):
            self.assertIn(part, said)
        self.assertEqual(end["measurement"], "2018")

    def test_sessions_that_cannot_be_opened_are_refused_in_a_sentence(self):
        good = self.saved().read_text()
        newer = json.dumps({**json.loads(good), "version": 99, "program": "9.9"})
        for text, says in ((good[:len(good) // 2], ["cut off"]), (newer, ["newer", "9.9"]), ("a,b\n", ["not a session"]), ("", ["not a session"])):
            file = self.path("bad.leefbeeld", text)
            self.fails("view", file, "--screenshot", self.path("p.png"), says=["bad.leefbeeld", *says])
        self.fails("view", self.path("none.leefbeeld"), "--screenshot", self.path("p.png"), says=["none.leefbeeld", "cannot be read"])

    def test_values_that_cannot_be_are_named(self):
        file = self.saved()
        session = json.loads(file.read_text())
        session["choices"].update(importance={"won": -1, "fys": 1e300, "foo": 2}, scheme={"kind": "fixed", "limits": [5, 1, 1]},
                                  drawn=[{"code": "drawn-1", "name": "Hoek", "crs": "EPSG:28992", "corners": [[0, 0], [1, 1]]}])
        file.write_text(json.dumps(session))
        said = " ".join(self.replay(errand("open_session", file))["notices"])
        for part in ("Housing stock (-1)", "Physical environment (1e+300)", "class limits (5; 1; 1)", "Hoek (corners: 2)", "choose nothing: foo."):
            self.assertIn(part, said)

    def test_a_filter_on_classes_that_become_others_goes_and_that_is_said(self):
        end = self.replay({"do": "filter", "filter": {"classes": [1, 2, 3, 4]}}, {"do": "measurement", "label": "2018"})
        self.assertEqual(end["notices"], [])
        end = self.replay({"do": "filter", "filter": {"classes": [1, 2, 3, 4]}}, {"do": "show", "show": "change"})
        self.assertEqual(len(end["notices"]), 1)
        self.assertIn("no longer filters by class", end["notices"][0])

    def test_a_line_that_lacks_something_is_named_in_our_own_words(self):
        for line, says in (({"do": "select"}, "'select': it lacks \"code\""), ({"do": "select", "code": 5}, "\"code\" cannot be 5"), ({}, "it lacks \"do\"")):
            file = self.path("actions.jsonl", lines({"do": "fit"}, line))
            message = self.fails("view", "--replay", file, says=["actions.jsonl, line 2", says])
            self.assertNotIn("json.exception", str(message))

    def test_scales_that_are_no_number(self):
        picture = self.path("p.png")
        for scale in ("nan", "inf", "-inf", "0", "x"):
            done = self.run_program("view", "-q", "--scale", scale, "--screenshot", picture)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(f"--scale: {scale} is no number from 1 to 4", done.stderr)
        for arguments in (("info", "--bbox", "nan,0,1,1"), ("render", "-o", picture, "--bbox", "nan,0,1,1"),
                          ("score", "--value", "afw", "--scheme", "fixed", "--limits", "0,nan")):
            done = self.run_program(*arguments)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("nan is no", done.stderr)
        self.assertFalse(picture.exists())

    def test_nothing_is_overwritten(self):
        taken = self.path("taken.png", "mine")
        self.fails("view", DEMO, "--replay", self.path("a.jsonl", lines(errand("save_map", taken))), says=["taken.png", "exists already"])
        self.assertEqual(taken.read_text(), "mine")
        self.fails("view", DEMO, "--replay", self.path("a.jsonl", lines(errand("save_map", self.folder / "no" / "p.png"))), says=["no folder"])
        self.fails("view", DEMO, "--replay", self.path("a.jsonl", lines(errand("save_session"))), says=["Name a file"])
        self.fails("view", DEMO, "--replay", self.path("a.jsonl", lines(errand("copy_text"))), says=["Select"])

    def test_pictures_are_as_large_as_what_is_seen(self):
        window, map_only = self.path("w.png"), self.path("m.png")
        self.good("view", DEMO, "--size", "900x700", "--replay",
                  self.path("a.jsonl", lines(errand("save_window", window), errand("save_map", map_only))))
        size = [tuple(int.from_bytes(p.read_bytes()[at:at + 4], "big") for at in (16, 20)) for p in (window, map_only)]
        self.assertEqual(size[0], (900, 700))
        self.assertLess(size[1][0], 900)
        self.assertIn(b"sRGB", window.read_bytes()[:60])

    def test_the_selection_is_exported_with_the_figures_of_score(self):
        out, all_rows, scored = self.path("two.gpkg"), self.path("all.csv"), self.path("scored.gpkg")
        self.replay({"do": "select", "code": "BU90010101"}, {"do": "select", "code": "BU90010102", "add": True}, errand("export_rows", out),
                    {"do": "select", "code": ""}, errand("export_rows", all_rows), inputs=(DEMO,))
        self.good("score", DEMO, "-q", "-o", scored)
        names = [row[1] for row in self.rows(scored, "pragma table_info(buurt)") if row[1] not in ("fid", "geom")]
        query = f"select {','.join(names)} from buurt where code in ('BU90010101','BU90010102') order by code"
        self.assertEqual(self.rows(out, query), self.rows(scored, query))
        self.assertEqual(len(self.rows(out, "select * from buurt")), 2)
        self.assertEqual(self.rows(out, "select distinct code from scores order by code"), [("BU90010101",), ("BU90010102",)])
        self.assertEqual(self.rows(out, "select value_shown = afw_2024, class_shown = class_2024 from buurt"), [(1, 1), (1, 1)])
        table = list(csv.DictReader(io.StringIO(all_rows.read_text())))
        self.assertEqual(len(table), self.rows(scored, "select count(*) from buurt")[0][0])
        for row in table:
            self.assertEqual(row["value_shown"], row["afw_2024"])

    def test_what_the_window_exports_can_be_repeated_to_the_value(self):
        plan = {"do": "draw", "corners": [[155000, 445000], [157000, 445000], [157000, 447000], [155000, 447000]], "name": "Plan"}
        for name, actions in (
                ("own", [{"do": "importance", "dimension": "won", "weight": 3}, {"do": "select", "code": "BU90010101"}]),
                ("change", [{"do": "show", "show": "change"}, {"do": "filter", "filter": {"text": "b"}}]),
                ("natural", [{"do": "scheme", "scheme": {"kind": "natural", "classes": 4}}, {"do": "level", "level": "cells"}]),
                ("difference", [{"do": "reference", "against": "gemeente"}, {"do": "show", "show": "difference"}]),
                ("drawn", [plan]),
                ("all", [{"do": "exporting", "open": False, "what": "everything", "cells": True}]),
                ("all_drawn", [plan, {"do": "exporting", "open": False, "what": "everything", "cells": True, "redacted": False}]),
                ("redacted", [{"do": "exporting", "open": False, "what": "shown", "redacted": True},
                               {"do": "own_layer", "own": {"path": str(DEMO / "wijk 2024.gpkg")}}])):
            out = self.path(name + ".gpkg")
            self.replay(*actions, errand("export_rows", out), inputs=(DEMO,))
            said = self.good("replay", out, *(("--inputs", DEMO) if name == "redacted" else ()))
            self.assertIn("the same: ", said, name)
            self.check_standard(out)
            text = self.rows(out, "select metadata from gpkg_metadata")[0][0]
            self.assertEqual(str(DEMO) in text, name != "redacted", name)
            if name not in ("all", "all_drawn", "drawn"):
                self.assertEqual(self.rows(out, "select count(*) from layer_styles where useAsDefault and styleName like 'Map: %'"), [(1,)])
        self.assertEqual(self.rows(self.path("drawn.gpkg"), "select code, name from drawn"), [("drawn-1", "Plan")])
        all_drawn = self.path("all_drawn.gpkg")
        layers = [t for t, in self.rows(all_drawn, "select table_name from gpkg_contents where data_type = 'features'")]
        self.assertEqual(layers, ["gemeente", "wijk", "focusgebieden", "buurt", "cells", "drawn"])
        self.assertEqual(self.rows(all_drawn, "select * from drawn"), self.rows(self.path("drawn.gpkg"), "select * from drawn"))
        self.assertIn("Own index", self.rows(self.path("own.gpkg"), "select what_shown from buurt")[0][0])

    def test_the_command_that_is_copied_tells_what_the_text_does(self):
        town = self.folder / "a 'town' $HOME"
        shutil.copytree(DEMO, town)
        end = self.replay({"do": "measurement", "label": "2022"}, {"do": "select", "code": "BU90010101"}, {"do": "reference", "against": "gemeente"},
                          {"do": "baseline", "label": "2018"}, errand("copy_text"), errand("copy_table"), errand("copy_command"), inputs=(town,))
        text, table, command = end["copied"]
        self.assertTrue(command.startswith("leefbeeld explain "))
        folder = self.folder / "bin"
        folder.mkdir()
        os.symlink(os.path.abspath(program.PROGRAM), folder / "leefbeeld")
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"})
        self.assertEqual(done.returncode, 0, done.stderr)
        told = done.stdout.splitlines()
        for sentence in text.splitlines():
            self.assertIn(sentence, told)
        self.assertEqual({len(row.split("\t")) for row in table.split("\n\n")[0].splitlines()}, {14})


if __name__ == "__main__":
    program.main()
