"""The window as a user has it, under Xvfb, driven by xdotool: what was done is read from the record it writes (--record)."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import unittest

import program
from hands import TICKS, Hands
from program import DEMO


class Window(Hands):
    def test_keys_and_mouse_reach_the_map(self):
        self.open()
        self.key("2")
        self.comes(do="dimension", code="won")
        self.key("Left")
        self.comes(do="measurement", label="2022")
        self.key("Home")
        self.comes(do="measurement", label="2014")
        self.key("F1")
        self.comes(do="overlay")
        self.key("F1")
        self.mouse(690, 520, "click", "1")
        self.wait_for(lambda: any(line["do"] == "select" and line["code"].startswith("BU") for line in self.actions()))
        self.key("Escape")
        self.comes(do="select", code="")
        before = [line for line in self.actions() if line["do"] == "view"]
        self.mouse(760, 380, "click", "4")  # the wheel, away from the user
        after = self.wait_for(lambda: [line for line in self.actions() if line["do"] == "view"][len(before):])
        self.assertGreater(after[-1]["metres_per_pixel"], 0)
        self.key("f")
        self.comes(do="fit")

    def test_a_recorded_session_ends_the_same_without_a_window(self):
        self.open()
        self.key("3")
        self.comes(do="dimension", code="fys")
        self.key("Home")
        self.comes(do="measurement", label="2014")
        self.mouse(700, 300, "click", "1")
        self.wait_for(lambda: any(line["do"] == "select" for line in self.actions()))
        selected = [line["code"] for line in self.actions() if line["do"] == "select"]
        self.stop()
        end = json.loads(self.good("view", "--replay", self.record, "--json"))
        self.assertEqual((end["dimension"], end["measurement"], end["selected"]), ("fys", "2014", selected[-1:]))

    def test_what_is_under_the_cursor_is_shown_when_the_map_moves_under_it(self):
        self.open()
        self.mouse(690, 520)
        self.wait_for(lambda: any(line["do"] == "hover" for line in self.actions()))
        self.wait_until_idle()
        for _ in range(4):
            self.tool("click", "4")  # the wheel: what lies under the cursor stays, its neighbours move
        self.key("f")
        self.comes(do="fit")
        self.wait_until_idle()
        first = self.screen()
        self.mouse(691, 520)
        self.mouse(690, 520)
        self.wait_until_idle()
        self.assertEqual(first, self.screen(), "the last frame had not been drawn")

    def test_it_sleeps_when_nothing_happens(self):
        self.open()
        self.mouse(760, 380)
        self.wait_until_idle()
        before = self.ticks()
        time.sleep(3)
        self.assertLessEqual(self.ticks() - before, 0.02 * TICKS, "the window works while nothing happens")

    def test_a_file_that_fails_leaves_the_window_open(self):
        self.open(self.path("bad.csv", "this,is\nno,table\n"))
        self.assertIsNone(self.run.poll())
        self.key("F1")
        self.comes(do="overlay")


class NoWindow(program.Case):
    def test_no_display_is_said(self):
        environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        self.fails("view", env=environment, says=["no window", "render"])

    def test_an_x_server_that_is_not_there_is_said(self):
        self.fails("view", env={**os.environ, "DISPLAY": ":987"}, says=["no window", "render"])

    def test_a_picture_of_the_window_needs_no_display(self):
        environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        picture = self.path("window.png")
        self.good("view", DEMO, "--screenshot", picture, "--size", "800x600", env=environment)
        self.assertEqual(picture.read_bytes()[:8], b"\x89PNG\r\n\x1a\n")
        self.fails("view", DEMO, "--screenshot", picture, says=["window.png", "--overwrite"])
        self.fails("view", self.path("none.gpkg"), "--screenshot", self.path("b.png"), says=["none.gpkg", "no such file"])
        self.assertFalse((self.folder / "b.png").exists())

    def test_a_session_that_is_none_is_said(self):
        self.fails("view", "--replay", self.path("a.jsonl", '{"do":"fly"}\n'), says=["a.jsonl, line 1", "fly"])
        self.fails("view", "--replay", self.path("none.jsonl"), says=["none.jsonl"])

    def test_a_picture_is_a_png_of_a_size_that_can_be_held(self):
        self.fails("view", "--screenshot", self.path("a.jpg"), says=["a.jpg", ".png"])
        self.fails("view", "--screenshot", self.path("a.png"), "--size", "16384x16384", says=["200 million"])

    def test_names_that_are_not_there_are_said(self):
        alone = self.run_program("view", "--replay", self.path("b.jsonl", '{"do":"select","code":"NOPE"}'))
        self.assertEqual(alone.stderr.count("NOPE"), 1, alone.stderr)
        self.assertIn("choose nothing: NOPE.", alone.stderr)
        lines = ['{"do":"measurement","label":"1999"}', '{"do":"select","code":"BU99"}']
        done = self.run_program("view", "--replay", self.path("a.jsonl", "\n".join(lines)), "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["unknown"], ["1999", "BU99"])
        self.assertIn("choose nothing: 1999, BU99.", done.stderr)


if __name__ == "__main__":
    for needed in ("Xvfb", "xdotool", "xwd"):
        if not shutil.which(needed):
            print(f"skipped: no {needed}")
            sys.exit(77)
    program.main()
