#pragma once

#include "app/render/context.h"
#include "geo/error.h"

#include <gtest/gtest.h>

#include <optional>

/// A test that draws, off-screen; skipped where there is no OpenGL to do it with. What it draws with must be destroyed
/// within the test.
class RenderTest : public testing::Test {
protected:
    void SetUp() override {
        try {
            context_.emplace(render::Context::offscreen());
        } catch (const geo::Error& error) {
            GTEST_SKIP() << error.what();
        }
    }

private:
    std::optional<render::Context> context_;
};
