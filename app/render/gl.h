#pragma once

#include "app/render/handle.h"
#include "app/render/image.h"

#include <glad/gl.h>

#include <cstddef>
#include <span>
#include <string_view>

namespace render {

struct ReleaseBuffer {
    void operator()(GLuint name) const { glDeleteBuffers(1, &name); }
};
struct ReleaseVertexArray {
    void operator()(GLuint name) const { glDeleteVertexArrays(1, &name); }
};
struct ReleaseTexture {
    void operator()(GLuint name) const { glDeleteTextures(1, &name); }
};
struct ReleaseFramebuffer {
    void operator()(GLuint name) const { glDeleteFramebuffers(1, &name); }
};
struct ReleaseProgram {
    void operator()(GLuint name) const { glDeleteProgram(name); }
};

using Buffer = Handle<ReleaseBuffer>;
using VertexArray = Handle<ReleaseVertexArray>;
using Texture = Handle<ReleaseTexture>;
using Framebuffer = Handle<ReleaseFramebuffer>;
using Program = Handle<ReleaseProgram>;

/// A buffer that holds `bytes` and does not change. \throws Error if there is no memory for it
[[nodiscard]] Buffer make_buffer(std::span<const std::byte> bytes);
[[nodiscard]] VertexArray make_vertex_array();

/// How a texture lies in the graphics memory and in ours.
struct TexelFormat {
    GLint internal = GL_RGBA8;
    GLenum format = GL_RGBA;
    GLenum type = GL_UNSIGNED_BYTE;
};
inline constexpr TexelFormat id_texel{GL_R32UI, GL_RED_INTEGER, GL_UNSIGNED_INT};
inline constexpr TexelFormat byte_texel{GL_R8UI, GL_RED_INTEGER, GL_UNSIGNED_BYTE};
inline constexpr TexelFormat colour_texel{GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE};

/// A texture of one level, fetched texel by texel. \param what for the error: "a map" \param texels may be null
/// \throws Error if it is larger than this OpenGL allows, or than there is memory for
[[nodiscard]] Texture make_texture(TexelFormat texel, int width, int height, std::string_view what,
                                   const void* texels = nullptr);

/// A framebuffer that draws into `texture`.
[[nodiscard]] Framebuffer make_framebuffer(const Texture& texture);

/// The colours of a framebuffer, row by row as they lie there.
[[nodiscard]] Image read_colours(const Framebuffer& framebuffer, int width, int height);

/// Of two files of shaders/, of which the second is given `definition` ("#define LINES"). A shader that does not
/// compile here is told with the driver's own words. \throws Error
[[nodiscard]] Program make_program(std::string_view vertex, std::string_view fragment,
                                   std::string_view definition = {});

/// Makes `program` current and sets its uniforms one after the other: use(p).set("scale", 2).set(...).
class Uniforms {
public:
    explicit Uniforms(const Program& program) : program_(program.get()) { glUseProgram(program_); }
    const Uniforms& set(const char* name, int value) const;
    const Uniforms& set(const char* name, float value) const;
    const Uniforms& set(const char* name, float x, float y) const;
    const Uniforms& set(const char* name, int x, int y) const;
    const Uniforms& set(const char* name, float x, float y, float z, float w) const;
    /// A sampler that fetches from `texture`, on texture unit `unit`.
    const Uniforms& sample(const char* name, int unit, const Texture& texture) const;

private:
    GLuint program_;
};

}  // namespace render
