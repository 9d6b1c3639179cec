"""GeoPackages opened by a real QGIS: the style that opens and every named one draw each area in the colour leefbeeld gives it."""
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
try:
    from qgis.core import Qgis, QgsApplication, QgsRenderContext, QgsVectorLayer
    from qgis.PyQt.QtGui import QImage
    from qgis.PyQt.QtXml import QDomDocument
except ImportError as missing:
    system = "/usr/bin/python3"  # Debian's, for which its QGIS is made
    if os.path.exists(system) and os.path.realpath(sys.executable) != os.path.realpath(system):
        os.execv(system, [system, *sys.argv])
    print(f"skipped: QGIS is not installed ({missing}); ./scripts/install.sh qgis installs it")
    sys.exit(77)

import program

ODD = 'buurt "a"; c\'é'  # a level that someone named so


class Styles(program.Case):
    @classmethod
    def setUpClass(cls):
        cls.application = QgsApplication([], False)
        cls.application.initQgis()
        cls.messages = []
        QgsApplication.messageLog().messageReceived.connect(
            lambda text, tag, level: cls.messages.append((str(tag), str(text))) if level != Qgis.Info else None)

    @classmethod
    def tearDownClass(cls):
        cls.application.exitQgis()

    def open(self, path, level):
        layer = QgsVectorLayer(f"{path}|layername={level}", level, "ogr")
        self.assertTrue(layer.isValid(), f"{path}: {level} is no layer for QGIS")
        return layer

    def named_styles(self, layer):
        """Name -> style, as QGIS lists them."""
        count, ids, names, _, error = layer.listStylesInDatabase()
        self.assertEqual(error, "")
        self.assertGreater(count, 0, "no styles")
        names, ids = names[:count], ids[:count]  # those of other layers come after (and often, in 3.22)
        self.assertEqual(len(set(names)), len(names), "two styles of one name")
        return dict(zip(names, ids))

    def apply(self, layer, style):
        xml, error = layer.getStyleFromDatabase(style)
        self.assertEqual(error, "")
        document = QDomDocument()
        self.assertTrue(document.setContent(xml)[0], "the style is no XML")
        good, said = layer.importNamedStyle(document)
        self.assertTrue(good, said)

    def colours(self, layer):
        """Code -> the colour that QGIS gives it, by name."""
        renderer = layer.renderer().clone()
        self.assertEqual(renderer.type(), "categorizedSymbol")
        context = QgsRenderContext()
        context.setExpressionContext(layer.createExpressionContext())
        renderer.startRender(context, layer.fields())
        found = {}
        for feature in layer.getFeatures():
            context.expressionContext().setFeature(feature)
            symbol = renderer.symbolForFeature(feature, context)
            self.assertIsNotNone(symbol, f"{feature['code']} is not drawn")
            found[feature["code"]] = symbol.symbolLayer(0).color().name()
        renderer.stopRender(context)
        return found

    def drawn(self, layer, *arguments):
        """Code -> colours that leefbeeld draws around the area's inner point: one, or a pattern's two."""
        box = layer.extent()
        box.grow(100)
        width, height = 1600, round(1600 * box.height() / box.width())
        picture = self.path("drawn.png")
        self.good("render", "-q", "--bare", "--overwrite", "-o", picture, "--size", f"{width}x{height}", "--bbox",
                  f"{box.xMinimum()},{box.yMinimum()},{box.xMaximum()},{box.yMaximum()}", *arguments)
        image = QImage(str(picture))
        # The picture shows the box whole, in its middle.
        scale = max(box.width() / image.width(), box.height() / image.height())
        found = {}
        for feature in layer.getFeatures():
            if feature.geometry().isEmpty():
                continue
            point, radius = feature.geometry().poleOfInaccessibility(5)
            at = point.asPoint()
            x = image.width() / 2 + (at.x() - box.center().x()) / scale
            y = image.height() / 2 - (at.y() - box.center().y()) / scale
            reach = min(6, int(radius / scale / 1.5))
            if reach < 1:
                continue
            found[feature["code"]] = {image.pixelColor(round(x) + dx, round(y) + dy).name()
                                      for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)}
        self.assertGreater(len(found), 0)
        return found

    def check(self, layer, arguments, level, dimension, measurement):
        here = self.colours(layer)
        there = self.drawn(layer, "--show", level, "--dimension", dimension, "--measurement", measurement, *arguments)
        for code, seen in there.items():
            self.assertIn(here[code], seen, f"{level} {code} {dimension} {measurement}")

    def test_the_style_that_opens_is_the_total_of_the_last_measurement(self):
        path = self.path("demo.gpkg")
        self.good("score", "-q", "-o", path)
        for level in ("buurt", "wijk", "gemeente", "focusgebieden"):
            layer = self.open(path, level)
            self.assertIn("class_2024", layer.renderer().classAttribute())
            self.check(layer, [], level, "afw", "2024")
        self.assertEqual(self.messages, [])

    def test_every_named_style_draws_what_leefbeeld_draws(self):
        path = self.path("demo.gpkg")
        self.good("score", "-q", "-o", path, "--language", "en")
        layer = self.open(path, "buurt")
        styles = self.named_styles(layer)
        names = {"Total liveability": "afw", "Housing stock": "won", "Physical environment": "fys", "Amenities": "vrz",
                 "Social cohesion": "soc", "Nuisance and insecurity": "onv", "Deviation of the total": "class_dev"}
        self.assertEqual(len(styles), 5 * len(names))
        for name, style in styles.items():
            dimension, measurement = name.rsplit(", ", 1)
            self.apply(layer, style)
            self.check(layer, [], "buurt", names[dimension], measurement)
        self.assertEqual(self.messages, [])

    def test_the_kinds_of_no_data_are_told_apart(self):
        path = self.path("demo.gpkg")
        self.good("score", "-q", "-o", path)
        layer = self.open(path, "buurt")
        reasons = {f["no_data_2024"] for f in layer.getFeatures() if isinstance(f["no_data_2024"], str)}
        self.assertGreater(len(reasons), 0, "the demo town has areas without a class")
        labels = {c.value(): c.label() for c in layer.renderer().categories()}
        for reason in reasons:
            self.assertIn(reason, labels)
        self.assertEqual([c.label() for c in layer.renderer().categories()][0], "Excellent")

    def test_changes_have_a_style_and_an_area_without_one_is_drawn_as_missing(self):
        path = self.path("demo.gpkg")
        self.good("score", "-q", "-o", path, "--from", "2018", "--language", "nl")
        layer = self.open(path, "buurt")
        styles = self.named_styles(layer)
        self.assertIn("Verandering, 2018–2024", styles)
        self.apply(layer, styles["Verandering, 2018–2024"])
        found = self.colours(layer)
        by_class = {}
        for feature in layer.getFeatures():
            by_class.setdefault(str(feature["class_change_2018_2024"]), set()).add(found[feature["code"]])
        self.assertTrue(all(len(colours) == 1 for colours in by_class.values()), by_class)
        self.assertEqual(len({min(c) for c in by_class.values()}), len(by_class), by_class)

    def test_cells_and_odd_names_open_styled_too(self):
        path = self.path("odd.gpkg")
        self.good("score", "-q", "-o", path, "--cells")
        layer = self.open(path, "cells")
        self.assertGreater(layer.featureCount(), 100)
        self.colours(layer)
        odd = self.path("named.gpkg")
        scores, borders = program.DEMO / "Leefbaarometer-scores grids 2014-2024.csv", program.DEMO / "buurt 2024.gpkg"
        self.good("score", "-q", "-o", odd, scores, borders, program.DEMO / "cbs_vk100_2024_v1.zip", "--level", ODD)
        layer = self.open(odd, ODD)
        self.assertIn("class_2024", layer.renderer().classAttribute())
        self.colours(layer)
        self.assertEqual(self.messages, [])

    def test_other_programs_get_the_same_colours_by_sld(self):
        path = self.path("demo.gpkg")
        self.good("score", "-q", "-o", path)
        layer = self.open(path, "buurt")
        expected = self.colours(layer)
        text = self.rows(path, "select styleSLD from layer_styles where f_table_name = 'buurt' and useAsDefault")[0][0]
        good = layer.loadSldStyle(str(self.path("style.sld", text)))[1]
        self.assertTrue(good)
        context = QgsRenderContext()
        context.setExpressionContext(layer.createExpressionContext())
        for feature in layer.getFeatures():
            rules = [rule for rule in layer.renderer().rootRule().children() if rule.isFilterOK(feature, context)]
            self.assertEqual(len(rules), 1, feature["code"])
            self.assertEqual(rules[0].symbol().symbolLayer(0).color().name(), expected[feature["code"]])


if __name__ == "__main__":
    program.main()
