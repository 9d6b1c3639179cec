#!/usr/bin/env python3
"""Fails if a file includes something its layer may not know. Run by ctest as `layers`.

The table is the architecture: each folder names the includes it may use besides the standard library. A library confined to one
place is allowed to that place only.
"""
import pathlib
import re
import sys

MAY_USE = {  # longest matching path wins
    "geo/": ["geo/", "fmt/"],
    "geo/crs.cpp": ["geo/", "fmt/", "proj.h"],
    "geo/geos.h": ["geo/", "geos_c.h"],
    "geo/libraries.cpp": ["geo/", "gdal.h", "geos_c.h", "proj.h", "sqlite3.h"],
    "geo/text_fold.cpp": ["geo/", "utf8proc.h"],
    "geo/vector/": ["geo/", "fmt/", "gdal", "ogr", "cpl_"],
    "geo/vector/file_bytes.cpp": ["geo/", "cpl_", "fcntl.h", "unistd.h"],
    "geo/vector/mapped_file.h": ["sys/stat.h"],
    "geo/vector/mapped_file.cpp": ["geo/", "fcntl.h", "sys/mman.h", "unistd.h"],
    "geo/vector/part_file.cpp": ["geo/", "fcntl.h", "stdlib.h", "sys/file.h", "sys/stat.h", "unistd.h"],
    "geo/vector/digest.cpp": ["geo/", "cpl_", "openssl/"],
    "geo/vector/sqlite.h": ["geo/", "sqlite3.h"],
    "app/": ["geo/", "app/", "fmt/", "CLI/"],
    "app/screen.cpp": ["app/", "imgui.h", "backends/imgui_impl_opengl3.h"],
    "app/window.cpp": ["geo/", "app/", "GLFW/"],
    "app/file_chooser.cpp": ["app/", "fcntl.h", "spawn.h", "sys/wait.h", "unistd.h"],
    "app/model/": ["geo/", "app/model/", "fmt/"],
    "app/model/choices_json.h": ["geo/", "app/model/", "fmt/", "nlohmann/"],
    "app/model/choices_json.cpp": ["geo/", "app/model/", "fmt/", "nlohmann/"],
    "app/model/exported.cpp": ["geo/", "app/model/", "fmt/", "nlohmann/"],
    "app/model/hotspots_json.h": ["geo/", "nlohmann/"],
    "app/model/hotspots_json.cpp": ["geo/", "app/model/", "nlohmann/"],
    "app/model/json_members.h": ["geo/", "nlohmann/"],
    "app/model/index_file.cpp": ["geo/", "app/model/", "fmt/", "toml++/"],
    "app/model/provenance_json.cpp": ["geo/", "app/model/", "fmt/", "nlohmann/"],
    "app/model/reading_json.h": ["app/model/", "nlohmann/"],
    "app/model/reading_json.cpp": ["geo/", "app/model/", "nlohmann/"],
    "app/model/session.cpp": ["geo/", "app/model/", "fmt/", "nlohmann/"],
    "app/model/session_file.cpp": ["geo/", "app/model/", "fmt/", "nlohmann/"],
    "app/model/settings.cpp": ["geo/", "app/model/", "fmt/", "nlohmann/"],
    "app/ui/": ["geo/", "app/model/", "app/ui/", "fmt/", "imgui"],
    "app/page/": ["geo/", "app/model/", "app/page/", "fmt/", "cairo"],
    "app/page/png.cpp": ["geo/", "app/page/", "zlib.h"],
    "app/render/": ["geo/", "app/model/", "app/render/", "fmt/"],
    "app/render/gl.h": ["app/render/", "glad/"],
    "app/render/context.cpp": ["geo/", "app/render/", "fmt/", "EGL/"],
    "app/cli/": ["geo/", "app/", "fmt/", "CLI/", "nlohmann/", "unistd.h"],
}
# What is private to a folder, whoever may include the folder.
PRIVATE = {
    **{f"app/render/{name}.h": "app/render/" for name in ("gl", "colours", "geometry", "marks", "overlays", "row_bytes", "split", "stroke_geometry", "targets")},
    "geo/geos.h": "geo/",
    **{f"geo/composite/{name}.h": "geo/composite/" for name in ("ranking", "sample", "scale")},
    "geo/loading.h": "geo/",
    "app/model/choices_json.h": "app/model/",
    "app/model/facts.h": "app/model/",
    "app/model/hotspots_json.h": "app/model/",
    "app/model/reading_json.h": "app/model/",
    "app/model/sections.h": "app/model/",
    "app/ui/ink.h": "app/ui/",
    "app/ui/panel.h": "app/ui/",
    "app/ui/widgets.h": "app/ui/",
    "geo/vector/feature.h": "geo/vector/",
    "geo/vector/gdal.h": "geo/vector/",
    "geo/vector/one_layer.h": "geo/vector/",
    "geo/vector/row_steps.h": "geo/vector/",
    "geo/vector/short_names.h": "geo/vector/",
    "geo/vector/spreadsheet.h": "geo/vector/",
    "geo/vector/text_file.h": "geo/vector/",
    "geo/vector/layer.h": "geo/vector/",
    "geo/vector/own_source.h": "geo/vector/",
    "geo/vector/polygon_reader.h": "geo/vector/",
    "geo/vector/row_writer.h": "geo/vector/",
    "geo/vector/geopackage_parts.h": "geo/vector/",
    "geo/vector/sqlite.h": "geo/vector/",
    "geo/vector/file_bytes.h": "geo/vector/",
    "geo/vector/mapped_file.h": "geo/vector/",
}
STANDARD = re.compile(r"<[a-z_]+>$")
INCLUDE = re.compile(r'\s*#\s*include\s+([<"].+[>"])')


def main(root: pathlib.Path) -> int:
    bad = files = 0
    for path in sorted(p for d in ("geo", "app") for p in (root / d).rglob("*") if p.suffix in {".h", ".cpp"}):
        files += 1
        name = path.relative_to(root).as_posix()
        allowed = MAY_USE[max((k for k in MAY_USE if name.startswith(k)), key=len)]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = INCLUDE.match(line)
            if not found or STANDARD.match(found[1]):
                continue
            included = found[1][1:-1]
            home = PRIVATE.get(included)
            if not any(included.startswith(a) for a in allowed) or (home and not name.startswith(home)):
                print(f"{name}:{number}: may not include {found[1]}")
                bad += 1
    print(f"{files} files, {bad} includes against the layers")
    return bad != 0 or files == 0


sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
