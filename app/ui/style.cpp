#include "app/ui/style.h"

#include "app/ui/ink.h"

#include <imgui.h>
#if __has_include(<imgui_freetype.h>)
#include <imgui_freetype.h>
#endif

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>

namespace ui {

namespace {

constexpr const char* folders[] = {"/usr/share/fonts/truetype/dejavu/", "/usr/share/fonts/TTF/",
                                   "/usr/share/fonts/dejavu-sans-fonts/", "/usr/share/fonts/dejavu/"};

// Latin with its extensions (ĳ, ŵ), dashes and dots, minus, not greater, not less, check mark. Lives as long as the
// atlas.
constexpr ImWchar ranges[] = {0x20,   0x24F,  0x2010, 0x2027, 0x20AC, 0x20AC, 0x2190, 0x2193,
                              0x2212, 0x2212, 0x2264, 0x2265, 0x2713, 0x2713, 0};

std::string found(const char* file) {
    for (const auto* folder : folders) {
        std::error_code failed;
        if (const auto path = std::string(folder) + file; std::filesystem::is_regular_file(path, failed)) return path;
    }
    return {};
}

ImFont* font(const char* file, float size, bool& complete) {
    auto& atlas = *ImGui::GetIO().Fonts;
    if (const auto path = found(file); !path.empty()) {
        if (auto* read = atlas.AddFontFromFileTTF(path.c_str(), size, nullptr, ranges)) return read;
    }
    complete = false;
    ImFontConfig config;
    config.SizePixels = size;
    return atlas.AddFontDefault(&config);
}

Fonts fonts(float scale) {
    auto& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
#if __has_include(<imgui_freetype.h>)
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
#endif
    Fonts out;
    out.scale = scale;
    out.complete = true;
    const auto add = [&](const char* file, float size) { return font(file, std::round(size * scale), out.complete); };
    out.faces = {add("DejaVuSans.ttf", 14), add("DejaVuSans-Bold.ttf", 14), add("DejaVuSans.ttf", 12),
                 add("DejaVuSans-Bold.ttf", 18)};
    return out;
}

ImVec4 colour(ImU32 of) {
    return ImGui::ColorConvertU32ToFloat4(of);
}

}  // namespace

Fonts set_style(float scale) {
    scale = std::clamp(scale, 0.5F, 4.F);
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;  // panels stand where the layout puts them
    io.LogFilename = nullptr;
    io.ConfigWindowsMoveFromTitleBarOnly = true;

    ImGuiStyle style;
    style.WindowRounding = 0;
    style.ChildRounding = 0;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.WindowPadding = {14, 10};
    style.ItemSpacing = {8, 4};
    style.ScrollbarSize = 10;
    style.ScrollbarRounding = 5;
    style.WindowMinSize = {1, 1};
    style.ScaleAllSizes(scale);
    style.WindowMinSize = {1, 1};
    style.AntiAliasedLinesUseTex = true;
    ImGui::GetStyle() = style;
    set_colours(usual_inks);
    return fonts(scale);
}

void set_colours(const Ink& ink) {
    auto* colours = ImGui::GetStyle().Colors;
    colours[ImGuiCol_Text] = colour(ink.text);
    colours[ImGuiCol_WindowBg] = colour(ink.panel);
    colours[ImGuiCol_ChildBg] = {0, 0, 0, 0};
    colours[ImGuiCol_Border] = colour(ink.line);
    colours[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
    colours[ImGuiCol_ScrollbarGrab] = colour(ink.grab);
    colours[ImGuiCol_ScrollbarGrabHovered] = colour(ink.muted);
    colours[ImGuiCol_ScrollbarGrabActive] = colour(ink.muted);
}

}  // namespace ui
