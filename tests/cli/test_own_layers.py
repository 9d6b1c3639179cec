"""Own layers on the command line (`view --over`, `--under`): drawn in the picture of the window; each that cannot be is one sentence, and nothing is written."""
import json
import struct
import zlib

import program

RD = "urn:ogc:def:crs:EPSG::28992"
CENTRE = (155991, 446050)  # of the demo town


def collection(geometries, crs=RD):
    document = {"type": "FeatureCollection",
                "features": [{"type": "Feature", "properties": {"name": str(i)}, "geometry": g} for i, g in enumerate(geometries)]}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document)


def pixels(png):
    """Width, and RGB rows, of a PNG as the program writes it."""
    at, packed, width = 8, b"", 0
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at:at + 8])
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", png[at + 8:at + 18])
            assert depth == 8 and colour in (2, 6)
            channels = 3 if colour == 2 else 4
        if kind == b"IDAT":
            packed += png[at + 8:at + 8 + size]
        at += 12 + size
    raw, rows, stride = zlib.decompress(packed), [], width * channels
    before = bytearray(stride)
    for y in range(height):
        line = bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        kind = raw[y * (stride + 1)]
        for i in range(stride):
            left = line[i - channels] if i >= channels else 0
            up = before[i]
            corner = before[i - channels] if i >= channels else 0
            guess = left + up - corner
            nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            line[i] = (line[i] + (0, left, up, (left + up) // 2, nearest)[kind]) & 255
        rows.append([tuple(line[x * channels:x * channels + 3]) for x in range(width)])
        before = line
    return rows


class OwnLayers(program.Case):
    def picture(self, *options):
        session = self.path("s.jsonl", json.dumps({"do": "view", "x": CENTRE[0], "y": CENTRE[1], "metres_per_pixel": 20}) + "\n")
        out = self.folder / "out.png"
        self.good("view", "--replay", session, "--screenshot", out, "--overwrite", "--size", "900x600", *options)
        return pixels(out.read_bytes())

    def count(self, rows, colour):
        return sum(pixel == colour for row in rows for pixel in row)

    def test_a_line_is_laid_on_the_areas(self):
        x, y = CENTRE
        line = self.path("tram.geojson", collection([{"type": "LineString", "coordinates": [[x - 3000, y], [x + 3000, y + 10]]}]))
        self.assertEqual(self.count(self.picture(), (0, 84, 166)), 0)
        self.assertGreater(self.count(self.picture("--over", line), (0, 84, 166)), 50)

    def test_a_picture_shows_through_the_areas(self):
        x, y = CENTRE
        self.path("photo.ppm", b"P6\n2 2\n255\n" + bytes([255, 0, 255] * 4))
        photo = self.path("photo.vrt", f'<VRTDataset rasterXSize="2" rasterYSize="2"><SRS>EPSG:28992</SRS><GeoTransform>{x - 20000},20000,0,{y + 20000},0,-20000'
                          '</GeoTransform>' + "".join(f'<VRTRasterBand dataType="Byte" band="{b}"><ColorInterp>{c}</ColorInterp><SimpleSource><SourceFilename relativetoVRT="1">'
                                                      f'photo.ppm</SourceFilename><SourceBand>{b}</SourceBand></SimpleSource></VRTRasterBand>'
                                                      for b, c in ((1, "Red"), (2, "Green"), (3, "Blue"))) + "</VRTDataset>")
        self.assertGreater(self.count(self.picture("--under", photo), (255, 0, 255)), 1000)

    def fails_as(self, name, content, *says):
        out = self.folder / "no.png"
        self.fails("view", "--over", self.path(name, content), "--screenshot", out, says=says)
        self.assertFalse(out.exists())

    def test_what_cannot_be_laid_is_said_in_a_sentence(self):
        self.fails_as("missing.gpkg", None, "missing.gpkg", "no such file")
        self.fails_as("letter.txt", "Dear planner\n", "letter.txt: neither a vector file nor a picture that can be read")
        self.fails_as("scan.ppm", b"P6\n2 2\n255\n" + bytes(12), "scan.ppm: the picture does not say where it lies", "world file")
        self.fails_as("rows.csv", "a,b\n1,2\n", "rows.csv: holds neither places nor a picture")
        self.fails_as("points.csv", "x,y\n100000,400000\n", "points.csv: names no coordinate reference system", "--crs")
        self.fails_as("none.geojson", collection([None, None]), "none.geojson")

    def test_an_unknown_column_of_a_session_is_said_and_the_layer_drawn(self):
        x, y = CENTRE
        line = self.path("tram.geojson", collection([{"type": "LineString", "coordinates": [[x - 3000, y], [x + 3000, y]]}]))
        session = self.path("l.jsonl", json.dumps({"do": "own_layer", "own": {"path": str(line), "label": "naam"}}) + "\n")
        done = self.run_program("view", "--replay", session)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("tram.geojson: no column 'naam'; it has 'name'", done.stderr)


if __name__ == "__main__":
    program.main()
