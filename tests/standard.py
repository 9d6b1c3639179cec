"""What GeoPackage 1.2 asks of the tables that this program writes, with the extensions for R-trees, schema and metadata."""
import json
import os
import subprocess

import program

VALIDATOR = "/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py"


class Standard:
    """Mixed into a program.Case."""

    def check_standard(self, path):
        """Numbers are those of the requirements."""
        rows = lambda sql: self.rows(path, sql)
        self.assertEqual(rows("pragma integrity_check"), [("ok",)])  # 6
        self.assertEqual(rows("pragma foreign_key_check"), [])  # 7
        self.assertEqual(rows("pragma application_id"), [(0x47504B47,)])  # 2
        tables = {name for name, in rows("select name from sqlite_master where type = 'table'")}
        srs = {i for i, in rows("select srs_id from gpkg_spatial_ref_sys")}
        self.assertTrue({-1, 0, 4326} <= srs)  # 11
        identifiers = [i for i, in rows("select identifier from gpkg_contents")]
        self.assertEqual(len(set(identifiers)), len(identifiers))
        for name, kind, change, x0, y0, x1, y1, where in rows(
                "select table_name, data_type, last_change, min_x, min_y, max_x, max_y, srs_id from gpkg_contents"):
            self.assertIn(name, tables)  # 14
            self.assertRegex(change, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")  # 15
            quoted = '"' + name.replace('"', '""') + '"'
            columns = [c[1:6] for c in rows(f"pragma table_info({quoted})")]
            keys = [c for c in columns if c[4] == 1]
            self.assertEqual([c[1] for c in keys], ["INTEGER"], name)  # 29, 119: an integer primary key
            count = rows(f"select count(*) from {quoted}")[0][0]
            if name != "layer_styles":
                self.assertEqual(rows(f"select feature_count from gpkg_ogr_contents where table_name = "
                                      f"'{name.replace(chr(39), chr(39) * 2)}'"), [(count,)])
            for column, kind_of_column, *_ in columns:
                self.assertIn(kind_of_column.split("(")[0],
                              {"INTEGER", "REAL", "TEXT", "MULTIPOLYGON", "BOOLEAN", "DATETIME"}, f"{name}.{column}")  # 5
            if kind != "features":
                continue
            self.assertIn(where, srs)  # 16
            blobs = [g for g, in rows(f"select geom from {quoted} where geom is not null")]
            self.assertTrue(all(b[:2] == b"GP" for b in blobs))  # 19
            index = f'"rtree_{name.replace(chr(34), chr(34) * 2)}_geom"'
            self.assertEqual(rows(f"select count(*) from {index}"), [(len(blobs),)])  # 77
            if blobs:
                found = rows(f"select min(minx), min(miny), max(maxx), max(maxy) from {index}")[0]
                for a, b in zip(found, (x0, y0, x1, y1)):
                    self.assertAlmostEqual(a, b, delta=0.1)
            self.assertEqual(rows(f"select extension_name from gpkg_extensions where table_name = "
                                  f"'{name.replace(chr(39), chr(39) * 2)}'"), [("gpkg_rtree_index",)])
        for table in ("gpkg_data_columns", "gpkg_data_column_constraints", "gpkg_metadata", "gpkg_metadata_reference"):
            self.assertIn(table, tables)
            self.assertEqual(len(rows(f"select 1 from gpkg_extensions where table_name = '{table}'")), 1)  # 58, 64
        lists = {}
        for name, kind, value, least, most in rows(
                "select constraint_name, constraint_type, value, min, max from gpkg_data_column_constraints"):
            self.assertEqual((kind, least, most), ("enum", None, None))  # 108, 110
            self.assertEqual(name, name.lower())
            lists.setdefault(name, set()).add(value)
        told = {}
        for table, column, title, description, codes in rows(
                "select table_name, column_name, title, description, constraint_name from gpkg_data_columns"):
            self.assertIn(table, tables)  # 103
            told.setdefault(table, set()).add(column)
            self.assertTrue(title and description, f"{table}.{column}")
            self.assertNotRegex(title + description, r"[{}]", f"{table}.{column}: a word is not filled in")
            if codes is None:
                continue
            self.assertIn(codes, lists)  # 105
            quoted = '"' + table.replace('"', '""') + '"'
            found = {str(v) for v, in rows(f'select distinct "{column}" from {quoted} where "{column}" is not null')}
            self.assertLessEqual(found, lists[codes], f"{table}.{column}")
        for table, in rows("select table_name from gpkg_contents where table_name <> 'layer_styles'"):
            quoted = '"' + table.replace('"', '""') + '"'
            columns = {c[1] for c in rows(f"pragma table_info({quoted})")} - {"fid", "geom"}
            self.assertEqual(told[table], columns, f"{table}: columns that nothing is told of")
        for scope, kind, uri, text in rows("select md_scope, mime_type, md_standard_uri, metadata from gpkg_metadata"):
            self.assertEqual((scope, kind, uri), ("dataset", "application/json", "urn:leefbeeld:provenance:1"))
            self.check_provenance(json.loads(text))
        self.assertEqual(rows("select reference_scope, table_name, column_name, row_id_value, md_file_id, md_parent_id "
                              "from gpkg_metadata_reference"), [("geopackage", None, None, None, 1, None)])  # 71-75
        for table, in rows("select f_table_name from layer_styles"):
            self.assertEqual(rows(f"select sum(useAsDefault) from layer_styles where f_table_name = "
                                  f"'{table.replace(chr(39), chr(39) * 2)}'"), [(1,)], "exactly one style opens")
        # The one of GDAL 3.10 counts the quotes in a name twice and ends with a ValueError of its own.
        if os.path.exists(VALIDATOR) and not any(quote in name for name in tables for quote in "'\""):
            done = subprocess.run(["/usr/bin/python3", VALIDATOR, str(path)], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        done = subprocess.run(["ogrinfo", "-q", "-al", "-so", str(path)], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def check_provenance(self, document):
        """Whether it has the form that assets/provenance.schema.json tells."""
        schema = json.loads((program.ROOT / "assets" / "provenance.schema.json").read_text(encoding="utf-8"))
        self.check_schema(document, schema, schema, "document")

    def check_schema(self, value, schema, root, where):
        """The part of JSON Schema that ours uses."""
        if "$ref" in schema:
            schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
        kinds = schema.get("type", [])
        names = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
                 "null": type(None)}
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds:
            self.assertTrue(any(isinstance(value, names[k]) and not (k != "boolean" and isinstance(value, bool))
                                for k in kinds), f"{where}: {value!r} is no {kinds}")
        if "const" in schema:
            self.assertEqual(value, schema["const"], where)
        if "enum" in schema:
            self.assertIn(value, schema["enum"], where)
        if isinstance(value, dict):
            for key in schema.get("required", []):
                self.assertIn(key, value, where)
            for key, inner in value.items():
                found = schema.get("properties", {}).get(key, schema.get("additionalProperties", True))
                self.assertNotEqual(found, False, f"{where}: the schema does not tell '{key}'")
                if isinstance(found, dict):
                    self.check_schema(inner, found, root, f"{where}.{key}")
        if isinstance(value, list):
            for i, inner in enumerate(value):
                self.check_schema(inner, schema.get("items", {}), root, f"{where}[{i}]")
