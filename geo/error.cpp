#include "geo/error.h"

#include <cerrno>
#include <cstring>
#include <new>

namespace geo {

Sentence sentence_of(const std::exception& error) {
    if (const auto* ours = dynamic_cast<const Error*>(&error)) return ours->sentence();
    if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return Sentence("not enough memory");
    return Sentence::verbatim(error.what());
}

Sentence system_reason(int number) {
    switch (number) {
        case ENOENT:
            return Sentence("no such file");
        case EISDIR:
            return Sentence("a directory, not a file");
        case EACCES:
            return Sentence("Permission denied");
        case ENOSPC:
            return Sentence("No space left on device");
        case EROFS:
            return Sentence("Read-only file system");
        default:
            return Sentence::verbatim(std::strerror(number));
    }
}

}  // namespace geo
