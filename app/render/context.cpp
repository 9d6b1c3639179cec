#include "app/render/context.h"

#include "app/render/gl.h"
#include "geo/error.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <array>
#include <cassert>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

namespace render {

namespace {

std::string text(GLenum what) {
    const auto* found = glGetString(what);
    return found == nullptr ? "unknown" : reinterpret_cast<const char*>(found);
}

[[maybe_unused]] void GLAD_API_PTR say(GLenum, GLenum type, GLuint, GLenum severity, GLsizei, const GLchar* message,
                                       const void*) {
    if (severity == GL_DEBUG_SEVERITY_NOTIFICATION) return;
    std::fprintf(stderr, "OpenGL: %s\n", message);
    assert(type != GL_DEBUG_TYPE_ERROR);
    (void)type;
}

/// In debug builds a wrong call stops where it is made.
void catch_mistakes() {
#ifndef NDEBUG
    if (GLAD_GL_KHR_debug == 0) return;
    glEnable(GL_DEBUG_OUTPUT);
    glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
    glDebugMessageCallback(say, nullptr);
#endif
}

bool has(const char* extensions, std::string_view name) {
    return extensions != nullptr && std::string_view(extensions).find(name) != std::string_view::npos;
}

/// Displays that need no display server: Mesa's own, then those of the devices.
std::vector<EGLDisplay> displays() {
    const char* extensions = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
    const auto get = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    std::vector<EGLDisplay> out;
    if (!has(extensions, "EGL_EXT_platform_base") || get == nullptr) return out;
    const auto add = [&](EGLDisplay display) {
        if (display != EGL_NO_DISPLAY) out.push_back(display);
    };
    if (has(extensions, "EGL_MESA_platform_surfaceless")) {
        add(get(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr));
    }
    const auto query = reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
    if (has(extensions, "EGL_EXT_platform_device") && query != nullptr) {
        std::array<EGLDeviceEXT, 16> devices{};
        EGLint count = 0;
        if (query(devices.size(), devices.data(), &count) == EGL_TRUE) {
            for (EGLint i = 0; i < count; ++i) {
                add(get(EGL_PLATFORM_DEVICE_EXT, devices[static_cast<std::size_t>(i)], nullptr));
            }
        }
    }
    return out;
}

EGLContext make_context(EGLDisplay display, EGLConfig config, std::vector<EGLint> attributes) {
    attributes.push_back(EGL_NONE);
    const auto context = eglCreateContext(display, config, EGL_NO_CONTEXT, attributes.data());
    if (context == EGL_NO_CONTEXT) return context;
    if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_TRUE) return context;
    eglDestroyContext(display, context);
    return EGL_NO_CONTEXT;
}

/// A context of a display, current; or none, and `why`.
EGLContext open(EGLDisplay display, std::string& why) {
    EGLint major = 0;
    EGLint minor = 0;
    if (eglInitialize(display, &major, &minor) != EGL_TRUE) {
        why = "EGL does not start";
        return EGL_NO_CONTEXT;
    }
    const std::array<EGLint, 5> wanted{EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                                       EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE ||
        eglChooseConfig(display, wanted.data(), &config, 1, &count) != EGL_TRUE || count == 0) {
        why = fmt::format("EGL {}.{} offers no OpenGL", major, minor);
        return EGL_NO_CONTEXT;
    }
    std::vector<EGLint> attributes{EGL_CONTEXT_MAJOR_VERSION,       3,
                                   EGL_CONTEXT_MINOR_VERSION,       3,
                                   EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT};
    if (const auto context = make_context(display, config, attributes); context != EGL_NO_CONTEXT) return context;
    // Whatever there is instead, load_functions() names.
    const auto context = make_context(display, config, {});
    if (context == EGL_NO_CONTEXT) why = fmt::format("EGL {}.{} makes no context of it", major, minor);
    return context;
}

}  // namespace

Context Context::offscreen() {
    std::string why = "EGL knows no way to draw without a window";
    for (const auto display : displays()) {
        const auto raw = open(display, why);
        if (raw == EGL_NO_CONTEXT) continue;
        Context context(display, raw);
        load_functions(eglGetProcAddress);
        return context;
    }
    geo::fail(
        "drawing without a window needs OpenGL 3.3 by EGL, and {}: install a graphics driver, such as Debian's "
        "libgl1-mesa-dri",
        why);
}

Context::Context(Context&& other) noexcept
    : display_(std::exchange(other.display_, nullptr)), context_(std::exchange(other.context_, nullptr)) {}

Context& Context::operator=(Context&& other) noexcept {
    std::swap(display_, other.display_);
    std::swap(context_, other.context_);
    return *this;
}

Context::~Context() {
    if (context_ == nullptr) return;
    // The display stays: it is the same for every context of the process.
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display_, context_);
}

void load_functions(GetProcAddress get) {
    const int version = gladLoadGL(get);
    if (version == 0) geo::fail("OpenGL 3.3 is needed, and there is no OpenGL here");
    if (version < GLAD_MAKE_VERSION(3, 3)) {
        geo::fail("OpenGL 3.3 is needed; here is {} ({}): a newer graphics driver may help", text(GL_VERSION),
                  text(GL_RENDERER));
    }
    catch_mistakes();
}

std::string describe_context() {
    return fmt::format("{}, {}", text(GL_VERSION), text(GL_RENDERER));
}

void check_context() {
    if (GLAD_GL_ARB_robustness == 0 || glGetGraphicsResetStatusARB() == GL_NO_ERROR) return;
    geo::fail("the graphics driver was reset and has lost the map: start leefbeeld again");
}

}  // namespace render
