"""What the tests of the command line share: running the program, and checking what it says."""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ.get("LEEFBEELD", "build/release/leefbeeld")
ROOT = pathlib.Path(__file__).resolve().parent.parent
DEMO = ROOT / "assets" / "demo"
DATA = ROOT / "tests" / "data"
SHARED = pathlib.Path(os.environ.get("LEEFBEELD_DATA") or ROOT.parent / "shared" / "data")


class Case(unittest.TestCase):
    """A test with a folder of its own, removed afterwards."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="leefbeeld-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def run_program(self, *arguments, **options):
        """Runs to the end; the result has returncode, stdout, stderr."""
        return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8",
                              stdin=subprocess.DEVNULL, timeout=600, **options)

    def good(self, *arguments, **options):
        """Stdout of a run that must succeed."""
        done = self.run_program(*arguments, **options)
        self.assertEqual(done.returncode, 0, f"{arguments}: {done.stderr}")
        return done.stdout

    def report(self, *arguments):
        return json.loads(self.good(*arguments, "--json"))

    def fails(self, *arguments, says=(), status=1, **options):
        """A run that must fail with one sentence on stderr that holds every text of `says`, and nothing on stdout."""
        done = self.run_program(*arguments, **options)
        self.assertEqual(done.returncode, status, f"{arguments}: stdout {done.stdout!r} stderr {done.stderr!r}")
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        self.assertEqual(len(lines), 1, f"{arguments}: not one sentence: {done.stderr!r}")
        self.assertNotIn("fault of the program", done.stderr)
        for text in says:
            self.assertIn(text, done.stderr)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def path(self, name, content=None):
        """A path in the test's folder, written if there is content (text or bytes)."""
        path = self.folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif content is not None:
            path.write_text(content, encoding="utf-8")
        return path

    def rows(self, database, query):
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


def need(path):
    """Ends the file as skipped where data is not on this machine (exit status 77, told to ctest)."""
    if not pathlib.Path(path).exists():
        print(f"skipped: no {path}")
        sys.exit(77)


def main():
    unittest.main(verbosity=2)
