"""Saving and opening in a real window: with the file chooser of the window, with one of the desktop, and what is kept between two runs."""
import json
import os
import shutil
import sys
import time

import program
from hands import Hands
from program import DEMO


class Errands(Hands):
    def setUp(self):
        super().setUp()
        # No chooser of the desktop, unless a test puts one there.
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        self.further = {"PATH": f"{self.bin}:{os.path.dirname(shutil.which('xdotool'))}", "HOME": str(self.folder)}
        for name in ("zenity", "kdialog"):
            if shutil.which(name, path=self.further["PATH"]):
                self.further["PATH"] = str(self.bin)
        for needed in ("xdotool", "xwd"):
            os.symlink(shutil.which(needed), self.bin / needed)

    def program(self, name, text):
        path = self.bin / name
        path.write_text(text)
        path.chmod(0o755)

    def wait_for_file(self, path):
        self.wait_for(lambda: path.exists() and path.stat().st_size > 0)

    def test_a_session_is_saved_and_opened_with_the_chooser_of_the_window(self):
        self.open(DEMO)
        self.key("2")
        self.comes(do="dimension", code="won")
        file = self.folder / "my town.leefbeeld"
        self.key("ctrl+s")
        self.wait_until_idle()
        self.type(str(self.folder / "my town"))
        self.key("Return")
        self.wait_for_file(file)
        self.assertEqual(json.loads(file.read_text())["choices"]["dimension"], "won")
        # Once it has a place, it is saved there without a question.
        self.key("3")
        self.comes(do="dimension", code="fys")
        self.key("ctrl+s")
        self.wait_for(lambda: json.loads(file.read_text())["choices"]["dimension"] == "fys")
        self.key("1")
        self.comes(do="dimension", code="afw")
        self.key("ctrl+shift+o")
        self.wait_until_idle()
        self.type(str(file))
        self.key("Return")
        self.comes(do="errand", errand="open_session", path=str(file))
        self.wait_until_idle()
        self.key("ctrl+s")  # as it is now: as it was saved
        time.sleep(1)
        self.assertEqual(json.loads(file.read_text())["choices"]["dimension"], "fys")
        self.stop()
        end = json.loads(self.good("view", file, "--replay", self.path("none.jsonl", "\n"), "--json"))
        self.assertEqual(end["dimension"], "fys")

    def test_the_chooser_of_the_desktop_is_used_where_there_is_one(self):
        out, said = self.folder / "it's a town.leefbeeld", self.folder / "said"
        self.program("zenity", f"#!/bin/sh\nfor a; do printf '%s\\n' \"$a\" >> '{said}'; done\ncat <<'EOF'\n{out}\nEOF\n")
        self.open(DEMO)
        self.key("ctrl+shift+s")
        self.comes(do="errand", errand="save_session_as", path=str(out))
        self.wait_for_file(out)
        words = said.read_text().splitlines()
        self.assertEqual(words[0], "--file-selection")
        self.assertIn("--save", words)
        self.assertIn("--file-filter=*.leefbeeld", words)

    def test_a_chooser_of_the_desktop_that_is_cancelled_changes_nothing(self):
        self.program("zenity", "#!/bin/sh\nexit 1\n")
        self.open(DEMO)
        self.key("ctrl+o")
        self.comes(do="errand", errand="open", path="")
        self.wait_until_idle()
        self.key("2")
        self.comes(do="dimension", code="won")
        self.assertEqual([line for line in self.actions() if line.get("path")], [])

    def test_what_suits_a_person_is_kept_and_the_command_line_goes_before_it(self):
        settings = self.folder / "config" / "leefbeeld" / "settings.json"
        self.open(DEMO)
        self.key("ctrl+plus")
        self.comes(do="comfort")
        kept = self.wait_for(lambda: settings.exists() and json.loads(settings.read_text()))
        self.wait_for(lambda: json.loads(settings.read_text())["comfort"]["text_size"] == 1.1)
        self.assertEqual(kept["recent"], [[str(DEMO)]])
        self.stop()
        self.open(DEMO, "--language", "nl")
        first = [line for line in self.actions() if line["do"] == "comfort"][0]["comfort"]
        self.assertEqual((first["text_size"], first["language"]), (1.1, "nl"))

    def test_broken_settings_are_no_reason_not_to_start(self):
        settings = self.folder / "config" / "leefbeeld" / "settings.json"
        settings.parent.mkdir(parents=True)
        settings.write_text("{oops")
        self.open(DEMO)
        self.key("2")
        self.comes(do="dimension", code="won")


if __name__ == "__main__":
    for needed in ("Xvfb", "xdotool", "xwd"):
        if not shutil.which(needed):
            print(f"skipped: no {needed}")
            sys.exit(77)
    program.main()
