"""The commonest tasks of a planner in a real window, by keyboard alone: what was done is read from the record."""
import json
import shutil
import sys

import program
from hands import Hands
from program import DEMO


class Tasks(Hands):
    def setUp(self):
        super().setUp()
        self.further = {"HOME": str(self.folder)}

    def search(self, text):
        self.key("ctrl+f")
        self.comes(do="finder", finder="areas")
        self.type(text)
        self.wait_for(lambda: any(line["do"] == "finder" and line["text"] == text for line in self.actions()))
        self.key("Return")

    def command(self, text):
        self.key("ctrl+k")
        self.comes(do="finder", finder="commands")
        self.type(text)
        self.wait_for(lambda: any(line["do"] == "finder" and line["text"] == text for line in self.actions()))
        self.key("Return")

    def test_the_ten_commonest(self):
        self.open(DEMO)
        # 1, 2: find a neighbourhood by name, and see why it stands where it stands.
        self.search("molenkw")
        self.comes(do="find", level="buurt", code="BU90010101")
        # 3: the change.
        self.command("change")
        self.comes(do="show", show="change")
        # 4: the difference to the reference.
        self.key("d")
        self.comes(do="show", show="difference")
        self.key("d")
        self.comes(do="show", show="state")
        # 5: another dimension and measurement.
        self.key("2")
        self.comes(do="dimension", code="won")
        self.key("Home")
        self.comes(do="measurement", label="2014")
        # 6: the list of areas.
        self.key("t")
        self.comes(do="table")
        # 7: names on the map.
        self.key("n")
        self.comes(do="labels")
        # 8: a place by its coordinates.
        self.search("157000 447000")
        self.wait_for(lambda: any(line["do"] == "view" and abs(line["x"] - 157000) < 1 for line in self.actions()))
        # 9: play and stop.
        self.key("space")
        self.comes(do="play")
        self.key("space")
        # 10: undo, redo.
        self.key("ctrl+z")
        self.comes(do="undo")
        self.key("ctrl+shift+z")
        self.comes(do="redo")
        self.stop()
        end = json.loads(self.good("view", "--replay", self.record, "--json"))
        self.assertEqual((end["selected"], end["dimension"]), (["BU90010101"], "won"))

    def test_a_long_text_in_the_search_box_does_no_harm(self):
        self.open(DEMO)
        self.key("ctrl+f")
        self.comes(do="finder", finder="areas")
        self.type("x" * 600)
        self.wait_until_idle()
        self.key("Escape")
        self.comes(do="finder", finder="closed")
        self.key("3")
        self.comes(do="dimension", code="fys")


if __name__ == "__main__":
    for needed in ("Xvfb", "xdotool", "xwd"):
        if not shutil.which(needed):
            print(f"skipped: no {needed}")
            sys.exit(77)
    program.main()
