#include "app/render/overlays.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace render {

namespace {

constexpr TexelFormat near_texel{GL_R8, GL_RED, GL_UNSIGNED_BYTE};
constexpr double light_ink = 0.6;  // luminance from which on the band is dark
constexpr double band_strength = 0.85;

float part(int byte) {
    return static_cast<float>(byte) / 255;
}

Stroke line_of(const model::Laid& laid, double unit) {
    return {laid.width / 2 * unit, (laid.band + 1.5) * unit, 0.3, 3};
}
Stroke dot_of(const model::Laid& laid, double unit) {
    return {laid.radius * unit, (laid.band + 1.5) * unit, unit, 4 * unit};
}

bool has_strokes(const model::Laid& laid) {
    return laid.lines != nullptr || laid.dots != nullptr;
}

double luminance(geo::Colour c) {
    return (0.299 * c.red + 0.587 * c.green + 0.114 * c.blue) / 255;
}

Texture picture_texture(const geo::Ground& ground) {
    auto texture = make_texture(colour_texel, ground.width, ground.height, "a picture", ground.rgba.data());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 20);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glGenerateMipmap(GL_TEXTURE_2D);
    return texture;
}

void clear(const Framebuffer& into, const model::View& view) {
    glBindFramebuffer(GL_FRAMEBUFFER, into.get());
    glViewport(0, 0, view.width, view.height);
    constexpr std::array<GLfloat, 4> none{};
    glClearBufferfv(GL_COLOR, 0, none.data());
}

}  // namespace

bool Overlays::any_under() const {
    return std::any_of(laid_.begin(), laid_.end(), [](const auto& laid) { return laid.under; });
}

void Overlays::resize(const model::View& view) {
    const auto make = [&](Sheet& sheet, TexelFormat texel) {
        sheet = {};
        sheet.texture = make_texture(texel, view.width, view.height, "a map");
        sheet.into = make_framebuffer(sheet.texture);
    };
    const bool resized = over_.texture.get() == 0 || view.width != view_.width || view.height != view_.height;
    if (resized) {
        for (auto& field : fields_) field.sheet = {};
        under_ = {};
        make(over_, colour_texel);
    }
    if (any_under() != (under_.texture.get() != 0)) {
        under_ = {};
        if (any_under()) make(under_, colour_texel);
    }
    for (std::size_t i = 0; i < laid_.size(); ++i) {
        auto& field = fields_[i];
        if (!has_strokes(laid_[i])) {
            field.sheet = {};
        } else if (field.sheet.texture.get() == 0) {
            make(field.sheet, near_texel);
            field.drawn = false;
        }
    }
}

Overlays::Done Overlays::follow(const Picture& picture, const Style& style, const VertexArray& nothing) {
    Done done;
    const auto& view = picture.view;
    if (picture.laid.empty()) {
        done.inked = any();
        forget();
        return done;
    }
    const bool moved = view != view_ || style.content_scale != scale_;
    const bool relaid = !std::equal(laid_.begin(), laid_.end(), picture.laid.begin(), picture.laid.end());
    if (!moved && !relaid) return done;
    try {
        done.segments = draw(picture, style.content_scale, moved, nothing);
    } catch (...) {
        forget();  // half of it is of no use
        throw;
    }
    done.inked = true;
    return done;
}

void Overlays::forget() {
    laid_.clear();
    fields_.clear();
    geometry_.clear();
    pictures_.clear();
    over_ = {};
    under_ = {};
}

std::size_t Overlays::draw(const Picture& picture, double scale, bool moved, const VertexArray& nothing) {
    const auto& view = picture.view;
    std::size_t segments = 0;
    // Fields go with what they are of, when others come, go or change places.
    std::vector<Field> fields(picture.laid.size());
    for (std::size_t i = 0; i < picture.laid.size(); ++i) {
        const auto& laid = picture.laid[i];
        const auto line = line_of(laid, scale);
        const auto dot = dot_of(laid, scale);
        const auto same = std::find_if(fields_.begin(), fields_.end(), [&](const Field& field) {
            return field.sheet.texture.get() != 0 && field.lines == laid.lines && field.dots == laid.dots &&
                   field.line == line && field.dot == dot;
        });
        if (same != fields_.end() && has_strokes(laid)) fields[i] = std::move(*same);
        fields[i].lines = laid.lines;
        fields[i].dots = laid.dots;
        fields[i].line = line;
        fields[i].dot = dot;
        if (moved) fields[i].drawn = false;
    }
    fields_ = std::move(fields);
    laid_.assign(picture.laid.begin(), picture.laid.end());
    resize(view);
    view_ = view;
    scale_ = scale;
    forget_unused();
    for (std::size_t i = 0; i < laid_.size(); ++i) {
        auto& field = fields_[i];
        if (!has_strokes(laid_[i]) || field.drawn) continue;
        segments += draw_field(field);
    }
    glBindVertexArray(nothing.get());
    for (const bool under : {true, false}) {
        if (under && !any_under()) continue;
        clear(under ? under_.into : over_.into, view_);
        glEnable(GL_BLEND);
        glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
        for (std::size_t i = 0; i < laid_.size(); ++i) {
            if (laid_[i].under != under) continue;
            if (laid_[i].ground != nullptr) lay(laid_[i]);
            if (has_strokes(laid_[i])) ink(laid_[i], fields_[i], scale_);
        }
        glDisable(GL_BLEND);
    }
    return segments;
}

std::size_t Overlays::draw_field(Field& field) {
    clear(field.sheet.into, view_);
    std::size_t drawn = 0;
    if (field.lines != nullptr) drawn += geometry_of(field.lines).draw(strokes_, view_, field.line);
    if (field.dots != nullptr) drawn += geometry_of(field.dots).draw(strokes_, view_, field.dot);
    field.drawn = true;
    return drawn;
}

void Overlays::ink(const model::Laid& laid, const Field& field, double unit) const {
    const auto& [red, green, blue] = laid.colour;
    const float beside = luminance(laid.colour) > light_ink ? 0.1F : 1.F;
    Uniforms(ink_)
        .sample("near", 0, field.sheet.texture)
        .set("range", static_cast<float>((laid.band + 1.5) * unit))
        .set("band", static_cast<float>(laid.band * unit))
        .set("ink", part(red), part(green), part(blue), static_cast<float>(laid.opacity))
        .set("beside", beside, beside, beside, static_cast<float>(band_strength * laid.opacity));
    glDrawArrays(GL_TRIANGLES, 0, 3);
}

/// Where the view's centre lies in a picture, and how large its pixels are there, as parts of it.
void Overlays::place(const Uniforms& uniforms, const char* centre, const char* per_pixel, const geo::Box& box) const {
    const double width = box.max.x - box.min.x;
    const double height = box.max.y - box.min.y;
    uniforms
        .set(centre, static_cast<float>((view_.centre.x - box.min.x) / width),
             static_cast<float>((box.max.y - view_.centre.y) / height))
        .set(per_pixel, static_cast<float>(view_.metres_per_pixel / width),
             static_cast<float>(view_.metres_per_pixel / height));
}

void Overlays::lay(const model::Laid& laid) {
    const auto& whole = picture_of(laid.ground);
    const auto* close = laid.close != nullptr ? &picture_of(laid.close) : nullptr;
    const Uniforms uniforms(close != nullptr ? ground_close_ : ground_);
    uniforms.sample("picture", 0, whole.texture)
        .set("half_size", static_cast<float>(view_.width / 2.0), static_cast<float>(view_.height / 2.0))
        .set("opacity", static_cast<float>(laid.opacity));
    place(uniforms, "centre", "per_pixel", laid.ground->bounds);
    if (close != nullptr) {
        uniforms.sample("close", 1, close->texture);
        place(uniforms, "close_centre", "close_per_pixel", laid.close->bounds);
    }
    glDrawArrays(GL_TRIANGLES, 0, 3);
}

const Overlays::PictureTexture& Overlays::picture_of(const std::shared_ptr<const geo::Ground>& ground) {
    const auto at = pictures_.find(ground);
    if (at != pictures_.end()) return at->second;
    PictureTexture made{picture_texture(*ground), ground->rgba.size() * 4 / 3};
    return pictures_.emplace(ground, std::move(made)).first->second;
}

const StrokeGeometry& Overlays::geometry_of(const std::shared_ptr<const geo::Strokes>& strokes) {
    const auto at = geometry_.find(strokes);
    return at != geometry_.end() ? at->second : geometry_.emplace(strokes, StrokeGeometry(strokes)).first->second;
}

void Overlays::forget_unused() {
    std::erase_if(geometry_, [&](const auto& each) {
        return std::none_of(laid_.begin(), laid_.end(),
                            [&](const auto& laid) { return laid.lines == each.first || laid.dots == each.first; });
    });
    std::erase_if(pictures_, [&](const auto& each) {
        return std::none_of(laid_.begin(), laid_.end(),
                            [&](const auto& laid) { return laid.ground == each.first || laid.close == each.first; });
    });
}

std::size_t Overlays::bytes() const {
    const auto pixels = static_cast<std::size_t>(view_.width) * static_cast<std::size_t>(view_.height);
    std::size_t out = 0;
    if (any()) out += 4 * pixels * (any_under() ? 2u : 1u);
    for (const auto& field : fields_) out += field.sheet.texture.get() != 0 ? pixels : 0;
    for (const auto& [strokes, geometry] : geometry_) out += geometry.bytes();
    for (const auto& [ground, picture] : pictures_) out += picture.bytes;
    return out;
}

}  // namespace render
