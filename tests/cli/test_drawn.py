"""Areas drawn on the map: told, written and read back as a set, kept in a session, named by the command that is copied."""
import json
import shlex

import program
from program import DEMO

PLAN = [[154600, 445200], [156300.27, 444900], [156900, 446400], [155600, 447000], [154700, 446600]]
EIGHT = [[154000, 446000], [156000, 447500], [156000, 446000], [154000, 447500]]
WATER = [[1000, 1000], [1500, 1000], [1500, 1500]]


def lines(*actions):
    return "\n".join(json.dumps(action) for action in actions) + "\n"


def draw(corners, name=""):
    return {"do": "draw", "corners": corners, "name": name}


def errand(kind, path=""):
    return {"do": "errand", "errand": kind, "path": str(path)}


class Drawn(program.Case):
    def replay(self, *actions, inputs=(DEMO,)):
        return json.loads(self.good("view", *inputs, "--replay", self.path("actions.jsonl", lines(*actions)), "--json"))

    def test_the_command_that_is_copied_tells_the_same(self):
        file = self.path("plan van de haven.gpkg")
        end = self.replay(draw(PLAN, "Plan haven"), draw(EIGHT), {"do": "select", "code": "drawn-1", "level": "(drawn)"},
                          {"do": "measurement", "label": "2022"}, errand("export_drawn", file), errand("copy_command"), errand("copy_text"))
        self.assertEqual(end["selected"], ["drawn-1"])
        command, text = end["copied"]
        words = shlex.split(command)
        self.assertEqual(words[:2], ["leefbeeld", "explain"])
        self.assertIn(f"--set={file}", words)
        self.assertIn("--area=drawn-1", words)
        told = self.good(*words[1:])
        self.assertIn(end["explained"][0], told)
        for sentence in text.splitlines():
            self.assertIn(sentence, told)
        crossed = self.report("explain", DEMO, "--set", file, "--area", "drawn-2")
        self.assertIn("drawn-2", json.dumps(crossed))

    def test_figures_are_those_of_the_file_to_the_last_digit(self):
        file = self.path("plan.gpkg")
        for rule in ("centroid", "share"):
            here = json.loads(self.good("view", DEMO, "--membership", rule, "--json", "--replay", self.path("a.jsonl", lines(
                draw(PLAN), draw(EIGHT), errand("export_drawn", file), {"do": "select", "code": "drawn-1", "level": "(drawn)"},
                {"do": "select", "code": "drawn-2", "level": "(drawn)", "add": True}, errand("copy_table")))))
            there = json.loads(self.good("view", DEMO, "--set", file, "--membership", rule, "--json", "--replay", self.path("b.jsonl", lines(
                {"do": "level", "level": "plan"}, {"do": "select", "code": "drawn-1"}, {"do": "select", "code": "drawn-2", "add": True},
                errand("copy_table")))))
            self.assertEqual(here["copied"], there["copied"])
            self.assertEqual(here["explained"], there["explained"])
            file.unlink()

    def test_it_is_written_with_its_name_and_its_outline(self):
        file = self.path("plan.gpkg")
        self.replay(draw(PLAN, "Plan haven"), draw(EIGHT), errand("export_drawn", file))
        rows = self.rows(file, "select code, name from drawn order by code")
        self.assertEqual(rows, [("drawn-1", "Plan haven"), ("drawn-2", "Drawn area 2")])
        self.fails("view", "--replay", self.path("a.jsonl", lines(draw(PLAN), errand("export_drawn", file))), says=["exists already"])
        self.fails("view", "--replay", self.path("a.jsonl", lines(errand("export_drawn", self.path("none.gpkg")))), says=["no drawn area"])

    def test_the_command_needs_a_file_that_holds_what_is_drawn(self):
        self.fails("view", "--replay", self.path("a.jsonl", lines(draw(PLAN), errand("copy_command"))), says=["Save the drawn areas first"])
        self.fails("view", "--replay", self.path("a.jsonl", lines(
            draw(PLAN), errand("export_drawn", self.path("plan.gpkg")), draw(EIGHT), errand("copy_command"))), says=["Save the drawn areas first"])

    def test_a_session_keeps_it(self):
        file = self.path("town.leefbeeld")
        before = self.replay(draw(PLAN, "Plan haven"), errand("save_session", file))
        after = self.replay(errand("open_session", file), inputs=())
        self.assertEqual((after["selected"], after["explained"], after["notices"]), (["drawn-1"], before["explained"], []))
        kept = json.loads(file.read_text())
        self.assertIn('"Plan haven"', json.dumps(kept))
        self.assertIn('"EPSG:28992"', json.dumps(kept))

    def test_a_session_says_that_it_was_drawn_on_another_map(self):
        file = self.path("town.leefbeeld")
        self.replay(draw(PLAN, "Plan haven"), errand("save_session", file))
        file.write_text(file.read_text().replace('"EPSG:28992"', '"EPSG:3035"'))
        end = self.replay(errand("open_session", file), inputs=())
        self.assertEqual(end["selected"], [])
        self.assertEqual(len(end["notices"]), 1)
        for text in ("Plan haven", "EPSG:3035", "EPSG:28992"):
            self.assertIn(text, end["notices"][0])

    def test_where_no_cell_is_nothing_is_told(self):
        end = self.replay(draw(WATER))
        self.assertEqual(end["selected"], ["drawn-1"])
        self.assertNotIn("+", end["explained"][0])

    def test_a_line_that_draws_nothing_is_refused_or_does_nothing(self):
        self.assertEqual(self.replay(draw(PLAN[:2]))["selected"], [])
        for bad in ('{"do":"draw"}', '{"do":"draw","corners":7}', '{"do":"draw","corners":[[1]]}', '{"do":"drawing","tool":"brush"}'):
            self.fails("view", "--replay", self.path("bad.jsonl", bad), says=["bad.jsonl, line 1"])


if __name__ == "__main__":
    program.main()
