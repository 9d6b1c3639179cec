#pragma once

#include <string>

namespace render {

/// An OpenGL context of one's own, current on the thread that made it, that needs no window and no display.
/// Whatever lives in it must be destroyed before it.
class Context {
public:
    /// \throws Error if there is no EGL, or no OpenGL 3.3 behind it
    [[nodiscard]] static Context offscreen();

    Context(Context&& other) noexcept;
    Context& operator=(Context&& other) noexcept;
    ~Context();

private:
    Context(void* display, void* context) : display_(display), context_(context) {}
    void* display_ = nullptr;
    void* context_ = nullptr;
};

using GetProcAddress = void (*(*)(const char* name))();

/// Finds the functions of the context that is current, which somebody else (a window) has made.
/// \throws Error if it is older than OpenGL 3.3
void load_functions(GetProcAddress get);

/// "4.5 (Core Profile) Mesa 22.3.6, llvmpipe (LLVM 15.0.6, 256 bits)". \pre functions are loaded
[[nodiscard]] std::string describe_context();

/// \throws Error if the driver was reset and the context lost, where the context was made to tell
void check_context();

}  // namespace render
