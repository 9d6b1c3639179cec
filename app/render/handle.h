#pragma once

#include <utility>

namespace render {

/// Owns one OpenGL name. Move-only, one int wide; `Release` is a stateless functor that calls the matching glDelete*.
/// Must be destroyed while its context is current.
template <typename Release>
class Handle {
public:
    Handle() = default;
    explicit Handle(unsigned name) : name_(name) {}
    Handle(Handle&& other) noexcept : name_(std::exchange(other.name_, 0u)) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(name_, other.name_);
        return *this;
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        if (name_ != 0) Release{}(name_);
    }

    [[nodiscard]] unsigned get() const { return name_; }

private:
    unsigned name_ = 0;
};

}  // namespace render
