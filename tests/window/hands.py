"""What the tests in a real window share: a display of their own, and a mouse and keyboard for what is shown there."""
import json
import os
import pathlib
import subprocess
import time

import program

TICKS = os.sysconf("SC_CLK_TCK")


class Display:
    """An X server of our own, on the first display that is free."""

    def __init__(self, size="1400x900x24"):
        read, write = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-noreset", "-nolisten", "tcp"],
                                       pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.name = ":" + number.readline().strip()

    def close(self):
        self.server.terminate()
        self.server.wait()


class Hands(program.Case):
    """A window of the program, and hands for it."""

    @classmethod
    def setUpClass(cls):
        cls.display = Display()
        cls.addClassCleanup(cls.display.close)

    def environment(self, **more):
        # Settings of whoever runs the test stay out of it.
        return {**os.environ, "DISPLAY": self.display.name, "LC_ALL": "C.UTF-8", "LIBGL_ALWAYS_SOFTWARE": "1",
                "XDG_CONFIG_HOME": str(self.folder / "config"), **self.further, **more}

    further = {}  # of the environment

    def open(self, *arguments):
        """Starts the window and waits until it shows what it was asked to open."""
        self.record = self.path("actions.jsonl")
        self.record.unlink(missing_ok=True)
        self.run = subprocess.Popen([program.PROGRAM, "view", *map(str, arguments), "--size", "1280x800", "--record", str(self.record)],
                                    env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.stop)
        self.id = self.wait_for(lambda: self.tool("search", "--onlyvisible", "--pid", str(self.run.pid)) or self.tool("search", "--onlyvisible", "--name", "^leefbeeld$"))
        self.id = self.id.split()[-1]
        self.wait_for(lambda: any(line["do"] == "resize" for line in self.actions()))
        self.wait_until_idle()

    def stop(self):
        if self.run.poll() is None:
            self.run.terminate()
        self.run.communicate(timeout=60)

    def tool(self, *arguments):
        done = subprocess.run(["xdotool", *arguments], env=self.environment(), capture_output=True, text=True)
        return done.stdout.strip()

    def actions(self):
        if not self.record.exists():
            return []
        return [json.loads(line) for line in self.record.read_text().splitlines() if line.endswith("}")]

    def wait_for(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = condition()
            if found:
                return found
            self.assertIsNone(self.run.poll(), "the window went away: " + (self.run.stderr.read() if self.run.poll() is not None else ""))
            time.sleep(0.05)
        self.fail(f"nothing came of it; so far: {self.actions()[-5:]}")

    def ticks(self):
        fields = pathlib.Path(f"/proc/{self.run.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def wait_until_idle(self):
        def idle():
            before = self.ticks()
            time.sleep(0.4)
            return self.ticks() - before <= 1
        self.wait_for(idle)

    def comes(self, **wanted):
        """Waits for an action with these fields at the end of the record."""
        return self.wait_for(lambda: any(all(line.get(k) == v for k, v in wanted.items()) for line in self.actions()))

    def key(self, *names):
        self.tool("windowfocus", self.id)
        self.tool("key", "--window", self.id, *names)

    def type(self, text):
        self.tool("windowfocus", self.id)
        self.tool("type", "--window", self.id, "--delay", "25", text)
        time.sleep(0.3)

    def mouse(self, x, y, *then):
        self.tool("mousemove", "--window", self.id, str(x), str(y))
        time.sleep(0.3)
        if then:
            self.tool(*then)

    def screen(self):
        """The window's pixels."""
        return subprocess.run(["xwd", "-silent", "-id", self.id], env=self.environment(), capture_output=True, check=True).stdout
