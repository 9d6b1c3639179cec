#!/usr/bin/env python3
"""Fails if a header does not compile alone. Run by ctest as `headers`.

usage: check_headers.py SOURCE_DIR BUILD_DIR    (needs compile_commands.json, which the presets write)
"""
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys


def flags_for(commands, folder):
    """Compiler and flags of any source of a folder, or else of the folder above, without input and output."""
    for entry in commands:
        if os.path.dirname(entry["file"]) == folder:
            words = shlex.split(entry["command"])
            launcher = [at for at, word in enumerate(words) if os.path.basename(word) == "ccache"]
            words = words[launcher[-1] + 1 :] if launcher else words
            cut = words.index("-o")
            words = [w for w in words[:cut] if w not in ("-c", "-Winvalid-pch")]
            while "-include" in words:  # what is compiled beforehand
                at = words.index("-include")
                del words[at : at + 2]
            return words
    if folder in ("", "/"):
        sys.exit("no compile command for a source near a header")
    return flags_for(commands, os.path.dirname(folder))


def main(root, build):
    commands = json.loads((build / "compile_commands.json").read_text())
    headers = [h for d in ("geo", "app") for h in sorted((root / d).rglob("*.h"))]
    flags = {folder: flags_for(commands, str(folder)) for folder in {h.parent for h in headers}}

    def check(header):
        command = [*flags[header.parent], "-fsyntax-only", "-x", "c++", "-"]
        return header, subprocess.run(command, capture_output=True, text=True, input=f'#include "{header}"\n')

    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for header, done in pool.map(check, headers):
            if done.returncode != 0:
                bad += 1
                print(f"{header.relative_to(root)} does not compile alone:\n{done.stderr}")
    print(f"{len(headers)} headers, {bad} that do not compile alone")
    return bad != 0 or not headers


sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()))
