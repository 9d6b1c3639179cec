"""Measures whole processes in turn, A B A B: wall seconds and peak memory of each, and their ratio as the median of the pairs.
usage: whole_process.py [-n RUNS] NAME=COMMAND...    (the first is the one the others are compared with)"""
import argparse
import dataclasses
import os
import statistics
import subprocess
import sys
import time


@dataclasses.dataclass
class Runs:
    seconds: list
    cpu_seconds: list
    peak_mb: list

    @property
    def median(self):
        return statistics.median(self.seconds)


def run_once(command):
    """Wall seconds, processor seconds and peak resident MB of one run; the program and what it waited for."""
    start = time.perf_counter()
    process = subprocess.Popen(command, shell=isinstance(command, str), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command}: exit status {process.returncode}: {message.decode(errors='replace').strip()}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(commands, runs):
    """{name: Runs} for {name: command}, in turn; one run of each before the first that counts, so that files are in the page cache."""
    for command in commands.values():
        run_once(command)
    out = {name: Runs([], [], []) for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            seconds, cpu, peak = run_once(command)
            out[name].seconds.append(seconds)
            out[name].cpu_seconds.append(cpu)
            out[name].peak_mb.append(peak)
    return out


def paired_ratio(runs, reference):
    """Median of the ratios of runs that stood next to each other."""
    return statistics.median(a / b for a, b in zip(runs.seconds, reference.seconds))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--runs", type=int, default=5)
    parser.add_argument("commands", metavar="NAME=COMMAND", nargs="+")
    arguments = parser.parse_args()
    found = measure(dict(text.split("=", 1) for text in arguments.commands), arguments.runs)
    reference = next(iter(found.values()))
    for name, runs in found.items():
        print(f"{name:24} {runs.median:8.3f} s  ({min(runs.seconds):.3f}-{max(runs.seconds):.3f})  {max(runs.peak_mb):7.0f} MB"
              f"  {paired_ratio(runs, reference):6.2f} x the first")


if __name__ == "__main__":
    main()
