#!/usr/bin/env python3
"""Fails if a text of the program is missing from assets/translations.csv, or stands there unused. Run by ctest as `texts`.

A key is a string literal in app/: "legend.edition". A literal that ends in a dot or that is all of a call's group ("level." + code,
named(language, "level", code)) uses every key that begins so.
"""
import csv
import pathlib
import re
import sys


def main(root: pathlib.Path) -> int:
    lines = (root / "assets/translations.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.reader(line for line in lines if not line.startswith("#")))
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
    for line in bad:
        print(line)
    print(f"{len(texts)} texts, {len(bad)} wrong")
    return bool(bad) or not texts


sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
