#include "geo/layer_style.h"

#include <string_view>

#include <fmt/format.h>

namespace geo {

namespace {

constexpr std::string_view line_colour = "90,90,90,255";
constexpr std::string_view line_hex = "#5a5a5a";
constexpr double line_mm = 0.06;

/// Text within XML, in an attribute or between tags. What XML 1.0 cannot hold is left out.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == '"') {
            out += "&quot;";
        } else if (c == '\n' || c == '\t' || c == '\r') {
            out += fmt::format("&#{};", static_cast<int>(c));
        } else if (static_cast<unsigned char>(c) >= 0x20) {
            out += c;
        }
    }
    return out;
}

/// A column in an expression of QGIS.
std::string identifier(std::string_view column) {
    std::string out = "\"";
    for (const char c : column) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

std::string rgba(Colour colour) {
    return fmt::format("{},{},{},255", colour.red, colour.green, colour.blue);
}

std::string hex(Colour colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

/// Qt's brush that comes nearest to a pattern; null where there is nothing to draw on the ground.
const char* brush(Pattern pattern) {
    switch (pattern) {
        case Pattern::stripes:
            return "b_diagonal";
        case Pattern::dots:
            return "dense6";
        case Pattern::crosses:
            return "diagonal_x";
        case Pattern::lines:
            return "horizontal";
        case Pattern::plain:
            break;
    }
    return nullptr;
}

std::string fill_layer(Colour colour, std::string_view fill_style, bool outlined) {
    return fmt::format(
        R"(<layer class="SimpleFill" enabled="1" locked="0" pass="0"><prop k="color" v="{}"/>)"
        R"(<prop k="style" v="{}"/><prop k="outline_color" v="{}"/><prop k="outline_style" v="{}"/>)"
        R"(<prop k="outline_width" v="{}"/><prop k="outline_width_unit" v="MM"/><prop k="joinstyle" v="bevel"/></layer>)",
        rgba(colour), fill_style, line_colour, outlined ? "solid" : "no", line_mm);
}

}  // namespace

std::string qml(const LayerStyle& style) {
    const auto classes = identifier(style.class_column);
    const auto attribute = style.reason_column.empty()
                               ? fmt::format("coalesce({}, 'missing')", classes)
                               : fmt::format("coalesce({}, {})", classes, identifier(style.reason_column));
    std::string categories;
    std::string symbols;
    for (std::size_t i = 0; i < style.categories.size(); ++i) {
        const auto& category = style.categories[i];
        categories +=
            fmt::format(R"(<category value="{}" label="{}" symbol="{}" render="true" type="{}"/>)",
                        escaped(category.value), escaped(category.label), i, category.reason ? "string" : "long");
        symbols += fmt::format(R"(<symbol name="{}" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">)", i);
        const auto* pattern = brush(category.look.pattern);
        symbols += fill_layer(category.look.ground, "solid", style.outlined);
        if (pattern != nullptr) symbols += fill_layer(category.look.ink, pattern, false);
        symbols += "</symbol>";
    }
    return fmt::format(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        R"(<qgis version="3.22.16" styleCategories="Symbology">)"
        R"(<renderer-v2 type="categorizedSymbol" attr="{}" enableorderby="0" forceraster="0" symbollevels="0">)"
        "<categories>{}</categories><symbols>{}</symbols></renderer-v2>"
        "<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode><layerGeometryType>2</layerGeometryType>"
        "</qgis>\n",
        escaped(attribute), categories, symbols);
}

std::string sld(const LayerStyle& style, const std::string& layer) {
    const auto equals = [](const std::string& column, const std::string& value) {
        return fmt::format(
            "<ogc:PropertyIsEqualTo><ogc:PropertyName>{}</ogc:PropertyName><ogc:Literal>{}</ogc:Literal>"
            "</ogc:PropertyIsEqualTo>",
            escaped(column), escaped(value));
    };
    std::string rules;
    for (const auto& category : style.categories) {
        const auto filter = !category.reason ? equals(style.class_column, category.value)
                            : !style.reason_column.empty()
                                ? equals(style.reason_column, category.value)
                                : fmt::format(
                                      "<ogc:PropertyIsNull><ogc:PropertyName>{}</ogc:PropertyName>"
                                      "</ogc:PropertyIsNull>",
                                      escaped(style.class_column));
        const auto stroke = style.outlined
                                ? fmt::format(R"(<Stroke><CssParameter name="stroke">{}</CssParameter>)"
                                              R"(<CssParameter name="stroke-width">0.2</CssParameter></Stroke>)",
                                              line_hex)
                                : std::string();
        rules += fmt::format(
            R"(<Rule><Name>{0}</Name><Title>{1}</Title><ogc:Filter>{2}</ogc:Filter><PolygonSymbolizer><Fill>)"
            R"(<CssParameter name="fill">{3}</CssParameter></Fill>{4}</PolygonSymbolizer></Rule>)",
            escaped(category.value), escaped(category.label), filter, hex(category.look.ground), stroke);
    }
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?>)"
        "\n"
        R"(<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" )"
        R"(xmlns:ogc="http://www.opengis.net/ogc"><NamedLayer><Name>{}</Name><UserStyle><Name>{}</Name>)"
        "<Title>{}</Title><FeatureTypeStyle>{}</FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>\n",
        escaped(layer), escaped(style.name), escaped(style.description), rules);
}

}  // namespace geo
