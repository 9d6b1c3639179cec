#pragma once

#include "app/render/gl.h"
#include "app/render/picture.h"
#include "app/render/row_bytes.h"
#include "app/render/targets.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace render {

/// The colour pass: palette[look[id]] for every pixel, patterns of no-data, lines between areas.
class Colours {
public:
    /// Hands looks, palette and pattern to the graphics card where they are not what it has.
    /// \return whether colours must be drawn anew
    bool follow(const Picture& picture, const Style& style);
    void forget() { drawn_.reset(); }  // another layer is next

    /// From targets.ids into targets.colours. \param over, under what lies on the areas and under them, textures of the
    /// size of the map; null: nothing. Nothing lies under where nothing lies on them \pre an empty vertex array is
    /// bound
    void draw(const Targets& targets, const Picture& picture, const Style& style, const Texture* over,
              const Texture* under);
    [[nodiscard]] std::size_t bytes() const { return looks_.size() + before_.size(); }

private:
    /// RGBA of every look at every place of a pattern.
    using Swatches =
        std::array<std::array<std::array<std::uint8_t, 4>, 256>, geo::pattern_period * geo::pattern_period>;
    /// What the colours depend on besides the ids.
    struct Key {
        const std::uint8_t* looks = nullptr;
        std::size_t rows = 0;
        unsigned long revision = 0;
        model::Palette palette{};
        geo::Colour ground;
        double content_scale = 0;
        double fade = 1;
        double opacity = 1;  // negative: nothing lies under, so that it does not count
        friend bool operator==(const Key&, const Key&) = default;
    };
    static Swatches swatches_of(const model::Palette& palette);

    [[nodiscard]] const Program& program(const std::string& definitions);

    std::map<std::string, Program> programs_;  // by what is defined: those that were needed
    Texture swatches_ = make_texture(colour_texel, 256, geo::pattern_period* geo::pattern_period, "a palette");
    RowBytes looks_;
    RowBytes before_;     // to fade from
    bool trail_ = false;  // some rows are outlined: they changed class
    std::optional<Key> drawn_;
};

}  // namespace render
