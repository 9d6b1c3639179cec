#pragma once

#include "app/render/gl.h"
#include "app/render/picture.h"
#include "app/render/stroke_geometry.h"

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

namespace render {

/// What is laid on the areas and under them, in textures of its own that stay as they are while areas change their
/// colours. Lines are drawn when the view or their geometry changes, inked when their colour or order does; the colour
/// pass mixes them in. Costs nothing where nothing is laid.
class Overlays {
public:
    struct Done {
        std::size_t segments = 0;  // drawn
        bool inked = false;        // something looks another way than before
    };
    /// Draws what is due. \pre an empty vertex array is bound; it is after, too
    /// \throws Error if there is no graphics memory for it
    Done follow(const Picture& picture, const Style& style, const VertexArray& nothing);

    [[nodiscard]] bool any() const { return !laid_.empty(); }
    [[nodiscard]] bool any_under() const;

    /// What lies on the areas, of the size of the map, colours multiplied by alpha; null where nothing is laid.
    [[nodiscard]] const Texture* over() const { return any() ? &over_.texture : nullptr; }
    /// The same under them.
    [[nodiscard]] const Texture* under() const { return any_under() ? &under_.texture : nullptr; }
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Sheet {
        Texture texture;
        Framebuffer into;
    };
    struct PictureTexture {
        Texture texture;
        std::size_t bytes = 0;
    };
    struct Field {  // how near the lines and dots of a Laid are, by pixel
        std::shared_ptr<const geo::Strokes> lines;
        std::shared_ptr<const geo::Strokes> dots;
        Stroke line;
        Stroke dot;
        Sheet sheet;
        bool drawn = false;
    };

    std::size_t draw(const Picture& picture, double scale, bool moved, const VertexArray& nothing);
    void forget();  // gives back what it took
    void resize(const model::View& view);
    [[nodiscard]] std::size_t draw_field(Field& field);
    void ink(const model::Laid& laid, const Field& field, double unit) const;
    void lay(const model::Laid& laid);
    void place(const Uniforms& uniforms, const char* centre, const char* per_pixel, const geo::Box& box) const;
    [[nodiscard]] const PictureTexture& picture_of(const std::shared_ptr<const geo::Ground>& ground);
    [[nodiscard]] const StrokeGeometry& geometry_of(const std::shared_ptr<const geo::Strokes>& strokes);
    void forget_unused();

    Program strokes_ = make_program("shaders/strokes.vert", "shaders/strokes.frag");
    Program ink_ = make_program("shaders/screen.vert", "shaders/ink.frag");
    Program ground_ = make_program("shaders/screen.vert", "shaders/ground.frag");
    Program ground_close_ = make_program("shaders/screen.vert", "shaders/ground.frag", "#define CLOSE");
    std::vector<model::Laid> laid_;
    std::vector<Field> fields_;  // [laid_]; those of pictures are empty
    std::map<std::shared_ptr<const geo::Strokes>, StrokeGeometry> geometry_;
    std::map<std::shared_ptr<const geo::Ground>, PictureTexture> pictures_;
    model::View view_;
    double scale_ = 0;
    Sheet over_;
    Sheet under_;
};

}  // namespace render
