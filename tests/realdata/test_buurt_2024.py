"""The 2024 edition as published: every class that was published comes out of the values alone."""
import json

import program
from program import SHARED

BUURT = SHARED / "nl" / "lbm_buurt_2024"
GEMEENTE = SHARED / "nl" / "lbm_gemeente_2024.geojson"

# Published class: the column of our output.
CLASSES = {"kscore": "class_2024", "kafw": "class_dev_2024", "kwon": "class_won_2024", "kfys": "class_fys_2024",
           "kvrz": "class_vrz_2024", "ksoc": "class_soc_2024", "konv": "class_onv_2024"}


def features(path):
    return json.loads(path.read_text(encoding="utf-8"))["features"]


def published_classes(paths):
    """{code: classes in the order of CLASSES}"""
    return {f["properties"]["code"]: tuple(f["properties"]["raw"][name] for name in CLASSES) for path in paths for f in features(path)}


def copy_without_classes(path, folder):
    """The same file, values only: no `klasse`, no kscore, kafw, kwon ..."""
    document = json.loads(path.read_text(encoding="utf-8"))
    for feature in document["features"]:
        properties = feature["properties"]
        del properties["klasse"]
        properties["raw"] = {name: value for name, value in properties["raw"].items() if not name.startswith("k")}
    copy = folder / path.name
    copy.write_text(json.dumps(document), encoding="utf-8")
    return copy


class PublishedClasses(program.Case):
    def assert_understood(self, source, level, count):
        found = self.report("info", source)
        self.assertEqual(found["crs"], "EPSG:28992")
        [areas] = found["levels"]
        self.assertEqual((areas["level"], areas["areas"], areas["borders"]), (level, count, True))
        [measurement] = areas["measurements"]
        self.assertEqual((measurement["reference_year"], measurement["edition"]), (2024, "2024"))
        self.assertEqual(measurement["scores"], dict.fromkeys(["afw", "fys", "onv", "soc", "vrz", "won"], count))
        met = [note for note in found["report"] if note["what"].startswith(f"{count} of {count} published classes")]
        self.assertEqual({(note["kind"], note["measurement"]) for note in met}, {("checked", "2024")})
        self.assertEqual(len(met), len(CLASSES), found["report"])
        self.assertFalse([note for note in found["report"] if note["kind"] == "differs"])

    def assert_classes_from_values(self, originals, level, count):
        copies = [copy_without_classes(path, self.folder) for path in originals]
        out = self.path("out.gpkg")
        self.good("score", "-q", *copies, "-o", out)
        columns = [row[1] for row in self.rows(out, f"pragma table_info({level})")]
        self.assertFalse([name for name in columns if "published" in name], "the copies hold no published classes")
        found = {row[0]: row[1:] for row in self.rows(out, f"select code, {', '.join(CLASSES.values())} from {level}")}
        published = published_classes(originals)
        self.assertEqual(len(published), count)
        self.assertEqual(found.keys(), published.keys())
        wrong = {code: (found[code], published[code]) for code in published if found[code] != published[code]}
        self.assertEqual(wrong, {})

    def test_all_buurten_are_understood_and_their_classes_met(self):
        self.assert_understood(BUURT, "buurt", 12147)

    def test_classes_of_all_buurten_follow_from_their_values(self):
        self.assert_classes_from_values(sorted(BUURT.glob("*.geojson")), "buurt", 12147)

    def test_all_gemeenten_are_understood_and_their_classes_met(self):
        self.assert_understood(GEMEENTE, "gemeente", 342)

    def test_classes_of_all_gemeenten_follow_from_their_values(self):
        self.assert_classes_from_values([GEMEENTE], "gemeente", 342)


if __name__ == "__main__":
    program.need(BUURT)
    program.need(GEMEENTE)
    program.main()
