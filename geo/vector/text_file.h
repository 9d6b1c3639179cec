#pragma once

#include "geo/error.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

namespace geo {

/// Private to geo/vector: a file that is written from front to back. What is put into `text` is written when it is
/// much, and at the end.
class TextFile {
public:
    /// \param name for messages \throws Error
    TextFile(const std::string& path, std::string name)
        : name_(std::move(name)), file_(std::fopen(path.c_str(), "wb")) {
        if (!file_) fail("{}: {}", name_, system_reason(errno));
    }

    std::string text;

    void flush_much() {
        if (text.size() > much) flush();
    }
    void close() {
        flush();
        if (std::fclose(file_.release()) != 0) fail("{}: {}", name_, system_reason(errno));
    }

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    static constexpr std::size_t much = 1 << 20;

    void flush() {
        if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size())
            fail("{}: {}", name_, system_reason(errno));
        text.clear();
    }

    std::string name_;
    std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace geo
