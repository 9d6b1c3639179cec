#!/usr/bin/env python3
"""Fails if a text of the program is missing from assets/translations.csv or assets/sentences.csv, or stands there unused.
Run by ctest as `texts`.

A key is a string literal in app/: "legend.edition". A literal that ends in a dot or that is all of a call's group ("level." + code,
named(language, "level", code)) uses every key that begins so.

A sentence is what fail() and Sentence() are given below the window, in English: its own key.
"""
import csv
import pathlib
import re
import sys


SENTENCE = re.compile(r'\b(?:fail|Sentence(?:\s+\w+)?)\(\s*((?:"(?:[^"\\\n]|\\.)*"\s*)+)')
SPOKEN = ("geo", "app/model", "app/page", "app/errands.cpp")  # what the window may tell; the command line is English


def table(path: pathlib.Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.reader(line for line in lines if not line.startswith("#")))


def gaps(pattern: str) -> int:
    return len(re.findall(r"\{[^{}]*\}", pattern.replace("{{", "").replace("}}", "")))


def sentences(root: pathlib.Path) -> dict[str, str]:
    """Pattern and the first file that says it."""
    out = {}
    for place in (root / part for part in SPOKEN):
        files = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.suffix in {".h", ".cpp"})
        for path in files:
            for call in SENTENCE.findall(path.read_text(encoding="utf-8")):
                parts = re.findall(r'"((?:[^"\\]|\\.)*)"', call)
                pattern = re.sub(r"\\(.)", r"\1", "".join(parts))
                if re.search(r"[A-Za-z]", re.sub(r"\{[^{}]*\}", "", pattern)):
                    out.setdefault(pattern, str(path.relative_to(root)))
    return out


def check_sentences(root: pathlib.Path, bad: list[str]) -> int:
    rows = table(root / "assets/sentences.csv")
    if rows[0] != ["en", "nl"]:
        bad.append(f"the first row of sentences is {rows[0]}, not en,nl")
    said, known = sentences(root), set()
    for row in rows[1:]:
        if len(row) != 2 or not all(field.strip() for field in row):
            bad.append(f"{row}: both texts are needed")
        elif row[0] in known:
            bad.append(f"{row[0]!r} stands there twice")
        elif sorted(set(re.findall(r"\{(\d*)\}", row[1]))) not in ([], [""], [str(i) for i in range(gaps(row[0]))]) or gaps(
            row[0]
        ) != gaps(row[1]):
            bad.append(f"{row[0]!r}: not the same {{}} in Dutch")
        elif row[0] not in said:
            bad.append(f"{row[0]!r} is said nowhere")
        known.add(row[0])
    bad.extend(f"{path}: no Dutch for {pattern!r}" for pattern, path in said.items() if pattern not in known)
    return len(known)


def main(root: pathlib.Path) -> int:
    rows = table(root / "assets/translations.csv")
    bad = []
    if rows[0] != ["key", "nl", "en"]:
        bad.append(f"the first row is {rows[0]}, not key,nl,en")
    texts = {}
    for row in rows[1:]:
        if len(row) != 3 or not all(field.strip() for field in row):
            bad.append(f"{row}: a key and both texts are needed")
        elif row[0] in texts:
            bad.append(f"{row[0]} stands there twice")
        elif row[1].count("{}") != row[2].count("{}"):
            bad.append(f"{row[0]}: not the same number of {{}} in both texts")
        else:
            texts[row[0]] = row[1:]
    groups = {key.split(".")[0] for key in texts if "." in key}
    used, prefixes = set(), set()
    for path in sorted(p for p in (root / "app").rglob("*") if p.suffix in {".h", ".cpp"}):
        source = re.sub(r"(^|\s)//[^\n]*|#include[^\n]*", "", path.read_text(encoding="utf-8"))
        called = re.findall(r'\b(?:text|filled)\([^;()]*?"([a-z_.]+)"', source)
        dotted = [k for k in re.findall(r'"([a-z0-9_]+(?:\.[a-z0-9_]+)+)"', source) if k.split(".")[0] in groups]
        # Names of controls look alike ("language.en"); only those asked for as texts must be there.
        for key in called:
            if not key.endswith(".") and key not in texts:
                bad.append(f"{path.relative_to(root)}: no text {key}")
        used.update(called, dotted)
        prefixes.update(re.findall(r'"([a-z_]+\.)(?:\{\})?"', source))
        prefixes.update(f"{group}." for group in re.findall(r'\bnamed\(language, "([a-z_]+)"', source))
    for key in texts:
        if key not in used and not any(key.startswith(prefix) for prefix in prefixes):
            bad.append(f"{key} is used nowhere in app/")
    told = check_sentences(root, bad)
    for line in bad:
        print(line)
    print(f"{len(texts)} texts, {told} sentences, {len(bad)} wrong")
    return bool(bad) or not texts


sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
