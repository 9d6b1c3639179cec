"""A plan area drawn in a real window: the record holds it, and tells the same without a window."""
import json
import time

import program
from hands import Hands
from program import DEMO


class Drawing(Hands):
    def setUp(self):
        super().setUp()
        self.further = {"HOME": str(self.folder)}

    def drawn(self):
        return [line for line in self.actions() if line["do"] == "draw"]

    def test_by_its_corners_and_with_the_lasso(self):
        self.open(DEMO)
        self.key("p")
        self.comes(do="drawing", tool="polygon")
        for number, (x, y) in enumerate([(560, 330), (700, 340), (690, 470), (600, 500)], start=1):
            self.mouse(x, y, "click", "1")
            self.wait_for(lambda: any(line["do"] == "drawing" and len(line["corners"]) == number for line in self.actions()))
        self.key("BackSpace")
        self.wait_for(lambda: len([line for line in self.actions() if line["do"] == "drawing"][-1]["corners"]) == 3)
        self.key("Return")
        self.wait_for(self.drawn)
        self.assertEqual(len(self.drawn()[0]["corners"]), 3)
        self.wait_until_idle()  # its figures have come, and the inspector with them
        self.key("o")
        self.comes(do="drawing", tool="lasso")
        self.mouse(500, 300, "mousedown", "1")
        for x, y in [(620, 310), (640, 420), (560, 480), (490, 420), (495, 330)]:
            self.mouse(x, y)
        self.tool("mouseup", "1")
        self.wait_for(lambda: len(self.drawn()) == 2)
        self.wait_until_idle()
        self.stop()
        end = json.loads(self.good("view", "--replay", self.record, "--json"))
        self.assertEqual(end["selected"], ["drawn-2"])
        self.assertIn("Drawn area 2", end["explained"][0])

    def test_escape_stops(self):
        self.open(DEMO)
        self.key("p")
        self.comes(do="drawing", tool="polygon")
        for x, y in [(560, 330), (700, 340), (690, 470)]:
            self.mouse(x, y, "click", "1")
        self.wait_for(lambda: any(line["do"] == "drawing" and len(line["corners"]) == 3 for line in self.actions()))
        self.key("Escape")
        self.comes(do="drawing", tool="none")
        self.mouse(690, 520, "click", "1")
        self.comes(do="select")
        time.sleep(0.3)
        self.assertEqual(self.drawn(), [])


if __name__ == "__main__":
    program.main()
