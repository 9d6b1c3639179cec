#include "app/render/colours.h"

#include "geo/classify.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace render {

namespace {

// Lines between areas appear where the areas are this large on the screen, and are whole where they are that large:
// small areas would drown in them.
constexpr double lines_from = 7;
constexpr double lines_whole = 24;
constexpr double line_strength = 0.65;
constexpr double cell_line_strength = 0.35;  // there are many, and all alike
constexpr double coast_strength = 0.4;
static_assert(geo::pattern_period == 6, "colour.frag holds it too");

float part(int byte) {
    return static_cast<float>(byte) / 255;
}

bool is_trail(std::uint8_t look) {
    return look >= model::look_trail && look < geo::no_data_untested;
}
static_assert(model::look_trail == 128 && geo::no_data_untested == 250, "colour.frag holds them too");

/// Pixels to a unit of a pattern, and to the width of a line.
int unit(const Style& style) {
    return std::max(static_cast<int>(std::lround(style.content_scale)), 1) * style.supersampling;
}

/// How strong lines between areas are, from 0 to 1.
double lines(const Picture& picture, const Style& style) {
    if (picture.layer == nullptr) return 0;
    const double side = picture.layer->typical_side / picture.view.metres_per_pixel / style.content_scale;
    return std::clamp((side - lines_from) / (lines_whole - lines_from), 0.0, 1.0);
}

}  // namespace

/// The shader looks up what geo::has_ink() says, so that patterns are the same wherever they are drawn.
Colours::Swatches Colours::swatches_of(const model::Palette& palette) {
    Swatches out;
    for (std::size_t place = 0; place < out.size(); ++place) {
        const int x = static_cast<int>(place) % geo::pattern_period;
        const int y = static_cast<int>(place) / geo::pattern_period;
        for (std::size_t code = 0; code < palette.size(); ++code) {
            const auto& [under, ink, pattern] = palette[code];
            const auto& [red, green, blue] = geo::has_ink(pattern, x, y) ? ink : under;
            out[place][code] = {red, green, blue, 255};
        }
    }
    return out;
}

bool Colours::follow(const Picture& picture, const Style& style) {
    Key wanted{
        picture.looks.data(), picture.looks.size(), picture.revision, {},
        style.ground,         style.content_scale,  picture.fade,     picture.has_under() ? picture.opacity : -1};
    if (picture.layer != nullptr) wanted.palette = *picture.palette;
    if (wanted == drawn_) return false;
    const auto bytes = [](const Key& key) { return std::tuple(key.looks, key.rows, key.revision); };
    const bool fades = picture.fade < 1 && drawn_ && drawn_->palette == wanted.palette && drawn_->rows == wanted.rows;
    if (!fades && (!drawn_ || bytes(*drawn_) != bytes(wanted))) before_ = {};
    if (!drawn_ || bytes(*drawn_) != bytes(wanted)) {
        if (fades) std::swap(before_, looks_);
        drawn_.reset();  // should there be no room
        looks_.assign(picture.looks);
        trail_ = std::any_of(picture.looks.begin(), picture.looks.end(), is_trail);
    }
    if (!drawn_ || drawn_->palette != wanted.palette) {
        const auto swatches = swatches_of(wanted.palette);
        glBindTexture(GL_TEXTURE_2D, swatches_.get());
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 256, static_cast<GLsizei>(swatches.size()), colour_texel.format,
                        colour_texel.type, swatches.data());
    }
    drawn_ = wanted;
    return true;
}

const Program& Colours::program(const std::string& definitions) {
    auto& program = programs_[definitions];
    if (program.get() == 0) program = make_program("shaders/screen.vert", "shaders/colour.frag", definitions);
    return program;
}

void Colours::draw(const Targets& targets, const Picture& picture, const Style& style, const Texture* over,
                   const Texture* under) {
    glBindFramebuffer(GL_FRAMEBUFFER, targets.into_colours.get());
    glViewport(0, 0, targets.fine_width(), targets.fine_height());
    const double strength = lines(picture, style);
    const bool fades = picture.fade < 1 && before_.size() == looks_.size();
    std::string definitions;
    if (fades) definitions += "#define FADE\n";
    if (strength > 0 || trail_) definitions += "#define LINES\n";
    if (trail_) definitions += "#define TRAIL\n";
    if (over != nullptr) definitions += "#define OVER\n";
    if (under != nullptr) definitions += "#define UNDER\n";
    const Uniforms uniforms(program(definitions));
    if (fades) uniforms.sample("before", 5, before_.texture()).set("fade", static_cast<float>(picture.fade));
    uniforms.sample("ids", 0, targets.ids)
        .sample("looks", 1, looks_.texture())
        .sample("swatches", 2, swatches_)
        .set("unit", static_cast<float>(unit(style)))
        .set("ground", part(style.ground.red), part(style.ground.green), part(style.ground.blue),
             under != nullptr ? 0.0f : 1.0f)
        .set("opacity", under != nullptr ? static_cast<float>(picture.opacity) : 1.0f);
    if (over != nullptr) uniforms.sample("over", 3, *over).set("factor", targets.factor);
    if (under != nullptr) {
        uniforms.sample("under", 4, *under)
            .set("bare", part(style.ground.red), part(style.ground.green), part(style.ground.blue), 1.0f);
    }
    if (strength > 0 || trail_) {
        const bool cells = picture.layer->cells;
        uniforms.set("last", targets.fine_width() - 1, targets.fine_height() - 1)
            .set("stride", unit(style))
            .set("line", 1.0f, 1.0f, 1.0f, static_cast<float>(strength * (cells ? cell_line_strength : line_strength)))
            .set("coast", 0.45f, 0.48f, 0.52f, cells ? 0.0f : static_cast<float>(coast_strength * strength));
    }
    glDrawArrays(GL_TRIANGLES, 0, 3);
}

}  // namespace render
