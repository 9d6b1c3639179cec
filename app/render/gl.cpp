#include "app/render/gl.h"

#include "geo/assets.h"
#include "geo/error.h"

#include <array>
#include <string>

namespace render {

namespace {

struct ReleaseShader {
    void operator()(GLuint name) const { glDeleteShader(name); }
};
using Shader = Handle<ReleaseShader>;

Shader compile(GLenum stage, std::string_view file, std::string_view definition = {}) {
    std::string source(geo::asset(file));
    source.insert(source.find('\n') + 1, fmt::format("{}\n", definition));  // #version stays the first line
    Shader shader(glCreateShader(stage));
    const GLchar* text = source.data();
    const auto length = static_cast<GLint>(source.size());
    glShaderSource(shader.get(), 1, &text, &length);
    glCompileShader(shader.get());
    GLint good = 0;
    glGetShaderiv(shader.get(), GL_COMPILE_STATUS, &good);
    if (good == 0) {
        std::array<GLchar, 1000> log{};
        glGetShaderInfoLog(shader.get(), log.size(), nullptr, log.data());
        geo::fail("{}: this OpenGL does not compile it: {}", file, log.data());
    }
    return shader;
}

/// What went wrong since the last call is that there was no memory. Other errors are ours, and tested for.
bool out_of_memory() {
    bool out = false;
    for (auto error = glGetError(); error != GL_NO_ERROR; error = glGetError()) out = out || error == GL_OUT_OF_MEMORY;
    return out;
}

}  // namespace

Buffer make_buffer(std::span<const std::byte> bytes) {
    GLuint name = 0;
    glGenBuffers(1, &name);
    Buffer buffer(name);
    (void)out_of_memory();
    // Not GL_ELEMENT_ARRAY_BUFFER, which belongs to whatever vertex array is bound.
    glBindBuffer(GL_ARRAY_BUFFER, name);
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(bytes.size()), bytes.data(), GL_STATIC_DRAW);
    if (out_of_memory()) geo::fail("no graphics memory for {} MB of borders", bytes.size() / 1'000'000);
    return buffer;
}

VertexArray make_vertex_array() {
    GLuint name = 0;
    glGenVertexArrays(1, &name);
    return VertexArray(name);
}

Texture make_texture(TexelFormat texel, int width, int height, std::string_view what, const void* texels) {
    GLint most = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &most);
    if (width > most || height > most) {
        geo::fail("{} of {} x {} pixels is larger than this OpenGL can hold ({} a side)", what, width, height, most);
    }
    GLuint name = 0;
    glGenTextures(1, &name);
    Texture texture(name);
    (void)out_of_memory();
    glBindTexture(GL_TEXTURE_2D, name);
    // Integer textures are complete with these filters only: with others, every fetch is 0.
    for (const auto filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER}) {
        glTexParameteri(GL_TEXTURE_2D, filter, GL_NEAREST);
    }
    for (const auto wrap : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T}) {
        glTexParameteri(GL_TEXTURE_2D, wrap, GL_CLAMP_TO_EDGE);
    }
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, texel.internal, width, height, 0, texel.format, texel.type, texels);
    if (out_of_memory()) geo::fail("no graphics memory for {} of {} x {} pixels", what, width, height);
    return texture;
}

Framebuffer make_framebuffer(const Texture& texture) {
    GLuint name = 0;
    glGenFramebuffers(1, &name);
    Framebuffer framebuffer(name);
    glBindFramebuffer(GL_FRAMEBUFFER, name);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture.get(), 0);
    if (const auto status = glCheckFramebufferStatus(GL_FRAMEBUFFER); status != GL_FRAMEBUFFER_COMPLETE) {
        geo::fail("this OpenGL does not draw into the textures the map needs (status {:#x})", status);
    }
    return framebuffer;
}

Image read_colours(const Framebuffer& framebuffer, int width, int height) {
    Image image{width, height, {}};
    image.rgb.resize(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    if (image.rgb.empty()) return image;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer.get());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, image.rgb.data());
    glBindFramebuffer(GL_READ_FRAMEBUFFER, 0);
    return image;
}

Program make_program(std::string_view vertex, std::string_view fragment, std::string_view definition) {
    Program program(glCreateProgram());
    const auto v = compile(GL_VERTEX_SHADER, vertex);
    const auto f = compile(GL_FRAGMENT_SHADER, fragment, definition);
    glAttachShader(program.get(), v.get());
    glAttachShader(program.get(), f.get());
    glLinkProgram(program.get());
    GLint good = 0;
    glGetProgramiv(program.get(), GL_LINK_STATUS, &good);
    if (good == 0) {
        std::array<GLchar, 1000> log{};
        glGetProgramInfoLog(program.get(), log.size(), nullptr, log.data());
        geo::fail("{}, {}: this OpenGL does not link them: {}", vertex, fragment, log.data());
    }
    glDetachShader(program.get(), v.get());
    glDetachShader(program.get(), f.get());
    return program;
}

const Uniforms& Uniforms::set(const char* name, int value) const {
    glUniform1i(glGetUniformLocation(program_, name), value);
    return *this;
}

const Uniforms& Uniforms::set(const char* name, float value) const {
    glUniform1f(glGetUniformLocation(program_, name), value);
    return *this;
}

const Uniforms& Uniforms::set(const char* name, float x, float y) const {
    glUniform2f(glGetUniformLocation(program_, name), x, y);
    return *this;
}

const Uniforms& Uniforms::set(const char* name, int x, int y) const {
    glUniform2i(glGetUniformLocation(program_, name), x, y);
    return *this;
}

const Uniforms& Uniforms::set(const char* name, float x, float y, float z, float w) const {
    glUniform4f(glGetUniformLocation(program_, name), x, y, z, w);
    return *this;
}

const Uniforms& Uniforms::sample(const char* name, int unit, const Texture& texture) const {
    glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
    glBindTexture(GL_TEXTURE_2D, texture.get());
    return set(name, unit);
}

}  // namespace render
